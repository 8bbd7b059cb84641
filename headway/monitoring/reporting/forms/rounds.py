"""A round as its coordinator prepares it; and what ends or moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.periods import MONTHS, Period
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.monitoring.reporting.facts import ReminderPlan, RoundPlan
from headway.monitoring.reporting.forms.moments import USUAL, MomentForm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from headway.monitoring.reporting.models import Round
    from headway.monitoring.strategy.models import Strategy

YEARS_BACK = 3
LENGTHS = {
    "half_year": _("Half-years"),
    "year": _("Years"),
    "quarter": _("Quarters"),
}


class RoundForm(MomentForm, TextsForm):
    """What is asked about which period until when, how it is reminded of, and the letter."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        strategy: Strategy,
        today: date,
        data: Mapping[str, Any] | None = None,
        *,
        of: Round | None = None,
        taken: Collection[str] = (),
    ) -> None:
        """Take `taken`, the periods that have a round: the newest that has none is proposed."""
        super().__init__(strategy.time_zone, data, initial={"version": of.version if of else 0})
        self._of = of
        if of is None:
            self.fields["period"] = forms.ChoiceField(
                label=_("Period"),
                choices=periods(today),
                initial=_free(periods(today), taken),
                help_text=_(
                    "What is reported about. Its edition is the one in force on its last day."
                ),
            )
        self.add_moment("deadline", of.deadline_at if of else None, label=_("Deadline"))
        plan = of.reminders if of else ReminderPlan()
        if of is None or of.opened_at is None:
            self._add_what(of)
        self._add_reminders(plan)
        languages = strategy.languages
        title, letter = (of.title, of.letter) if of else (EMPTY, EMPTY)
        self.add_text(
            "title",
            _("Title"),
            title,
            languages,
            hint=_("Only where the period alone does not say what the round is."),
        )
        self.add_text(
            "letter", _("Accompanying letter"), letter, languages, rows=6, hint=PROSE_HINT
        )

    def _add_what(self, of: Round | None) -> None:
        self.fields["asks_statuses"] = forms.BooleanField(
            label=_("Status and text of each measure"),
            required=False,
            initial=of.asks_statuses if of else True,
        )
        self.fields["asks_figures"] = forms.BooleanField(
            label=_("Values of indicators that are due"),
            required=False,
            initial=of.asks_figures if of else True,
        )

    def _add_reminders(self, plan: ReminderPlan) -> None:
        self.fields["reminders.before"] = DaysField(
            label=_("Reminders before the deadline"),
            help_text=_("Days, with commas between: 30, 7, 1."),
            initial=", ".join(map(str, plan.before)),
        )
        self.fields["reminders.after"] = DaysField(
            label=_("Reminders after the deadline"),
            help_text=_("Days, with commas between: 1, 7."),
            initial=", ".join(map(str, plan.after)),
        )
        self.fields["reminders.every"] = forms.IntegerField(
            label=_("Then every so many days"),
            help_text=_("0 sends no more."),
            min_value=0,
            max_value=365,
            initial=plan.every,
            error_messages={
                name: _("Write a number of days from 0 to 365.")
                for name in ("required", "invalid", "min_value", "max_value")
            },
        )

    def plan(self) -> RoundPlan:
        """Return what was planned; what could not be read as it is usual."""
        given, usual = self.cleaned_data, ReminderPlan()
        of = self._of
        period = of.when if of else Period.parse(given["period"])
        return RoundPlan(
            period=period,
            deadline_at=given.get("deadline") or _some_deadline(period),
            title=self.text("title"),
            letter=self.text("letter"),
            reminders=ReminderPlan(
                given.get("reminders.before", usual.before),
                given.get("reminders.after", usual.after),
                given.get("reminders.every", usual.every),
            ),
            asks_statuses=given.get("asks_statuses", of.asks_statuses if of else True),
            asks_figures=given.get("asks_figures", of.asks_figures if of else True),
        )

    @property
    def what(self) -> list[forms.BoundField]:
        return [self[name] for name in ("asks_statuses", "asks_figures") if name in self.fields]

    @property
    def when(self) -> list[forms.BoundField]:
        names = ["period", "deadline.day", "deadline.time"]
        shown = [self[name] for name in names if name in self.fields]
        which = self["deadline.which"]
        return shown if which.is_hidden else [*shown, which]

    @property
    def reminding(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("reminders.")]


def _some_deadline(period: Period) -> datetime:
    """Return a deadline that no rule refuses, where none could be read."""
    return datetime.combine(period.last_day + timedelta(days=2), USUAL, UTC)


class DaysField(forms.Field):
    """Numbers of days with commas between; none is an answer."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(required=False, widget=forms.TextInput, **options)

    def to_python(self, value: object) -> tuple[int, ...]:
        parts = [part.strip() for part in str(value or "").split(",")]
        days = [part for part in parts if part]
        if any(not part.isdecimal() or len(part) > len("365") for part in days):
            raise forms.ValidationError(
                _now("Write days as numbers with commas between: 30, 7, 1.")
            )
        return tuple(dict.fromkeys(int(part) for part in days))


def periods(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the periods that can be asked about, by length, the newest that has ended first."""
    return [(str(label), list(_of_length(length, today))) for length, label in LENGTHS.items()]


def _free(offered: list[tuple[str, list[tuple[str, str]]]], taken: Collection[str]) -> str:
    codes = [code for code, _words in offered[0][1]]
    return next((code for code in codes if code not in taken), codes[0])


def _of_length(length: str, today: date) -> Iterable[tuple[str, str]]:
    running = Period.containing(today, length)  # type: ignore[arg-type]  # one of the lengths
    count = YEARS_BACK * 12 // MONTHS[length]
    ended = running
    for _step in range(count):
        before = ended.first_day.fromordinal(ended.first_day.toordinal() - 1)
        ended = Period.containing(before, length)  # type: ignore[arg-type]  # one of the lengths
        yield str(ended), ended.worded()
        if _step == 0:
            yield str(running), running.worded()


class ReasonForm(forms.Form):
    """A word to the partner: why a report is returned, or no more time is given."""

    reason = forms.CharField(
        label=_("What is to be changed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(MomentForm):
    """Why one organisation reports although the round is closed, and until when."""

    reason = forms.CharField(
        label=_("Why it is reopened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads it, and it stays on record."),
    )

    def __init__(self, zone: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(zone, data)
        self.add_moment("until", None, label=_("Until"))
