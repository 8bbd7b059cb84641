from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.monitoring.meetings.facts import QuorumRule, Rhythm, Tally
from headway.monitoring.meetings.rules import (
    agenda_times,
    duty_mail_due,
    has_quorum,
    is_attending,
    is_overdue,
    moves_calendars,
    next_dates,
    quorum_needed,
    result_of_vote,
    telling_days,
    telling_reason,
    voters,
)
from headway.monitoring.meetings.states import MeetingState, Presence, VoteResult

HALF, THIRDS = QuorumRule(), QuorumRule("two_thirds")


@pytest.mark.parametrize(
    ("rule", "voting", "needed"),
    [
        (HALF, 7, 4),
        (HALF, 8, 5),
        (HALF, 1, 1),
        (THIRDS, 7, 5),
        (THIRDS, 9, 6),
        (THIRDS, 1, 1),
        (QuorumRule("number", 3), 7, 3),
        (QuorumRule("number"), 7, 1),
    ],
)
def test_a_quorum_is_counted_from_those_who_vote(
    rule: QuorumRule, voting: int, needed: int
) -> None:
    assert quorum_needed(rule, voting=voting) == needed
    assert has_quorum(rule, voting=voting, present=needed)
    assert not has_quorum(rule, voting=voting, present=needed - 1)


def test_a_body_of_nobody_has_no_quorum() -> None:
    assert not has_quorum(HALF, voting=0, present=1)


@given(st.integers(1, 200), st.sampled_from([HALF, THIRDS]))
def test_two_quorums_of_one_body_always_share_a_member(voting: int, rule: QuorumRule) -> None:
    needed = quorum_needed(rule, voting=voting)
    assert needed <= voting
    assert 2 * needed > voting


@pytest.mark.parametrize(
    ("presence", "expected"),
    [
        (Presence.PRESENT, True),
        (Presence.REMOTE, True),
        (Presence.SUBSTITUTED, True),
        (Presence.ABSENT, False),
    ],
)
def test_a_seat_is_filled_here_from_afar_or_by_a_substitute(
    presence: Presence, expected: bool
) -> None:
    assert is_attending(presence) is expected


def test_who_is_absent_or_excluded_does_not_vote() -> None:
    assert voters([1, 2, 3], attending=[1, 2, 9], excluded=[2]) == {1}


@pytest.mark.parametrize(
    ("tally", "majority", "may_vote", "casting", "result"),
    [
        (Tally(3, 1, 3), "of_votes", 7, None, VoteResult.CARRIED),
        (Tally(3, 1, 3), "of_present", 7, None, VoteResult.REJECTED),
        (Tally(4, 0, 3), "of_present", 7, None, VoteResult.CARRIED),
        (Tally(1, 2, 0), "of_votes", 3, "yes", VoteResult.REJECTED),
        (Tally(2, 2, 0), "of_votes", 4, None, VoteResult.TIED),
        (Tally(2, 2, 0), "of_votes", 4, "yes", VoteResult.CARRIED),
        (Tally(2, 2, 0), "of_votes", 4, "no", VoteResult.REJECTED),
        (Tally(2, 2, 1), "of_votes", 5, "abstained", VoteResult.TIED),
        (Tally(2, 1, 1), "of_present", 4, "yes", VoteResult.CARRIED),
        (Tally(), "of_votes", 4, None, VoteResult.NONE),
        (Tally(0, 0, 4), "of_votes", 4, None, VoteResult.TIED),
    ],
)
def test_a_vote_comes_to_what_the_body_goes_by(
    tally: Tally, majority: str, may_vote: int, casting: str | None, result: VoteResult
) -> None:
    found = result_of_vote(tally, majority=majority, may_vote=may_vote, casting=casting)
    assert found == result


@pytest.mark.parametrize(
    ("rhythm", "after", "days"),
    [
        (
            Rhythm(3, "month", 1, date(2026, 1, 20), week=2),
            date(2026, 11, 23),
            ["2027-01-12", "2027-04-13", "2027-07-13"],
        ),
        (
            Rhythm(1, "month", 4, date(2026, 1, 1), week=-1),
            date(2026, 11, 27),
            ["2026-12-25", "2027-01-29", "2027-02-26"],
        ),
        (
            Rhythm(2, "week", 2, date(2026, 11, 4)),
            date(2026, 11, 18),
            ["2026-12-02", "2026-12-16", "2026-12-30"],
        ),
        (
            Rhythm(1, "week", 0, date(2027, 2, 1)),
            date(2026, 11, 18),
            ["2027-02-01", "2027-02-08", "2027-02-15"],
        ),
    ],
    ids=["second Tuesday of a quarter", "last Friday", "every other Wednesday", "not begun yet"],
)
def test_a_rhythm_proposes_the_next_dates(rhythm: Rhythm, after: date, days: list[str]) -> None:
    assert [day.isoformat() for day in next_dates(rhythm, after=after, count=3)] == days


def test_no_date_is_proposed_after_the_body_has_ended() -> None:
    weekly = Rhythm(1, "week", 0, date(2026, 1, 5))
    found = next_dates(weekly, after=date(2026, 11, 20), count=9, until=date(2026, 12, 1))
    assert [day.isoformat() for day in found] == ["2026-11-23", "2026-11-30"]


