"""The lists that a coordinator keeps: sectors, ambitions, neighbouring plans, statuses.

One form for each item and a blank one for the next. Controls are named by the key of their item,
not by its number, so that what two people wrote fits together whatever they added or moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.ui.forms import TextsForm
from headway.monitoring.strategy.frame import Neighbour, Sector, StatusOption
from headway.monitoring.strategy.lists import (
    NEIGHBOURS,
    SECTORS,
    STATUSES,
    item_name,
    key_in,
    place_name,
)
from headway.monitoring.strategy.states import Canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from headway.monitoring.strategy.models import Edition, Strategy

I = TypeVar("I")  # noqa: E741 -- an item


class VersionForm(forms.Form):
    """Which version of the whole its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, version: int, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": version})


class ItemForm(TextsForm, Generic[I]):
    """One item of a list, or the blank one that adds another."""

    def __init__(self, *args: Any, standing: I, languages: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.standing = standing
        self.add_fields(standing, languages)

    def add_fields(self, standing: I, languages: Sequence[str]) -> None:
        raise NotImplementedError

    def item(self) -> I:
        """Return the item as the person words it; sources stay as they were."""
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        return not key_in(str(self.prefix))

    @property
    def name(self) -> TranslatedText:
        """Return what the item is called as it stands."""
        return self._texts["title"][2]

    def add_prefix(self, field_name: str) -> str:
        """Name the control: those of the places together, all others by their item."""
        if field_name == ORDERING_FIELD_NAME:
            kind, _dash, part = str(self.prefix).partition("-")
            return f"{place_name(kind)}-{part}"
        return super().add_prefix(field_name)


class SectorForm(ItemForm[Sector]):
    def add_fields(self, standing: Sector, languages: Sequence[str]) -> None:
        self.add_text("title", _("Title"), standing.title, languages)

    def item(self) -> Sector:
        return replace(self.standing, title=self.text("title"))


class NeighbourForm(ItemForm[Neighbour]):
    address = forms.CharField(label=_("Address of the plan"), required=False)

    def add_fields(self, standing: Neighbour, languages: Sequence[str]) -> None:
        self.add_text("title", _("Title"), standing.title, languages)
        self.fields["address"].initial = standing.address

    def item(self) -> Neighbour:
        address = self.cleaned_data["address"]
        return replace(self.standing, title=self.text("title"), address=address)


class StatusForm(ItemForm[StatusOption]):
    canonical = forms.ChoiceField(
        label=_("Means"),
        required=False,
        error_messages={"invalid_choice": _("Choose which of the seven common statuses it means.")},
    )

    def add_fields(self, standing: StatusOption, languages: Sequence[str]) -> None:
        self.add_text("title", _("Word"), standing.label, languages)
        meaning = self.fields["canonical"]
        meaning.initial = standing.canonical
        blank = [] if standing.canonical in Canonical.values else [("", _("choose"))]
        meaning.choices = [*blank, *Canonical.choices]  # type: ignore[attr-defined]  # a choice field

    def item(self) -> StatusOption:
        canonical = self.cleaned_data["canonical"]
        return replace(self.standing, label=self.text("title"), canonical=canonical)


class Items(BaseFormSet[ItemForm[Any]], Generic[I]):
    """The items of a list by their keys, then the blank one."""

    def __init__(
        self,
        standing: Mapping[str, I],
        blank: Callable[[str], I],
        *,
        kind: str,
        languages: Sequence[str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._standing, self._blank = standing, blank
        here = standing if data is None else _keys(kind, data, standing)
        self._keys = (*here, "")
        super().__init__(data, prefix=kind, form_kwargs={"languages": languages})

    def total_form_count(self) -> int:
        return len(self._keys)

    def initial_form_count(self) -> int:
        return len(self._keys) - 1

    def add_prefix(self, index: int | str) -> str:
        return item_name(str(self.prefix), self._keys[int(index)])

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        key = self._keys[index or 0]
        standing = self._standing.get(key) or self._blank(key)
        return super().get_form_kwargs(index) | {"standing": standing}

    def add_fields(self, form: ItemForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        before = form.fields[ORDERING_FIELD_NAME].initial
        form.fields[ORDERING_FIELD_NAME] = forms.IntegerField(
            label=_("Place"),
            required=False,
            initial=before,
            error_messages={"invalid": _("Write the place as a number, such as 2.")},
        )
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def items(self) -> tuple[I, ...]:
        """Return the items that stay, in the order that the person wants."""
        stay = [form for form in self.forms[:-1] if not form.cleaned_data.get(DELETION_FIELD_NAME)]
        added = [form for form in self.forms[-1:] if form.has_changed()]
        return tuple(form.item() for form in sorted([*stay, *added], key=_place))


def _keys(kind: str, data: Mapping[str, Any], standing: Iterable[str]) -> list[str]:
    """Return the keys of the items that were sent, those that stand in their order first."""
    named = re.compile(rf"{re.escape(kind)}-[^-]+-")
    sent = dict.fromkeys(key_in(name) for name in data if named.match(name))
    known = [key for key in standing if key in sent]
    return [*known, *(key for key in sent if key and key not in known)]


def _place(form: ItemForm[Any]) -> tuple[bool, int, int]:
    """Return what sorts an item: without a place last; moved to a place, beyond who stood there."""
    place, before = form.cleaned_data[ORDERING_FIELD_NAME], form.fields[ORDERING_FIELD_NAME].initial
    if place is None:
        return True, 0, 0
    return False, place, -1 if before is None else (place > before) - (place < before)


@dataclass(frozen=True, slots=True)
class ListWords:
    """What the page of a list says of it: what it is, what it is for, what the blank form adds."""

    heading: _StrOrPromise
    lead: _StrOrPromise
    adding: _StrOrPromise


WORDS = {
    SECTORS: ListWords(
        _("Sectors"),
        _("Fields of the economy that measures serve. Readers filter the measures by them."),
        _("Add a sector"),
    ),
    NEIGHBOURS: ListWords(
        _("Neighbouring plans"),
        _("Other plans that the strategy has to do with. Their titles link to their addresses."),
        _("Add a plan"),
    ),
    STATUSES: ListWords(
        _("Implementation statuses"),
        _(
            "How far a measure has got, in the strategy’s own words. Each means one of seven "
            "statuses common to all strategies, so that they can be compared."
        ),
        _("Add a status"),
    ),
}
BLANKS: dict[str, Callable[[str], Any]] = {
    SECTORS: lambda key: Sector(key, EMPTY),
    NEIGHBOURS: lambda key: Neighbour(EMPTY, key=key),
    STATUSES: lambda key: StatusOption(key, EMPTY, ""),
}
FORMS: dict[str, type[ItemForm[Any]]] = {
    SECTORS: SectorForm,
    NEIGHBOURS: NeighbourForm,
    STATUSES: StatusForm,
}
SETS: dict[str, type[Items[Any]]] = {
    kind: formset_factory(  # type: ignore[misc]  # as the formset says
        form, formset=Items, can_order=True, can_delete=True, can_delete_extra=False
    )
    for kind, form in FORMS.items()
}


def frame_items(draft: Edition, kind: str, data: Mapping[str, Any] | None = None) -> Items[Any]:
    """Return the forms of the sectors or neighbouring plans of a draft."""
    standing = {item.key: item for item in getattr(draft.frame, kind)}
    languages = draft.strategy.languages
    return SETS[kind](standing, BLANKS[kind], kind=kind, languages=languages, data=data)


def status_items(strategy: Strategy, data: Mapping[str, Any] | None = None) -> Items[StatusOption]:
    """Return the forms of a strategy's own statuses."""
    standing = {option.code: option for option in strategy.statuses}
    languages = strategy.languages
    return SETS[STATUSES](standing, BLANKS[STATUSES], kind=STATUSES, languages=languages, data=data)
