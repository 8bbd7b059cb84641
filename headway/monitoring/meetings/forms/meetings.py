"""When and where a meeting is, and what stands on its agenda."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.foundation.ui.moments import MomentForm
from headway.monitoring.meetings.facts import MeetingPlan, PointPlan
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.forms.bodies import number_field
from headway.monitoring.meetings.states import PointKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from headway.monitoring.meetings.models import AgendaPoint, Body, Meeting

MORNING = time(10)


class MeetingForm(MomentForm, TextsForm):
    """When a meeting begins, how long it takes, where it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        body: Body,
        data: Mapping[str, Any] | None = None,
        *,
        of: Meeting | None = None,
        day: date | None = None,
    ) -> None:
        zone = body.strategy.time_zone
        super().__init__(zone, data, initial={"version": of.version if of else 0})
        self.add_moment("starts_at", of.starts_at if of else _start(body, day), label=_("Day"))
        self.fields["ends_at"] = number_field(
            _("Length in minutes"),
            min_value=5,
            max_value=1440,
            initial=_minutes(of) if of else body.usual_minutes,
        )
        self.fields["link"] = forms.URLField(
            label=_("Link for those who come from afar"),
            required=False,
            max_length=500,
            initial=of.link if of else "",
            assume_scheme="https",
            error_messages={"invalid": _("This is no address. Write it as https://….")},
        )
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages of the minutes"),
            choices=choices.languages(),
            initial=of.languages if of else body.languages,
            widget=forms.CheckboxSelectMultiple,
        )
        languages = body.languages
        place = of.place if of else body.usual_place
        self.add_text("place", _("Place"), place, languages)
        self.add_text(
            "title",
            _("Title"),
            of.title if of else EMPTY,
            languages,
            hint=_("Without one it is called by its number."),
        )
        note = of.note if of else EMPTY
        self.add_text("note", _("Note to those invited"), note, languages, rows=4, hint=PROSE_HINT)

    def plan(self) -> MeetingPlan:
        given, starts_at = self.cleaned_data, self.moment("starts_at")
        return MeetingPlan(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=given["ends_at"]),
            title=self.text("title"),
            place=self.text("place"),
            link=given["link"],
            languages=tuple(given["languages"]),
            note=self.text("note"),
        )

    @property
    def when(self) -> list[forms.BoundField]:
        which = self["starts_at.which"]
        shown = [self["starts_at.day"], self["starts_at.time"], self["ends_at"]]
        return shown if which.is_hidden else [*shown, which]

    @property
    def where(self) -> list[forms.BoundField]:
        return [self["link"], self["languages"]]


def _start(body: Body, day: date | None) -> datetime | None:
    """Return the usual time on a day that was proposed; nothing without one."""
    if day is None:
        return None
    local = datetime.combine(day, body.usual_time or MORNING, ZoneInfo(body.strategy.time_zone))
    return local.astimezone(UTC)


def _minutes(of: Meeting) -> int:
    return int((of.ends_at - of.starts_at).total_seconds() // 60)


class PointForm(TextsForm):
    """One point of an agenda."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("agenda", "Kind"),
        choices=PointKind.choices,
        initial=PointKind.DISCUSSION,
    )
    minutes = number_field(_("Length in minutes"), min_value=1, max_value=600, initial=10)

    def __init__(
        self,
        meeting: Meeting,
        data: Mapping[str, Any] | None = None,
        *,
        of: AgendaPoint | None = None,
    ) -> None:
        initial = {"kind": of.kind, "minutes": of.duration, "version": of.version} if of else {}
        super().__init__(data, initial=initial)
        languages = meeting.languages
        self.add_text("title", _("What it is about"), of.title if of else EMPTY, languages)
        note = of.note if of else EMPTY
        self.add_text("note", _("Explanation"), note, languages, rows=4, hint=PROSE_HINT)

    def plan(self) -> PointPlan:
        given = self.cleaned_data
        return PointPlan(self.text("title"), given["kind"], given["minutes"], self.text("note"))


class PaperForm(forms.Form):
    """A paper for a meeting, or for one of its points."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Say what the paper is called.")},
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("At most 50 MB. It is kept as it comes.")
    )
    address = forms.CharField(
        label=_("Or a page of this site"),
        required=False,
        max_length=500,
        help_text=_("Its address, as the browser shows it. Each reader sees it in their language."),
    )
    point = forms.TypedChoiceField(
        label=_("Agenda point"), coerce=int, required=False, empty_value=None
    )

    def __init__(
        self,
        points: list[AgendaPoint],
        data: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 -- as Django gives them
    ) -> None:
        super().__init__(data, files)
        shown = [
            (str(each.pk), f"{each.place}. {each.title.passage(choices.language())}")
            for each in points
        ]
        self.fields["point"].choices = [("", _("the meeting as a whole")), *shown]  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label=_("Why it is cancelled"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who were invited read it in their mail."),
    )
