"""Meetings: planned, invited to, moved, cancelled, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems, tidy_reason
from headway.foundation.formats.calendars import Method
from headway.foundation.ui.clocks import moment_worded
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import notices, verbs
from headway.monitoring.meetings.models import Meeting
from headway.monitoring.meetings.permissions import can_keep_body, can_move_now
from headway.monitoring.meetings.queries.people import invited_to
from headway.monitoring.meetings.rules import moves_calendars
from headway.monitoring.meetings.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    REASON,
    locked_body,
    locked_meeting,
    step,
    told,
)
from headway.monitoring.meetings.services.letters import write_to_members
from headway.monitoring.meetings.wording import usual_title
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.meetings.facts import MeetingPlan
    from headway.monitoring.meetings.permissions import Keeper

CALENDAR = ("starts_at", "ends_at", "place", "link", "title")
"""What calendars hold: a change of it reaches them."""


@transaction.atomic
def plan_meeting(
    *,
    body_id: int,
    plan: MeetingPlan,
    by: Keeper,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Meeting:
    """Plan a meeting of a body; nobody is told before they are invited.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises BadInput: for an end before the start, or words that are too long.
    """
    body = locked_body(body_id)
    require(can_keep_body(by, body))
    refuse(_problems(plan))
    meetings = Meeting.objects.unrestricted(reason=REASON)
    number = (meetings.filter(body=body).aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = meetings.create(
        key=key or new_key(),
        body=body,
        number=number,
        changed_at=at,
        provenance=provenance,
        **_columns(plan, languages=tuple(body.languages)),
    )
    if not meeting.title:
        meeting.title = usual_title(number)
        meeting.save(update_fields=["title"])
    told(verbs.MEETING_PLANNED, meeting, of=body, by=by, at=at, payload=_when(meeting))
    return meeting


def _when(meeting: Meeting) -> dict[str, str]:
    return {"starts_at": meeting.starts_at.isoformat()}


def _columns(plan: MeetingPlan, *, languages: tuple[str, ...]) -> dict[str, object]:
    return {
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "title": plan.title,
        "place": plan.place,
        "link": plan.link,
        "languages": list(plan.languages or languages),
        "note": plan.note,
    }


def _problems(plan: MeetingPlan) -> dict[str, str]:
    problems = text_problems(
        [
            ("title", plan.title, LONGEST_TITLE),
            ("place", plan.place, LONGEST_TITLE),
            ("note", plan.note, LONGEST_WORDS),
        ]
    )
    if plan.ends_at <= plan.starts_at:
        problems["ends_at"] = _("The meeting would end before it begins. Choose a later time.")
    return problems


@transaction.atomic
def change_meeting(
    *, meeting_id: int, plan: MeetingPlan, version: int, by: Keeper, at: datetime
) -> Meeting:
    """Change when, where and how a meeting is; who was invited is told, and their calendar.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once the meeting has begun, or was cancelled.
    :raises BadInput: for an end before the start, words that are too long, or a moment that has
        passed for those who were invited.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    require_now(can_move_now(meeting))
    require_seen(
        version,
        current=meeting.version,
        theirs=_shown(meeting, meeting),
        mine=_shown(plan, meeting),
        labels=_labels(),
    )
    problems = _problems(plan)
    if moves_calendars(meeting.state) and plan.starts_at <= at:
        problems["starts_at"] = _("This moment has passed. Choose a later one.")
    refuse(problems)
    columns = _columns(plan, languages=tuple(meeting.languages))
    columns["title"] = plan.title or usual_title(meeting.number)
    is_moved = any(getattr(meeting, name) != columns[name] for name in CALENDAR)
    for name, value in columns.items():
        setattr(meeting, name, value)
    meeting.changed_at = at
    reaches = is_moved and moves_calendars(meeting.state)
    if reaches:
        meeting.sequence += 1
    keep(meeting, *columns, "changed_at", "sequence")
    told(verbs.MEETING_CHANGED, meeting, of=meeting.body, by=by, at=at, payload=_when(meeting))
    if reaches:
        period = f"sequence {meeting.sequence}"
        write_to_members(notices.MOVED, meeting, period=period, at=at, method=Method.REQUEST)
    return meeting


def _shown(said: MeetingPlan | Meeting, meeting: Meeting) -> dict[str, str]:
    zone = meeting.body.strategy.time_zone
    minutes = (said.ends_at - said.starts_at).total_seconds() // 60
    return {
        "starts_at": moment_worded(said.starts_at, zone),
        "ends_at": f"{minutes:.0f}",
        "link": said.link,
        "languages": ", ".join(said.languages or meeting.languages),
        **texts_shown(title=said.title, place=said.place, note=said.note),
    }


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "place": _("Place"),
        "note": _("Note to those invited"),
        "starts_at": _("Day"),
        "ends_at": _("Length in minutes"),
        "link": _("Link"),
        "languages": _("Languages of the minutes"),
    }


@transaction.atomic
def invite(*, meeting_id: int, by: Keeper, at: datetime) -> int:
    """Invite everybody who has an address; return how many were written to.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is planned.
    :raises BadInput: for a start that has passed, or if nobody has an address.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    step(meeting, "invite", at=at, invited_at=at)
    if meeting.starts_at <= at:
        raise BadInput({"starts_at": _("The start has passed. Choose a later one, or begin it.")})
    people, _silent = invited_to(meeting, day_of(meeting.body.strategy, meeting.starts_at))
    if not people:
        sentence = _("Nobody has an address to write to. Add members, or their addresses.")
        raise BadInput({"members": sentence})
    told(
        verbs.MEETING_INVITED,
        meeting,
        of=meeting.body,
        by=by,
        at=at,
        payload={"number": len(people)},
    )
    return write_to_members(
        notices.INVITATION, meeting, period="invitation", at=at, method=Method.REQUEST
    )


@transaction.atomic
def cancel_meeting(*, meeting_id: int, reason: str, by: Keeper, at: datetime) -> Meeting:
    """Cancel a meeting. Those who were invited are told why, and their calendars.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: once it has begun.
    :raises BadInput: without a reason, or for too long a one.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    reason = tidy_reason(reason, missing=_("Say why, so that those who were invited know."))
    was_told = moves_calendars(meeting.state)
    step(
        meeting,
        "cancel",
        at=at,
        cancelled_because=reason,
        sequence=meeting.sequence + 1 if was_told else meeting.sequence,
    )
    told(verbs.MEETING_CANCELLED, meeting, of=meeting.body, by=by, at=at, reason=reason)
    if was_told:
        write_to_members(
            notices.CANCELLED,
            meeting,
            period=f"sequence {meeting.sequence}",
            at=at,
            method=Method.CANCEL,
            context={"reason": reason},
        )
    return meeting


@transaction.atomic
def begin_meeting(*, meeting_id: int, by: Keeper, at: datetime) -> Meeting:
    """Begin a meeting: from now on attendance, votes and minutes are written.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: for one that was begun or cancelled.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    step(meeting, "begin", at=at, began_at=at)
    told(verbs.MEETING_BEGUN, meeting, of=meeting.body, by=by, at=at)
    return meeting
