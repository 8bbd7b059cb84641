"""Votes at their edges: who counts, who does not, and who decides a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.errors import BadInput, WrongState
from headway.monitoring.meetings.facts import Attended, Tally
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.services import note_attendance, note_votes
from headway.monitoring.meetings.states import MemberRole, Presence
from headway.monitoring.meetings.tests.factories import (
    START,
    World,
    attend,
    begun,
    decided,
    joined,
    point,
    voted,
    world,
)

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import AgendaPoint, Meeting
    from headway.monitoring.meetings.queries.attending import Voting

pytestmark = pytest.mark.django_db
OUT = "Sits on the board of the fair"


def voting(one: AgendaPoint, meeting: Meeting) -> Voting:
    return voting_at(one, present_at(meeting))


def at_a_point(of: World, **how: Any) -> tuple[Meeting, AgendaPoint]:  # noqa: ANN401
    meeting = begun(of, **how)
    return meeting, point(meeting, of)


@pytest.mark.parametrize(
    ("members", "kind", "number", "attending", "is_enough"),
    [
        (7, "more_than_half", 0, 4, True), (7, "more_than_half", 0, 3, False),
        (8, "more_than_half", 0, 5, True), (8, "more_than_half", 0, 4, False),
        (6, "two_thirds", 0, 4, True), (6, "two_thirds", 0, 3, False),
        (7, "two_thirds", 0, 5, True), (7, "two_thirds", 0, 4, False),
        (7, "number", 3, 3, True), (7, "number", 3, 2, False),
        (7, "number", 9, 7, False), (1, "more_than_half", 0, 1, True),
        (1, "more_than_half", 0, 0, False),
    ],
)  # fmt: skip
def test_a_quorum_is_what_the_rule_of_the_body_says(
    members: int, kind: str, number: int, attending: int, *, is_enough: bool
) -> None:
    of = world(members=members - 1)
    of.body.quorum_kind, of.body.quorum_number = kind, number
    of.body.save()
    meeting, one = at_a_point(of, attending=attending)
    assert present_at(meeting).is_enough is is_enough
    votes = ["yes"] * attending
    if is_enough:
        voted(one, of, *votes)
        assert voting(one, meeting).tally.yes == attending
    elif votes:
        with pytest.raises(WrongState, match="There is no quorum"):
            voted(one, of, *votes)
        with pytest.raises(WrongState, match="There is no quorum"):
            decided(one, of)


def test_who_is_excluded_neither_votes_nor_counts_and_the_quorum_stays() -> None:
    """Of those who attend two take no part: the majority of those present is that of the rest."""
    of = world(members=4, majority="of_present")
    meeting, one = at_a_point(of)
    out = {of.members[2].pk: OUT, of.members[3].pk: OUT}
    voted(one, of, "yes", "yes", "abstained", excluded=out)
    found = voting(one, meeting)
    assert (found.result, found.may_vote, found.tally.cast) == ("carried", 3, 3)
    assert present_at(meeting).is_enough, "who takes no part still attends"
    voted(one, of, "yes", "yes", "abstained", "abstained", "no")
    found = voting(one, meeting)
    assert (found.result, found.may_vote) == ("rejected", 5)


@pytest.mark.parametrize("choice", ["yes", "no", "abstained"])
def test_a_vote_of_who_is_excluded_is_refused(choice: str) -> None:
    of = world()
    meeting, one = at_a_point(of)
    with pytest.raises(BadInput, match="is not excluded"):
        voted(one, of, choice, excluded={of.chair.pk: OUT})
    assert voting(one, meeting).tally.cast == 0


def test_all_may_be_excluded_and_then_nobody_decides() -> None:
    of = world()
    meeting, one = at_a_point(of)
    voted(one, of, excluded={seat.pk: OUT for seat in of.seats})
    found = voting(one, meeting)
    assert (found.result, found.may_vote, found.sentence) == ("none", 0, "")


@pytest.mark.parametrize(
    ("has_casting_vote", "votes", "excluded", "result"),
    [
        (True, ["yes", "no"], (), "carried"),
        (True, ["no", "yes"], (), "rejected"),
        (False, ["yes", "no"], (), "tied"),
        (True, ["abstained", "yes", "no"], (), "tied"),
        (True, ["", "yes", "no"], (0,), "tied"),
        (True, ["yes", "no", "no"], (), "rejected"),
    ],
    ids=[
        "the chair was for", "the chair was against", "no such rule", "the chair abstained",
        "the chair takes no part", "no tie",
    ],
)  # fmt: skip
def test_the_chairs_vote_decides_a_tie_where_the_rule_says_so(
    votes: list[str], excluded: tuple[int, ...], result: str, *, has_casting_vote: bool
) -> None:
    of = world(members=3, has_casting_vote=has_casting_vote)
    meeting, one = at_a_point(of)
    voted(one, of, *votes, excluded={of.seats[place].pk: OUT for place in excluded})
    assert voting(one, meeting).result == result


def test_the_deputy_decides_a_tie_where_the_chair_is_not_there() -> None:
    of = world(members=2, has_casting_vote=True)
    deputy = joined(of.body, of.coordinator, role=MemberRole.DEPUTY)
    meeting, one = at_a_point(of)
    note_attendance(
        meeting_id=meeting.pk,
        attended=[Attended(each.pk, Presence.PRESENT) for each in (*of.members, deputy)],
        by=of.coordinator,
        at=START,
    )
    votes = {deputy.pk: "no", of.members[0].pk: "yes"}
    note_votes(point_id=one.pk, votes=votes, excluded={}, by=of.coordinator, at=START)
    assert voting(one, meeting).result == "rejected"


def test_a_substitute_votes_once_for_the_seat_and_an_observer_never() -> None:
    of = world()
    stand_in = joined(of.body, of.coordinator, name="Jonas", substitutes_id=of.chair.pk)
    observer = joined(of.body, of.coordinator, role=MemberRole.OBSERVER, votes=False)
    meeting, one = at_a_point(of)
    note_attendance(
        meeting_id=meeting.pk,
        attended=[
            Attended(of.chair.pk, Presence.SUBSTITUTED, stand_in.pk),
            Attended(of.members[0].pk, Presence.REMOTE),
            Attended(observer.pk, Presence.PRESENT),
        ],
        by=of.coordinator,
        at=START,
    )
    present = present_at(meeting)
    assert (present.filled, present.voting, present.needed) == (2, 3, 2)
    for nobody in (stand_in, observer, of.members[1]):
        with pytest.raises(BadInput, match="has a vote"):
            note_votes(
                point_id=one.pk, votes={nobody.pk: "yes"}, excluded={}, by=of.coordinator, at=START
            )
    voted(one, of, "yes", "no")
    assert voting(one, meeting).tally.cast == 2


def test_a_vote_falls_away_with_the_seat_and_a_decision_keeps_its_own() -> None:
    of = world()
    meeting, one = at_a_point(of)
    other = point(meeting, of, "Film")
    for each in (one, other):
        voted(each, of, "yes", "yes", "no")
    decided(one, of)
    attend(meeting, of, attending=2)
    assert (voting(other, meeting).tally.no, voting(other, meeting).tally.yes) == (0, 2)
    made = one.decisions.unrestricted(reason="test").get()
    assert made.tally == Tally(2, 1)
    with pytest.raises(WrongState, match="decided by these votes"):
        voted(one, of, "no", "no")
