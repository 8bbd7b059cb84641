"""What members say to an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.words import too_long
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Reply
from headway.monitoring.meetings.models.bodies import LONGEST_NAME
from headway.monitoring.meetings.permissions import can_answer_invitation, takes_answers
from headway.monitoring.meetings.queries.replying import invitees, stand_ins
from headway.monitoring.meetings.services.common import REASON, locked_meeting, told
from headway.monitoring.meetings.states import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.meetings.facts import Said
    from headway.monitoring.meetings.models import Meeting, Member
    from headway.monitoring.meetings.permissions import Keeper


@transaction.atomic
def answer_invitation(
    *, meeting_id: int, member_id: int, said: Said, by: Keeper, at: datetime
) -> Reply:
    """Keep whether a member comes to a meeting, or who stands in; the last answer counts.

    :raises NotAllowed: unless the member does it.
    :raises WrongState: before anybody is invited, once it has begun, or after it was cancelled.
    :raises BadInput: for no answer, or somebody who cannot stand in.
    """
    meeting = locked_meeting(meeting_id)
    member = next((one for one in invitees(meeting) if one.pk == member_id), None)
    if member is None:
        sentence = _("You are not a member of this body on the day of the meeting.")
        raise BadInput({"answer": sentence})
    require(can_answer_invitation(by, member))
    require_now(takes_answers(meeting))
    refuse(_problems(said, meeting, member))
    reply, _is_new = Reply.objects.unrestricted(reason=REASON).update_or_create(
        meeting=meeting,
        member=member,
        defaults={
            "answer": said.answer,
            "substitute_id": said.substitute_id,
            "substitute_name": tidied(said.substitute_name),
            "sequence": meeting.sequence,
            "answered_at": at,
        },
    )
    payload = {"member": str(member), "answer": said.answer}
    told(verbs.INVITATION_ANSWERED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    return reply


def _problems(said: Said, meeting: Meeting, member: Member) -> dict[str, str]:
    name = tidied(said.substitute_name)
    if said.answer not in Answer.values:
        return {"answer": _("Say whether you come, or who stands in for you.")}
    if said.answer != Answer.SUBSTITUTED:
        if name or said.substitute_id:
            return {"answer": _("Nobody stands in unless you say that somebody does.")}
        return {}
    if not member.has_seat:
        return {"answer": _("You have no vote here, so nobody has to stand in for you.")}
    return _substitute_problems(said, name, meeting, member)


def _substitute_problems(said: Said, name: str, meeting: Meeting, member: Member) -> dict[str, str]:
    if len(name) > LONGEST_NAME:
        return {"name": too_long(LONGEST_NAME)}
    if said.substitute_id is None:
        return {} if name else {"name": _("Say who stands in for you.")}
    if name:
        return {"name": _("Choose somebody or write a name, not both.")}
    if said.substitute_id not in {one.pk for one in stand_ins(meeting, member)}:
        return {"substitute": _("Choose somebody else of this body, or write a name.")}
    return {}
