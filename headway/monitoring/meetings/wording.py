"""What letters and documents say of a meeting, in the language that is active then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.clocks import moment_in_short, moment_worded, span_worded
from headway.foundation.ui.names import named
from headway.monitoring.meetings.models import FollowUp
from headway.monitoring.meetings.queries.duties import FOLLOW_UP
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.strategy.hooks import Task

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.monitoring.meetings.models import Activity, Body, Meeting
    from headway.monitoring.strategy.hooks import Row


def usual_title(number: int) -> TranslatedText:
    """Call a meeting by its number: “Meeting 3”, „3 posėdis“."""
    words = {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            words[language] = _("Meeting %(number)d") % {"number": number}
    return TranslatedText.of(words)


def title_of(meeting: Meeting) -> str:
    """Call a meeting with its body: “Marketing Council, Meeting 3”."""
    return _("%(body)s, %(meeting)s") % {"body": named(meeting.body), "meeting": named(meeting)}


def when_of(meeting: Meeting) -> str:
    return span_worded(meeting.starts_at, meeting.ends_at, meeting.body.strategy.time_zone)


def place_of(meeting: Meeting) -> str:
    """Say where a meeting is: the place, the link, or both."""
    place = meeting.place.passage(get_language() or "en").words
    return ", ".join(filter(None, (place, meeting.link)))


def page_of(route: str, *, key: str, language: str) -> str:
    """Return the whole address of a page; empty where the site knows none of its own."""
    with translation.override(language):
        return whole(reverse(route, args=[key]))


def whole(path: str) -> str:
    """Return the whole address of a path; empty where the site knows none of its own."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS else ""


def path_of(duty: FollowUp | Activity) -> str:
    """Return the path of the page on which one says what came of something."""
    if isinstance(duty, FollowUp):
        return reverse("meetings:follow_up", args=[duty.key])
    return reverse("meetings:activity", args=[duty.body.slug, duty.key])


def task_of(row: Row, at: datetime) -> Task:
    """Tell of a follow-up or an activity that waits for a person; `besides` is its time zone."""
    due: date = row.due_on  # type: ignore[assignment]  # each has a day
    given = {"body": named(row.of), "day": PartialDate.of(due).worded()}
    if due < at.astimezone(ZoneInfo(row.besides)).date():
        said = _("%(body)s: overdue, was due on %(day)s") % given
    else:
        said = _("%(body)s: due %(day)s") % given
    return Task(row.words, _address(row), said, row.kind)


def _address(row: Row) -> str:
    if row.kind == FOLLOW_UP:
        return reverse("meetings:follow_up", args=[row.key])
    return reverse("meetings:activity", args=[row.slug, row.key])


class Told:
    """What letters say of a meeting."""

    def __init__(self, meeting: Meeting, *, at: datetime) -> None:
        self.meeting, self.at = meeting, at
        self._points = points_of(meeting)

    @property
    def _zone(self) -> str:
        zone: str = self.meeting.body.strategy.time_zone
        return zone

    @property
    def title(self) -> str:
        return title_of(self.meeting)

    @property
    def body(self) -> str:
        return named(self.meeting.body)

    @property
    def when(self) -> str:
        return when_of(self.meeting)

    @property
    def starts(self) -> str:
        return moment_in_short(self.meeting.starts_at, self._zone)

    @property
    def began(self) -> str:
        return moment_worded(self.meeting.starts_at, self._zone)

    @property
    def place(self) -> str:
        return place_of(self.meeting)

    @property
    def note(self) -> str:
        note: TranslatedText = self.meeting.note
        return note.passage(get_language() or "en").words

    @property
    def agenda(self) -> tuple[str, ...]:
        """The points, as lines."""
        language = get_language() or "en"
        return tuple(
            f"{place}. {point.title.passage(language).words}"
            for place, point in enumerate(self._points, start=1)
        )

    @property
    def page(self) -> str:
        return page_of("meetings:meeting", key=self.meeting.key, language=get_language() or "en")


class ToldDuty:
    """What letters say of something that is to be done."""

    def __init__(self, duty: FollowUp | Activity, *, today: date) -> None:
        self.duty, self.today = duty, today

    @property
    def words(self) -> str:
        return named(self.duty.words)

    @property
    def body(self) -> str:
        return named(self.duty.body)

    @property
    def meeting(self) -> str:
        return named(self.duty.meeting) if isinstance(self.duty, FollowUp) else ""

    @property
    def due(self) -> str:
        return PartialDate.of(self.duty.due_on).worded()

    @property
    def is_overdue(self) -> bool:
        return self.today > self.duty.due_on

    @property
    def page(self) -> str:
        return whole(path_of(self.duty))


def sender_context(body: Body) -> dict[str, Any]:
    """Return what a letter says of why somebody gets it, and whom to ask."""
    return {"role": lazy(_role, str)(body), "ask": lazy(_ask, str)(body) if _ask(body) else ""}


def _role(body: Body) -> str:
    return _("You get this mail because you belong to %(body)s.") % {"body": named(body)}


def _ask(body: Body) -> str:
    organisation = body.organisation
    if not organisation.email:
        return ""
    return _("Questions: %(name)s, %(email)s.") % {
        "name": named(organisation),
        "email": organisation.email,
    }
