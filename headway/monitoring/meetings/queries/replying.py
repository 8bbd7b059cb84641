"""What members say to an invitation: each their own, all of them for who invites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.meetings.models import Meeting, Member, Reply
from headway.monitoring.meetings.queries.people import members_on
from headway.monitoring.meetings.states import Answer
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

REASON = "who answers an invitation was sent it"


@dataclass(frozen=True, slots=True)
class Asked:
    """A member who is invited, and what they said; `is_old` if the meeting was moved since."""

    member: Member
    reply: Reply | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What everybody says who is invited."""

    asked: tuple[Asked, ...]

    @property
    def coming(self) -> int:
        """How many seats will be filled, by their members or by who stands in."""
        wanted = {Answer.COMES, Answer.SUBSTITUTED}
        return sum(self._says(each, wanted) for each in self.asked if each.member.has_seat)

    @property
    def seats(self) -> int:
        return sum(each.member.has_seat for each in self.asked)

    def of(self, user: User) -> Asked | None:
        """Return what somebody says themselves; nothing, if they are not invited."""
        return next((each for each in self.asked if each.member.user_id == user.pk), None)

    @property
    def silent(self) -> int:
        """How many have not answered since it was last moved."""
        return sum(each.reply is None or each.is_old for each in self.asked)

    def _says(self, each: Asked, wanted: set[Answer]) -> bool:
        return each.reply is not None and not each.is_old and each.reply.answer in wanted


def answers_to(meeting: Meeting) -> Answers:
    """Return what those say who are invited to a meeting, in the order of the body. Two queries."""
    said = {
        reply.member_id: reply
        for reply in Reply.objects.unrestricted(reason=REASON)
        .filter(meeting=meeting)
        .select_related("substitute__user")
    }
    return Answers(tuple(_asked(meeting, one, said.get(one.pk)) for one in invitees(meeting)))


def _asked(meeting: Meeting, member: Member, reply: Reply | None) -> Asked:
    return Asked(member, reply, reply is not None and reply.sequence != meeting.sequence)


def answer_of(meeting: Meeting, member: Member) -> Asked:
    """Return what one member says. One query."""
    replies = Reply.objects.unrestricted(reason=REASON).select_related("substitute__user")
    return _asked(meeting, member, replies.filter(meeting=meeting, member=member).first())


def invitees(meeting: Meeting) -> list[Member]:
    """Return who sits in the body on the day of a meeting, in order. One query."""
    return members_on(meeting.body, day_of(meeting.body.strategy, meeting.starts_at))


def member_in(meeting: Meeting, user: User) -> Member | None:
    """Return as which member somebody is invited to a meeting. One query."""
    mine = (one for one in invitees(meeting) if one.user_id == user.pk)
    return next(mine, None)


def invitation_of(meeting_key: str, member_id: int) -> tuple[Meeting, Member] | None:
    """Return what an invitation's link means; nothing, if that member is invited no more.

    Nor if their account was closed, or nobody was invited yet. Two queries.
    """
    meetings = Meeting.objects.unrestricted(reason=REASON).filter(invited_at__isnull=False)
    rows = meetings.select_related("body__strategy", "body__organisation")
    meeting = rows.filter(key=meeting_key).first()
    if meeting is None:
        return None
    for member in invitees(meeting):
        if member.pk == member_id and (member.user is None or member.user.is_active):
            return meeting, member
    return None


def stand_ins(meeting: Meeting, member: Member) -> list[Member]:
    """Return who of a body may stand in for a member: whoever fills no seat there. One query."""
    return [one for one in invitees(meeting) if not one.has_seat and one.pk != member.pk]
