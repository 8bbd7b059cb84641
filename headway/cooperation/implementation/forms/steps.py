"""How a step stands, and what shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.facts import Standing
from headway.cooperation.implementation.states import StepStatus
from headway.cooperation.implementation.wording import month_words
from headway.foundation.ui.forms import TextsForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class StepForm(TextsForm):
    """Status, months done, and words on it."""

    status = forms.ChoiceField(
        label=_("Status"), choices=StepStatus.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )  # fmt: skip
    months = forms.MultipleChoiceField(
        label=_("Months done"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every month in which somebody worked on the step."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        standing: Standing,
        languages: Iterable[str],
        months: Iterable[date],
        data: Mapping[str, Any] | None = None,
        *,
        version: int = 0,
    ) -> None:
        known = sorted({*months, *standing.months})
        done = [month.isoformat() for month in standing.months]
        initial = {"status": standing.status, "months": done, "version": version}
        super().__init__(data, initial=initial)
        self.fields["months"].choices = [  # type: ignore[attr-defined]  # a choice field
            (month.isoformat(), month_words(month)) for month in known
        ]
        languages = tuple(languages)
        for name, label, hint in (
            ("reason", _("Why it is dropped"), _("Needed where the step is dropped.")),
            ("obstacle", _("Obstacle"), _("What stood, or stands, in the way.")),
            ("needed", _("What we need to know"), _("The lead partner looks for who knows it.")),
        ):
            self.add_text(name, label, getattr(standing, name), languages, rows=3, hint=hint)

    def standing(self) -> Standing:
        given = self.cleaned_data
        return Standing(
            status=given["status"],
            months=tuple(date.fromisoformat(month) for month in sorted(given["months"])),
            reason=self.text("reason"),
            obstacle=self.text("obstacle"),
            needed=self.text("needed"),
        )


class EvidenceForm(forms.Form):
    """What shows that something was done: a page elsewhere, or a file."""

    title = forms.CharField(
        label=_("What it shows"),
        max_length=300,
        error_messages={"required": _("Say what it shows.")},
    )
    address = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )
    file = forms.Field(
        label=_("Or a file"), required=False, help_text=_("Up to 50 MB."), widget=forms.FileInput
    )
