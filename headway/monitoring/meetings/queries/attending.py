"""Who attends a meeting, whether that is enough, and what votes came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.monitoring.meetings.facts import Tally
from headway.monitoring.meetings.models import Attendance, Exclusion, Vote
from headway.monitoring.meetings.queries.people import members_on
from headway.monitoring.meetings.rules import (
    has_quorum,
    is_attending,
    quorum_needed,
    result_of_vote,
    voters,
)
from headway.monitoring.meetings.states import Choice, MemberRole, VoteResult
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.meetings.models import AgendaPoint, Meeting, Member

REASON = "the caller may see the meeting"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member on the day of a meeting, and how they attended; nothing, if nobody noted it."""

    member: Member
    attendance: Attendance | None

    @property
    def is_filled(self) -> bool:
        return self.attendance is not None and is_attending(self.attendance.presence)

    @property
    def who(self) -> str:
        """Who fills the seat: the member, or by name who stands in."""
        if self.attendance and self.attendance.stands_in:
            return self.attendance.stands_in
        return str(self.member)


@dataclass(frozen=True, slots=True)
class Present:
    """Who attends a meeting, and whether that is enough."""

    seats: tuple[Seat, ...]
    others: tuple[Seat, ...]
    """Members without a vote: observers, a secretary, who only substitutes."""
    needed: int
    is_enough: bool

    @property
    def voting(self) -> int:
        return len(self.seats)

    @property
    def filled(self) -> int:
        return sum(seat.is_filled for seat in self.seats)

    @property
    def is_noted(self) -> bool:
        return any(seat.attendance for seat in (*self.seats, *self.others))

    @property
    def everyone(self) -> tuple[Seat, ...]:
        return (*self.seats, *self.others)

    @property
    def sentence(self) -> str:
        """Say why there is a quorum, or why not: how many attend, of how many, and are needed."""
        if not self.voting:
            return _("No member has a vote, so there is no quorum. Add members to the body.")
        given = {"filled": self.filled, "voting": self.voting, "needed": self.needed}
        if self.is_enough:
            words = ngettext(
                "There is a quorum: %(filled)d of %(voting)d member who votes attends, "
                "%(needed)d is needed.",
                "There is a quorum: %(filled)d of %(voting)d members who vote attend, "
                "%(needed)d are needed.",
                self.voting,
            )
        else:
            words = ngettext(
                "There is no quorum: %(filled)d of %(voting)d member who votes attends, "
                "%(needed)d is needed.",
                "There is no quorum: %(filled)d of %(voting)d members who vote attend, "
                "%(needed)d are needed.",
                self.voting,
            )
        return words % given


def present_at(meeting: Meeting) -> Present:
    """Return who attends a meeting. Two queries."""
    noted = {
        row.member_id: row
        for row in Attendance.objects.unrestricted(reason=REASON)
        .filter(meeting=meeting)
        .select_related("substitute__user")
    }
    on = day_of(meeting.body.strategy, meeting.starts_at)
    everyone = [Seat(member, noted.get(member.pk)) for member in members_on(meeting.body, on)]
    seats = tuple(seat for seat in everyone if seat.member.has_seat)
    others = tuple(seat for seat in everyone if not seat.member.has_seat)
    rule = meeting.body.quorum
    filled = sum(seat.is_filled for seat in seats)
    return Present(
        seats,
        others,
        quorum_needed(rule, voting=len(seats)),
        has_quorum(rule, voting=len(seats), present=filled),
    )


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter at a point: what they said, or why they take no part."""

    seat: Seat
    choice: str = ""
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Voting:
    """The votes at a point, and what they came to."""

    ballots: tuple[Ballot, ...]
    tally: Tally
    result: VoteResult
    may_vote: int

    @property
    def excluded(self) -> tuple[Ballot, ...]:
        return tuple(ballot for ballot in self.ballots if ballot.excluded)

    @property
    def sentence(self) -> str:
        """Say what a vote came to: “Carried: 4 for, 1 against, 0 abstained.” Nothing of none."""
        if self.result == VoteResult.NONE:
            return ""
        return _("%(result)s: %(yes)d for, %(no)d against, %(abstained)d abstained.") % {
            "result": str(self.result.label).capitalize(),
            "yes": self.tally.yes,
            "no": self.tally.no,
            "abstained": self.tally.abstained,
        }


def voting_at(point: AgendaPoint, present: Present) -> Voting:
    """Return the votes at a point. One query."""
    return votings_at([point], present)[point.pk]


def votings_at(points: list[AgendaPoint], present: Present) -> dict[int, Voting]:
    """Return the votes at points of one meeting, by point. One query."""
    chosen: dict[int, dict[int, str]] = {point.pk: {} for point in points}
    excluded: dict[int, dict[int, str]] = {point.pk: {} for point in points}
    kinds: dict[str, tuple[Any, str, dict[int, dict[int, str]]]] = {
        "vote": (Vote, "choice", chosen),
        "exclusion": (Exclusion, "reason", excluded),
    }
    votes, others = (
        model.objects.unrestricted(reason=REASON)
        .filter(point__in=points)
        .values_list(Value(kind), "point", "member", said)
        for kind, (model, said, _found) in kinds.items()
    )
    for kind, point, member, said in votes.union(others, all=True):
        kinds[kind][2][point][member] = said
    return {
        point.pk: _voting(point, present, chosen[point.pk], excluded[point.pk]) for point in points
    }


def _voting(
    point: AgendaPoint,
    present: Present,
    chosen: Mapping[int, str],
    excluded: Mapping[int, str],
) -> Voting:
    ballots = tuple(
        Ballot(seat, chosen.get(seat.member.pk, ""), excluded.get(seat.member.pk, ""))
        for seat in present.seats
        if seat.is_filled
    )
    may = voters(
        [ballot.seat.member.pk for ballot in ballots],
        attending=[ballot.seat.member.pk for ballot in ballots],
        excluded=excluded,
    )
    counted = [ballot.choice for ballot in ballots if ballot.seat.member.pk in may]
    tally = Tally(
        counted.count(Choice.YES), counted.count(Choice.NO), counted.count(Choice.ABSTAINED)
    )
    body = point.meeting.body
    result = result_of_vote(
        tally,
        majority=body.majority,
        may_vote=len(may),
        casting=_casting(ballots) if body.has_casting_vote else None,
    )
    return Voting(ballots, tally, result, len(may))


def _casting(ballots: tuple[Ballot, ...]) -> str | None:
    """Return how the chair voted, or the deputy where the chair has no vote here."""
    for role in (MemberRole.CHAIR, MemberRole.DEPUTY):
        for ballot in ballots:
            if ballot.seat.member.role == role and ballot.choice and not ballot.excluded:
                return ballot.choice
    return None
