"""Letters about a meeting: who is told what, with what goes into their calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from headway.foundation.formats.calendars import Contact, Event, Method, calendar
from headway.foundation.notices.services import Enclosure, post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.meetings.invitations import link_of
from headway.monitoring.meetings.queries.people import invited_to
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.meetings.wording import (
    Told,
    page_of,
    place_of,
    sender_context,
    title_of,
)
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.notices.registry import Notice
    from headway.foundation.notices.rendering import Addressee
    from headway.monitoring.meetings.models import Body, Meeting

FILE = "meeting.ics"


def write_to_members(
    notice: Notice,
    meeting: Meeting,
    *,
    period: str,
    at: datetime,
    method: Method | None = None,
    context: dict[str, Any] | None = None,
) -> int:
    """Write about a meeting to everybody who is invited; return how many.

    With a method, what their calendar is to do goes along; who is asked to come gets a link to
    answer by.
    """
    asks = method == Method.REQUEST
    people, _silent = invited_to(meeting, day_of(meeting.body.strategy, meeting.starts_at))
    sender = sender_context(meeting.body)
    about = Told(meeting, at=at)
    for each in people:
        enclosure = enclosed(meeting, method, each.to, at=at) if method else None
        post_notice(
            notice,
            to=each.to,
            about=meeting,
            period=period,
            at=at,
            context={
                "meeting": meeting,
                "of": about,
                "has_account": each.to.person_id is not None,
                **sender,
                **(context or {}),
            },
            scope=strategy_scope(meeting.body.strategy.key),
            link=link_of(meeting, each.member, language=each.to.language) if asks else "",
            reply_to=meeting.body.organisation.email,
            enclosure=enclosure,
        )
    return len(people)


def enclosed(meeting: Meeting, method: Method, to: Addressee, *, at: datetime) -> Enclosure:
    """Return what the calendar of one person is to do with a meeting."""
    with translation.override(to.language):
        event = event_of(meeting, stamped_at=at, attendees=(Contact(to.email, to.name),))
        text = calendar([event], method=method)
    return Enclosure(FILE, f"text/calendar; method={method}", text)


def event_of(
    meeting: Meeting, *, stamped_at: datetime, attendees: tuple[Contact, ...] = ()
) -> Event:
    """Return a meeting as calendars know it, in the language that is active.

    Its page stands in it; papers and minutes never do.
    """
    language = translation.get_language() or "en"
    about = Told(meeting, at=stamped_at)
    parts = (about.note, "\n".join(about.agenda), about.page)
    return Event(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamped_at=stamped_at,
        summary=title_of(meeting),
        description="\n\n".join(filter(None, parts)),
        location=place_of(meeting),
        address=page_of("meetings:meeting", key=meeting.key, language=language),
        language=language,
        organiser=organiser_of(meeting.body),
        attendees=attendees,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        is_tentative=meeting.state == MeetingState.PLANNED,
    )


def organiser_of(body: Body) -> Contact:
    """Return who invites: the leading organisation at its role address, else the site."""
    address = body.organisation.email or _bare(settings.DEFAULT_FROM_EMAIL)
    return Contact(address, str(body.organisation.name.passage(translation.get_language() or "en")))


def _bare(sender: str) -> str:
    """Return the address in “Headway <headway@example.org>”."""
    return sender.rpartition("<")[2].rstrip("> ")