@given(
    st.builds(
        Rhythm,
        st.integers(1, 24),
        st.sampled_from(["week", "month"]),
        st.integers(0, 6),
        st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        st.sampled_from([1, 2, 3, 4, -1]),
    ),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_proposed_dates_lie_ahead_in_order_and_on_the_day_of_the_week(
    rhythm: Rhythm, after: date
) -> None:
    found = next_dates(rhythm, after=after, count=5)
    assert list(found) == sorted(set(found))
    assert all(day > after and day.weekday() == rhythm.weekday for day in found)


def test_a_rhythm_comes_back_as_it_was_kept() -> None:
    rhythm = Rhythm(3, "month", 1, date(2026, 1, 20), week=-1)
    assert Rhythm.from_json(rhythm.as_json()) == rhythm
    assert Rhythm.from_json({}) is None


def test_points_begin_when_those_before_have_had_their_minutes() -> None:
    start = datetime(2026, 12, 8, 8, tzinfo=UTC)
    assert agenda_times(start, [5, 20, 10]) == (
        start,
        start + timedelta(minutes=5),
        start + timedelta(minutes=25),
    )
    assert agenda_times(start, []) == ()


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [
        ("open", date(2027, 1, 29), False),
        ("open", date(2027, 1, 30), True),
        ("done", date(2027, 1, 30), False),
    ],
)
def test_a_follow_up_is_overdue_after_its_day_while_it_is_open(
    state: str, today: date, overdue: bool
) -> None:
    assert is_overdue(due_on=date(2027, 1, 29), state=state, today=today) is overdue


DUE, GIVEN = date(2027, 1, 29), date(2026, 12, 8)


@pytest.mark.parametrize(
    ("today", "told_on", "given_on", "due"),
    [
        (date(2027, 1, 21), None, GIVEN, False),
        (date(2027, 1, 22), None, GIVEN, True),
        (date(2027, 1, 22), date(2027, 1, 22), GIVEN, False),
        (date(2027, 1, 25), None, GIVEN, True),
        (date(2027, 1, 28), date(2027, 1, 25), GIVEN, False),
        (DUE, date(2027, 1, 25), GIVEN, True),
        (DUE, DUE, GIVEN, False),
        (date(2027, 2, 9), date(2027, 1, 25), GIVEN, True),
        (date(2027, 2, 4), date(2027, 2, 1), GIVEN, False),
        (date(2027, 2, 5), date(2027, 2, 1), GIVEN, True),
        (date(2027, 3, 5), date(2027, 2, 5), GIVEN, False),
        (date(2027, 1, 26), None, date(2027, 1, 25), False),
        (DUE, None, date(2027, 1, 25), True),
        (date(2027, 2, 3), None, date(2027, 2, 3), True),
        (date(2027, 2, 4), date(2027, 2, 3), date(2027, 2, 3), False),
    ],
    ids=[
        "too early", "a week before", "told", "missed, later", "told late", "on the day",
        "told on the day", "missed on the day", "told after it", "a week overdue",
        "told of its last", "given in its last week", "given in its last week, on the day",
        "given after its day", "told of that as well",
    ],
)  # fmt: skip
def test_an_owner_is_told_a_week_before_and_on_the_day_once_each(
    today: date, told_on: date | None, given_on: date, due: bool
) -> None:
    found = duty_mail_due(due_on=DUE, given_on=given_on, told_on=told_on, today=today)
    assert (found is not None) is due


def test_a_letter_says_for_which_day_it_is_and_why() -> None:
    found = [
        duty_mail_due(due_on=DUE, given_on=GIVEN, told_on=None, today=DUE + timedelta(days=days))
        for days in (-8, -6, 0, 6, 7, 400)
    ]
    before, after = DUE - timedelta(days=7), DUE + timedelta(days=7)
    assert found == [None, before, DUE, DUE, after, after]
    assert [telling_reason(day, due_on=DUE) for day in telling_days(DUE)] == [
        "a week before it is due",
        "on the day it is due",
        "a week overdue",
    ]


@given(
    due=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    ago=st.integers(0, 60),
    ran=st.sets(st.integers(-70, 40)),
)
def test_on_whatever_days_it_runs_each_day_is_told_once_at_most(
    due: date, ago: int, ran: set[int]
) -> None:
    given_on, told_on, told = due - timedelta(days=ago), None, []
    for today in sorted(due + timedelta(days=days) for days in ran):
        day = duty_mail_due(due_on=due, given_on=given_on, told_on=told_on, today=today)
        if day:
            told.append(day)
            told_on = today
    assert told == sorted(set(told))
    assert set(told) <= set(telling_days(due))
    if ran and max(ran) >= 7 and ago:
        assert told[-1] == due + timedelta(days=7), "what is overdue is told in the end"


def test_only_who_was_invited_is_told_of_a_change() -> None:
    moved = [state for state in MeetingState if moves_calendars(state)]
    assert moved == [MeetingState.INVITED]
