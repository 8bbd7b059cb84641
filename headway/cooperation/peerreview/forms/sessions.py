"""A session, its units, their pairs, and a swap by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.cooperation.peerreview.facts import PairingPlan, SessionPlan, UnitPlan
from headway.cooperation.peerreview.models import LONGEST_NAME
from headway.cooperation.peerreview.wording import plan_label
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.foundation.ui.moments import MomentForm
from headway.foundation.ui.names import named
from headway.foundation.ui.zones import zones_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from headway.cooperation.exchange.models import Event
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.peerreview.models import ReviewSession, ReviewUnit
    from headway.cooperation.peerreview.queries.sessions import RoundShown, UnitShown
    from headway.cooperation.plans.models import Plan, PlanAuthor

NO_DAY = _("This is no day. Write it as 2026-11-22.")
NO_NUMBER = _("Write a whole number.")
NOT_LISTED = _("Choose one of those listed.")
USUAL_ZONE = "Europe/Brussels"
"""Where most of the continent’s clocks agree; a session says its own."""


def day_field(label: Any, **options: Any) -> forms.DateField:  # noqa: ANN401
    """Return a field for a day, with the browser’s own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NO_DAY},
        **options,
    )


def number_field(label: Any, **options: Any) -> forms.IntegerField:  # noqa: ANN401
    """Return a field for a whole number; the service says what is out of bounds."""
    errors = dict.fromkeys(("invalid", "required"), NO_NUMBER)
    return forms.IntegerField(label=label, error_messages=errors, **options)


class SessionForm(TextsForm):
    """What a session is called, and until when reviews and answers are asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reviews_until = day_field(
        _("Reviews until"), help_text=_("Three days before, whoever has not submitted is reminded.")
    )
    answers_until = day_field(
        _("Answers until"), help_text=_("Until then the authors answer what was suggested.")
    )
    event = forms.ChoiceField(label=_("Event at which it takes place"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Whose clocks"), help_text=_("Days and times of the session are theirs.")
    )

    def __init__(
        self,
        project: Project,
        events: Sequence[Event],
        countries: Iterable[str],
        data: Mapping[str, Any] | None = None,
        *,
        of: ReviewSession | None = None,
    ) -> None:
        initial = (
            {
                "version": of.version,
                "reviews_until": of.reviews_until,
                "answers_until": of.answers_until,
                "event": of.event.key if of.event else "",
                "time_zone": of.time_zone,
            }
            if of
            else {"version": 0, "time_zone": USUAL_ZONE}
        )
        super().__init__(data, initial=initial)
        self.fields["time_zone"].choices = zones_for(countries)  # type: ignore[attr-defined]
        listed = [("", "–"), *((each.key, named(each)) for each in events)]
        self.fields["event"].choices = listed  # type: ignore[attr-defined]
        if not events:
            del self.fields["event"]
        title = of.title if of else EMPTY
        self.add_text("title", _("Title"), title, project.languages)

    def plan(self) -> SessionPlan:
        given = self.cleaned_data
        return SessionPlan(
            title=self.text("title"),
            time_zone=given["time_zone"],
            reviews_until=given["reviews_until"],
            answers_until=given["answers_until"],
            event_key=given.get("event", ""),
        )


class UnitForm(forms.Form):
    """Who presents which plan, or their part of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    plan = forms.ChoiceField(
        label=_("Plan"),
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
        help_text=_("By its policy instrument: the words of a draft are its authors’."),
    )
    organisations = forms.MultipleChoiceField(
        label=_("Organisations of the unit"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who presents the plan among its authors.")},
        help_text=_("Authors of the plan: all together, or those who present a part of it."),
    )
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Without one it is called after its organisations."),
    )

    def __init__(
        self,
        plans: Sequence[Plan],
        authors: Iterable[PlanAuthor],
        data: Mapping[str, Any] | None = None,
        *,
        of: ReviewUnit | None = None,
        version: int = 0,
    ) -> None:
        initial: dict[str, Any] = {"version": version}
        if of:
            chosen = of.organisations.values_list("slug", flat=True)
            initial |= {"plan": of.plan.key, "organisations": list(chosen), "name": of.name}
        super().__init__(data, initial=initial)
        self.fields["plan"].choices = [(p.key, plan_label(p)) for p in plans]  # type: ignore[attr-defined]
        called = {each.organisation.slug: named(each.organisation) for each in authors}
        self.fields["organisations"].choices = list(called.items())  # type: ignore[attr-defined]

    def plan_of_unit(self) -> UnitPlan:
        given = self.cleaned_data
        return UnitPlan(given["plan"], tuple(given["organisations"]), given["name"])


class PairingForm(MomentForm):
    """How often all meet, where, from when on, how long each time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rounds = number_field(
        pgettext_lazy("reviews", "Rounds"), help_text=_("How often each unit meets another.")
    )
    minutes = number_field(_("Minutes for a group"))
    rooms = forms.CharField(
        label=_("Rooms"),
        error_messages={"required": _("Name at least one room, one in each line.")},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in each line. Where groups are more than rooms, they meet in turns."),
    )

    def __init__(
        self, session: ReviewSession, rounds: int, data: Mapping[str, Any] | None = None
    ) -> None:
        initial = {
            "version": session.version,
            "rounds": rounds or 1,
            "minutes": session.minutes,
            "rooms": "\n".join(session.rooms),
        }
        super().__init__(session.time_zone, data, initial=initial)
        self.add_moment("starts_at", session.starts_at, label=_("Day"))

    def plan(self) -> PairingPlan:
        given = self.cleaned_data
        return PairingPlan(
            rounds=given["rounds"],
            rooms=tuple(given["rooms"].splitlines()),
            starts_at=self.moment("starts_at"),
            minutes=given["minutes"],
        )

    @property
    def when(self) -> list[forms.BoundField]:
        which = self["starts_at.which"]
        shown = [self["starts_at.day"], self["starts_at.time"]]
        return shown if which.is_hidden else [*shown, which]

    @property
    def how(self) -> list[forms.BoundField]:
        return [self["rounds"], self["minutes"]]


class SwapForm(forms.Form):
    """Two units of a round that take each other's place, and why, if they meet again."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    first = forms.ChoiceField(
        label=_("This unit"), error_messages={"invalid_choice": NOT_LISTED, "required": NOT_LISTED}
    )
    second = forms.ChoiceField(
        label=_("takes the place of"),
        error_messages={"invalid_choice": NOT_LISTED, "required": NOT_LISTED},
    )
    reason = forms.CharField(
        label=_("Why they should meet again"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only if two of them have met before. It stands beside their group."),
    )

    def __init__(
        self,
        session: ReviewSession,
        round_: RoundShown,
        data: Mapping[str, Any] | None = None,
        *,
        first: str = "",
    ) -> None:
        super().__init__(data, initial={"version": session.version, "first": first})
        listed = [("", "–"), *(_choice(unit) for each in round_.groups for unit in each.units)]
        for name in ("first", "second"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]


def _choice(unit: UnitShown) -> tuple[str, str]:
    return unit.fact.key, unit.fact.name


class WordsForm(TextsForm):
    """What the lead partner says to all partners."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        session: ReviewSession,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": session.version})
        self.add_text(
            "words",
            _("What the lead partner says to all"),
            session.lead_words,
            session.project.languages,
            rows=10,
            hint=PROSE_HINT,
        )
