"""What a monitoring round asks; what the lead partner says to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.services import Asked
from headway.cooperation.implementation.services.common import LONGEST_WORDS
from headway.cooperation.implementation.states import RoundState
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.cooperation.implementation.models import MonitoringRound

MORE = 2
"""Empty questions that a form offers beside those that are there."""


class RoundForm(TextsForm):
    """Period, day and questions of a round."""

    period = forms.CharField(
        label=_("Period"),
        max_length=7,
        help_text=_("A half-year or a year: 2022-S1, 2022-S2 or 2022."),
        error_messages={"required": _("Write the period, such as 2022-S1.")},
        validators=[
            RegexValidator(
                r"^\s*\d{4}(-S[12])?\s*$",
                _("This is no half-year and no year. Write 2022-S1, 2022-S2 or 2022."),
            )
        ],
    )
    due_on = forms.DateField(
        label=_("Reports due"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Say until when reports are due."),
            "invalid": _("This is no day. Write it as 2022-09-30."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        languages: Iterable[str],
        of: MonitoringRound | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {"period": of.period, "due_on": of.due_on, "version": of.version} if of else {}
        super().__init__(data, initial=initial)
        self._open = of if of and of.state != RoundState.DRAFT else None
        self._count = 0
        if self._open:
            del self.fields["period"]
        else:
            self._add_texts(tuple(languages), of)

    def _add_texts(self, languages: tuple[str, ...], of: MonitoringRound | None) -> None:
        asked = of.asked if of else ()
        letter = of.letter if of else EMPTY
        words = _("Words to the partners")
        self.add_text("letter", words, letter, languages, rows=4, hint=PROSE_HINT)
        self._count = len(asked) + MORE
        for number in range(self._count):
            text = asked[number] if number < len(asked) else EMPTY
            label = _("Question %(number)d") % {"number": number + 1}
            hint = _("All partners answer it; left empty, it is not asked.")
            self.add_text(f"question-{number}", label, text, languages, hint=hint)

    def asked(self) -> Asked:
        """Return what is asked; of a round that is open, nothing but the day is new."""
        given = self.cleaned_data
        if self._open:
            of = self._open
            return Asked(of.period, given["due_on"], of.asked, of.letter)
        questions = [self.text(f"question-{number}") for number in range(self._count)]
        return Asked(
            period=given["period"].strip(),
            due_on=given["due_on"],
            questions=tuple(text for text in questions if text),
            letter=self.text("letter"),
        )


class WordsForm(forms.Form):
    """What is said to a step: a question, a reason."""

    def __init__(self, label: str, data: Mapping[str, Any] | None = None, *, missing: str) -> None:
        super().__init__(data)
        self.fields["words"] = forms.CharField(
            label=label,
            error_messages={"required": missing},
            max_length=LONGEST_WORDS,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
