"""Who attends, who takes no part, and how the others vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.words import too_long
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Attendance, Decision, Exclusion, Vote
from headway.monitoring.meetings.permissions import can_keep_body, takes_minutes
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.services.common import (
    REASON,
    locked_meeting,
    locked_point,
    name_in,
    told,
)
from headway.monitoring.meetings.states import Choice, Presence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from headway.monitoring.meetings.facts import Attended
    from headway.monitoring.meetings.models import Meeting, Member
    from headway.monitoring.meetings.permissions import Keeper
    from headway.monitoring.meetings.queries.attending import Present, Voting

LONGEST_NAME = 200
LONGEST_REASON = 500


@transaction.atomic
def note_attendance(
    *, meeting_id: int, attended: Iterable[Attended], by: Keeper, at: datetime
) -> Present:
    """Note who attends a meeting, anew as a whole; return whether that is a quorum.

    Members who are not named count as nobody noted. Votes of seats that are empty now fall away,
    but where something was decided by them.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way.
    :raises BadInput: by member (`member-ID`), for a substitute who cannot be one.
    """
    meeting = locked_meeting(meeting_id)
    require(can_keep_body(by, meeting.body))
    require_now(takes_minutes(meeting))
    known = {seat.member.pk: seat.member for seat in present_at(meeting).everyone}
    wanted = [each for each in attended if each.member_id in known]
    refuse(_problems(wanted, known))
    rows = Attendance.objects.unrestricted(reason=REASON)
    rows.filter(meeting=meeting).delete()
    rows.bulk_create(
        Attendance(
            meeting=meeting,
            member_id=each.member_id,
            presence=each.presence,
            substitute_id=each.substitute_id,
            substitute_name=tidied(each.substitute_name)[:LONGEST_NAME],
        )
        for each in wanted
    )
    present = present_at(meeting)
    filled = [seat.member.pk for seat in present.seats if seat.is_filled]
    _drop_votes(meeting, filled)
    payload = {"filled": present.filled, "voting": present.voting}
    told(verbs.ATTENDANCE_NOTED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    return present


def _drop_votes(meeting: Meeting, filled: list[int]) -> None:
    """Let votes of empty seats go, but where they led to a decision already."""
    decided = Decision.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    votes = Vote.objects.unrestricted(reason=REASON).filter(point__meeting=meeting)
    undecided = votes.exclude(point__in=decided.values("point"))
    undecided.exclude(member__in=filled).delete()


def _problems(wanted: list[Attended], known: Mapping[int, Member]) -> dict[str, str]:
    problems = {}
    themselves = {
        each.member_id for each in wanted if each.presence in {Presence.PRESENT, Presence.REMOTE}
    }
    busy = {pk for pk in themselves if known[pk].has_seat}
    for each in wanted:
        if problem := _presence_problem(each) or _substitute_problem(each, known, busy):
            problems[f"member-{each.member_id}"] = problem
        if each.substitute_id:
            busy.add(each.substitute_id)
    return problems


def _presence_problem(each: Attended) -> str:
    has_one = bool(each.substitute_id or tidied(each.substitute_name))
    if each.presence not in Presence.values:
        return _("Say how this member attends.")
    if each.presence == Presence.SUBSTITUTED:
        return "" if has_one else _("Say who stands in for this member.")
    return _("Nobody stands in for who attends, or is absent.") if has_one else ""


def _substitute_problem(each: Attended, known: Mapping[int, Member], busy: set[int]) -> str:
    """Say why a member cannot stand in: nobody fills two seats."""
    if each.substitute_id is None:
        return ""
    if each.substitute_id not in known or each.substitute_id == each.member_id:
        return _("Choose somebody else of this body, or write a name.")
    if each.substitute_id in busy:
        return _("Who stands in fills a seat here already. Choose somebody else.")
    return ""


@transaction.atomic
def note_votes(
    *,
    point_id: int,
    votes: Mapping[int, str],
    excluded: Mapping[int, str],
    by: Keeper,
    at: datetime,
) -> Voting:
    """Note the votes at a point, anew as a whole, and who takes no part and why.

    Both by member. Who is excluded for a conflict of interest has no vote there.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way and has a quorum; once it was decided.
    :raises BadInput: by member (`member-ID`), for a vote of nobody who may vote, or an exclusion
        without a reason.
    """
    point = locked_point(point_id)
    meeting = point.meeting
    require(can_keep_body(by, meeting.body))
    require_now(takes_minutes(meeting))
    present = present_at(meeting)
    if votes and not present.is_enough:
        raise WrongState(present.sentence)
    if point.decisions.unrestricted(reason=REASON).exists():
        raise WrongState(_("This was decided by these votes. Remove the decision to vote again."))
    filled = {seat.member.pk for seat in present.seats if seat.is_filled}
    refuse(_vote_problems(votes, excluded, filled))
    everyone, aside = Vote.objects, Exclusion.objects
    everyone.unrestricted(reason=REASON).filter(point=point).delete()
    aside.unrestricted(reason=REASON).filter(point=point).delete()
    aside.unrestricted(reason=REASON).bulk_create(
        Exclusion(point=point, member_id=member, reason=tidied(words))
        for member, words in excluded.items()
    )
    everyone.unrestricted(reason=REASON).bulk_create(
        Vote(point=point, member_id=member, choice=choice) for member, choice in votes.items()
    )
    found = voting_at(point, present)
    payload = {
        "point": name_in(meeting.body, point),
        "yes": found.tally.yes,
        "no": found.tally.no,
        "abstained": found.tally.abstained,
    }
    told(verbs.VOTES_NOTED, meeting, of=meeting.body, by=by, at=at, payload=payload)
    return found


def _vote_problems(
    votes: Mapping[int, str], excluded: Mapping[int, str], filled: set[int]
) -> dict[str, str]:
    aside = {member: _exclusion_problem(member, excluded[member], filled) for member in excluded}
    cast = {
        member: _vote_problem(member, choice, filled - set(excluded))
        for member, choice in votes.items()
    }
    found = [*cast.items(), *aside.items()]
    return {f"member-{pk}": problem for pk, problem in found if problem}


def _exclusion_problem(member: int, words: str, filled: set[int]) -> str:
    if member not in filled:
        return _("Only who attends and has a vote can be excluded.")
    if not tidied(words):
        return _("Say why this member takes no part.")
    if len(words) > LONGEST_REASON:
        return too_long(LONGEST_REASON)
    return ""


def _vote_problem(member: int, choice: str, may_vote: set[int]) -> str:
    if member not in may_vote:
        return _("Only who attends, has a vote and is not excluded can vote.")
    return "" if choice in Choice.values else _("Choose for, against or abstained.")
