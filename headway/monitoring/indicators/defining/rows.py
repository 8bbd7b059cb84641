"""Rows of a definition: where an indicator stands, what it is to reach, its parts, its sources.

The last rows are blank. A row that is emptied is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.provenance import UNKNOWN, Provenance, Source
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm
from headway.monitoring.indicators.definition import Breakdown, Definition, Wanted
from headway.monitoring.indicators.forms.fields import (
    NumberField,
    PeriodField,
    choose,
    first_source,
    key_for,
    source_address,
    source_label,
    with_source,
)
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrOrPromise

AMBITION = "strategy"
"""The place of an indicator that stands at the strategy itself."""
KINDS_OF_TARGET = [("", _("target")), ("milestone", _("milestone"))]
MOST_ROWS = 60

Nodes = list[tuple[str, str]]


class PlaceForm(forms.Form):
    """One place of an indicator."""

    node = forms.ChoiceField(
        label=_("Stands at"),
        required=False,
        error_messages={"invalid_choice": _("The draft has no such node. Choose from its own.")},
    )

    def __init__(self, *args: Any, nodes: Nodes, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        whole: tuple[str, _StrOrPromise] = (AMBITION, _("the strategy itself, as an ambition"))
        choose(self, "node", [("", "–"), whole, *nodes])


class BasePlaces(BaseFormSet[PlaceForm]):
    def places(self) -> tuple[tuple[int, ...], bool]:
        """Return the nodes, and whether it stands at the strategy itself."""
        found = {form.cleaned_data.get("node", "") for form in self.forms} - {""}
        nodes = tuple(sorted(int(node) for node in found - {AMBITION}))
        return nodes, AMBITION in found


class TargetForm(TextsForm):
    """One target or milestone: a figure, or two bounds within which it is to be kept."""

    sort = forms.ChoiceField(label=_("What"), choices=KINDS_OF_TARGET, required=False)
    period = PeriodField(label=_("By the end of"), help_text="")
    low = NumberField(label=_("Value, or lower bound"))
    high = NumberField(label=_("Upper bound"))
    source = source_label()
    source_address = source_address()

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.before: Wanted | None = self.initial.get("said")
        reason = self.before.reason if self.before else EMPTY
        self.add_text("reason", _("Reason"), reason, languages)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        says = any(given.get(name) not in {None, ""} for name in given if name != "sort")
        if says and given.get("period") is None and "period" not in self.errors:
            self.add_error("period", _("Say by when. Empty the whole row to leave it out."))
        return given

    def wanted(self, direction: str) -> Wanted | None:
        """Return what the row says; nothing for one without a period."""
        given = self.cleaned_data
        if not given.get("period"):
            return None
        low, high = given["low"], given["high"]
        if direction != Direction.BAND and high is None:
            high = low
        provenance = self.before.provenance if self.before else UNKNOWN
        return Wanted(
            period=given["period"],
            low=low,
            high=high,
            is_milestone=bool(given["sort"]),
            reason=self.text("reason"),
            provenance=with_source(provenance, given["source"], given["source_address"]),
        )


class BaseTargets(BaseFormSet[TargetForm]):
    def targets(self, direction: str) -> tuple[Wanted, ...]:
        found = (form.wanted(direction) for form in self.forms)
        return tuple(wanted for wanted in found if wanted)

    def field_of(self, sentence: str) -> str:
        """Return the control at which a sentence on targets belongs: it begins with a period."""
        periods = [str(form.cleaned_data.get("period") or "") for form in self.forms]
        for number, period in enumerate(periods):
            if period and sentence.startswith(f"{period}: "):
                return f"{self.prefix}-{number}-low"
        for number, period in enumerate(periods):
            if period and period in periods[:number]:
                return f"{self.prefix}-{number}-period"
        return f"{self.prefix}-0-period"


class BreakdownForm(TextsForm):
    """One part of a breakdown. Its key stays when it is called otherwise."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.add_text("title", _("Part"), self.initial.get("title", EMPTY), languages)

    def part(self) -> Breakdown | None:
        if not self.cleaned_data or not (title := self.text("title")):
            return None
        return Breakdown(self.cleaned_data["key"] or key_for(str(title)), title)


class BaseBreakdowns(BaseFormSet[BreakdownForm]):
    def parts(self) -> tuple[Breakdown, ...]:
        return tuple(part for form in self.forms if (part := form.part()))


class SourceForm(forms.Form):
    source = source_label()
    source_address = source_address()


class BaseSources(BaseFormSet[SourceForm]):
    def provenance(self, before: Provenance) -> Provenance:
        """Return where the definition comes from; what was said of it besides stays."""
        rows = [form.cleaned_data for form in self.forms]
        sources = tuple(
            Source(row["source"] or row["source_address"], row["source_address"])
            for row in rows
            if row.get("source") or row.get("source_address")
        )
        return replace(before, sources=sources)


def _set(form: type[forms.Form], base: type[BaseFormSet[Any]], extra: int) -> type[Any]:
    return formset_factory(form, formset=base, extra=extra, max_num=MOST_ROWS, absolute_max=100)


PlaceRows = _set(PlaceForm, BasePlaces, 1)
TargetRows = _set(TargetForm, BaseTargets, 1)
BreakdownRows = _set(BreakdownForm, BaseBreakdowns, 1)
SourceRows = _set(SourceForm, BaseSources, 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one definition, as four sets of forms."""

    places: BasePlaces
    targets: BaseTargets
    breakdowns: BaseBreakdowns
    sources: BaseSources

    @property
    def all(self) -> tuple[BaseFormSet[Any], ...]:
        return self.places, self.targets, self.breakdowns, self.sources


def rows_of(
    said: Definition,
    nodes: Nodes,
    languages: Sequence[str],
    data: Mapping[str, Any] | None = None,
) -> Rows:
    """Return the rows of a definition as it stands, or as they were sent."""
    whole = [{"node": AMBITION}] if said.is_ambition else []
    places = [*whole, *({"node": str(pk)} for pk in said.node_ids)]
    in_languages = {"languages": languages}
    return Rows(
        places=PlaceRows(data, prefix="places", initial=places, form_kwargs={"nodes": nodes}),
        targets=TargetRows(
            data,
            prefix="targets",
            initial=[_target(wanted, said.direction) for wanted in said.targets],
            form_kwargs=in_languages,
        ),
        breakdowns=BreakdownRows(
            data,
            prefix="breakdowns",
            initial=[{"key": part.key, "title": part.title} for part in said.breakdowns],
            form_kwargs=in_languages,
        ),
        sources=SourceRows(
            data,
            prefix="sources",
            initial=[
                {"source": source.label, "source_address": source.address}
                for source in said.provenance.sources
            ],
        ),
    )


def _target(wanted: Wanted, direction: str) -> dict[str, object]:
    is_single = wanted.low == wanted.high and direction != Direction.BAND
    return {
        "said": wanted,
        "sort": "milestone" if wanted.is_milestone else "",
        "period": str(wanted.period),
        "low": wanted.low,
        "high": None if is_single else wanted.high,
        **first_source(wanted.provenance),
    }
