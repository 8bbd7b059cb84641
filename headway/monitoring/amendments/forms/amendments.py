"""An amendment as its coordinator describes it; why it is taken back, withdrawn or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.words import LONGEST_REASON
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.amendments.services.amendments import NO_ORIGIN, Origin
from headway.monitoring.amendments.states import OriginKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.amendments.models import Amendment


class OriginForm(TextsForm):
    """Why something is proposed, and where the idea comes from."""

    origin_kind = forms.ChoiceField(
        label=_("Where the idea comes from"),
        choices=[("", _("nothing said")), *OriginKind.choices],
        required=False,
    )
    origin_link = forms.URLField(
        label=_("Address of the origin"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def add_origin(
        self,
        languages: Iterable[str],
        *,
        rationale: TranslatedText = EMPTY,
        origin: Origin = NO_ORIGIN,
    ) -> None:
        """Add the texts, and what they say now."""
        self._origin_key = origin.key
        self.initial["origin_kind"], self.initial["origin_link"] = origin.kind, origin.link
        languages = tuple(languages)
        self.add_text("rationale", _("Rationale"), rationale, languages, rows=4, hint=PROSE_HINT)
        self.add_text(
            "origin_title",
            _("Which it is"),
            origin.title,
            languages,
            hint=_("Such as: planned action 1 of the action plan of 2021."),
        )

    def origin(self) -> Origin:
        given = self.cleaned_data
        return Origin(
            given["origin_kind"], self.text("origin_title"), given["origin_link"], self._origin_key
        )


class AmendmentForm(OriginForm):
    """What an amendment is called, why it is proposed, and where it comes from."""

    def __init__(
        self,
        languages: Sequence[str],
        of: Amendment | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": of.version if of else None})
        self.add_text("title", _("Title"), of.title if of else EMPTY, languages)
        if of:
            origin = Origin(of.origin_kind, of.origin_title, of.origin_link, of.origin_key)
            self.add_origin(languages, rationale=of.rationale, origin=origin)
        else:
            self.add_origin(languages)


class WordsForm(forms.Form):
    """Why a step is taken."""

    def __init__(
        self,
        label: str,
        name: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 4}),
        )


class ConsultForm(forms.Form):
    """Until when answers are awaited, and whom else to ask than all partners."""

    until = forms.DateField(
        label=_("Answers until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty, if there is no day."),
    )
    organisations = forms.MultipleChoiceField(
        label=_("Who is asked"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        partners: Iterable[Organisation],
        *,
        are_all_asked: bool,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        if are_all_asked:
            del self.fields["organisations"]
        else:
            named_partners = [(str(each.pk), named(each)) for each in partners]
            self.fields["organisations"].choices = named_partners  # type: ignore[attr-defined]  # a choice field

    def organisation_ids(self) -> tuple[int, ...]:
        return tuple(int(pk) for pk in self.cleaned_data.get("organisations", ()))
