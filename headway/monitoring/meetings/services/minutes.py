"""Minutes: typed, saved, handed in for confirmation, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems
from headway.foundation.publication.services import renew, strategy_scope
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import notices, verbs
from headway.monitoring.meetings.models import TypedMinutes
from headway.monitoring.meetings.permissions import (
    can_confirm_minutes,
    can_keep_body,
    takes_minutes,
)
from headway.monitoring.meetings.queries.attending import present_at
from headway.monitoring.meetings.services.common import (
    LONGEST_WORDS,
    REASON,
    locked_meeting,
    locked_point,
    name_in,
    step,
    told,
)
from headway.monitoring.meetings.services.letters import write_to_members

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.meetings.models import AgendaPoint, Meeting
    from headway.monitoring.meetings.permissions import Keeper

LONGEST_TYPED = 200_000  # signs; in all languages together


@transaction.atomic
def save_minutes(
    *, point_id: int, words: TranslatedText, version: int, by: Keeper, at: datetime
) -> AgendaPoint:
    """Keep the minutes of one point, and let go of what was typed there.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way.
    :raises BadInput: for words that are too long.
    :raises Conflict: if somebody else saved them since `version` was read.
    """
    point = _taken(point_id, by)
    require_seen(
        version,
        current=point.version,
        theirs=texts_shown(minutes=point.minutes),
        mine=texts_shown(minutes=words),
        labels={"minutes": _("Minutes")},
    )
    refuse(text_problems([("minutes", words, LONGEST_WORDS)]))
    point.minutes, point.minutes_by, point.minutes_at = words, str(by), at
    keep(point, "minutes", "minutes_by", "minutes_at")
    typed = TypedMinutes.objects.unrestricted(reason=REASON)
    typed.filter(point=point, writer_id=writer_of(by)).delete()
    meeting = point.meeting
    payload = {"point": name_in(meeting.body, point)}
    told(verbs.MINUTES_SAVED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    return point


@transaction.atomic
def type_minutes(
    *, point_id: int, typed: Mapping[str, str], seen_version: int, by: Keeper, at: datetime
) -> TypedMinutes:
    """Keep what somebody has typed so far; nothing of it counts as minutes.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way.
    :raises BadInput: for more than fits.
    """
    point = _taken(point_id, by)
    if sum(len(words) for words in typed.values()) > LONGEST_TYPED:
        raise BadInput({"typed": _("This is too much to keep. Put it into a paper and add that.")})
    kept: TypedMinutes
    kept, _is_new = TypedMinutes.objects.unrestricted(reason=REASON).update_or_create(
        point=point,
        writer_id=writer_of(by),
        defaults={"typed": dict(typed), "seen_version": seen_version, "saved_at": at},
    )
    return kept


def _taken(point_id: int, by: Keeper) -> AgendaPoint:
    point = locked_point(point_id)
    require(can_keep_body(by, point.meeting.body))
    require_now(takes_minutes(point.meeting))
    return point


@transaction.atomic
def finish_minutes(*, meeting_id: int, by: Keeper, at: datetime) -> Meeting:
    """Hand the minutes in for confirmation; every member is told that they can read them.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way and it was noted who attended.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    require_now(takes_minutes(meeting))
    if not present_at(meeting).is_noted:
        raise WrongState(_("Note who attended first: minutes say so."))
    step(meeting, "finish", at=at, written_at=at)
    told(verbs.MINUTES_HANDED_IN, meeting, of=meeting.body, by=by, at=at)
    period = f"written {at.isoformat()}"
    write_to_members(notices.TO_CONFIRM, meeting, period=period, at=at)
    return meeting


@transaction.atomic
def take_up_minutes(*, meeting_id: int, by: Keeper, at: datetime) -> Meeting:
    """Go on with minutes that wait for confirmation.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless they wait for confirmation.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    step(meeting, "go_back", at=at, written_at=None)
    told(verbs.MINUTES_TAKEN_UP, meeting, of=meeting.body, by=by, at=at)
    return meeting


@transaction.atomic
def confirm_minutes(*, meeting_id: int, by: Keeper, at: datetime) -> Meeting:
    """Confirm the minutes: from now on they stay, and decisions of a public body are public.

    :raises NotAllowed: unless the chair, the deputy or the strategy's coordinator does it.
    :raises WrongState: unless they wait for confirmation.
    """
    meeting = locked_meeting(meeting_id)
    require(can_confirm_minutes(by, meeting))
    step(meeting, "confirm", at=at, confirmed_at=at, confirmed_by=str(by))
    told(verbs.MINUTES_CONFIRMED, meeting, of=meeting.body, by=by, at=at)
    if meeting.body.is_public and meeting.body.strategy.is_public:
        renew(strategy_scope(meeting.body.strategy.key), at=at)
    return meeting
