"""The law of meetings. Pure: no database, no clock, no request."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule

from headway.monitoring.meetings.states import (
    ATTENDING,
    Choice,
    FollowUpState,
    Majority,
    MeetingState,
    QuorumKind,
    RhythmUnit,
    VoteResult,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.monitoring.meetings.facts import QuorumRule, Rhythm, Tally

WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
TOLD_BEFORE = timedelta(days=7)  # lessons, Learn 4: a week before, on the day, a week after
TOLD_AFTER = timedelta(days=7)
FURTHEST = timedelta(days=3 * 366)
"""How far ahead dates are proposed at most."""


# -- quorum ------------------------------------------------------------------------------------


def quorum_needed(rule: QuorumRule, *, voting: int) -> int:
    """Return how many of the members who vote must attend; at least one.

    More than half of seven is four, and of eight five; two thirds of seven is five.

    Source: the rules of procedure that each body goes by; more than half is what the Lithuanian
    law on local self-government asks of councils.
    """
    if rule.kind == QuorumKind.NUMBER:
        return max(1, rule.number)
    if rule.kind == QuorumKind.TWO_THIRDS:
        return max(1, -(-2 * voting // 3))
    return voting // 2 + 1


def has_quorum(rule: QuorumRule, *, voting: int, present: int) -> bool:
    """Tell whether enough of the members who vote attend, themselves or by a substitute.

    A body of nobody has none.

    Source: architecture, section 8 (what counts as quorum); `quorum_needed`.
    """
    return voting > 0 and present >= quorum_needed(rule, voting=voting)


def is_attending(presence: str) -> bool:
    """Tell whether a seat is filled: by its member, here or from afar, or by a substitute.

    Source: the rules of procedure that each body goes by.
    """
    return presence in ATTENDING


# -- votes -------------------------------------------------------------------------------------


def voters(
    seats: Iterable[int], *, attending: Iterable[int], excluded: Iterable[int]
) -> frozenset[int]:
    """Return who may vote at a point: who has a vote, attends, and has no conflict of interest.

    Source: product (decisions free of conflicts); lessons (members excluded are not counted).
    """
    return (frozenset(seats) & frozenset(attending)) - frozenset(excluded)


def result_of_vote(
    tally: Tally, *, majority: str, may_vote: int, casting: str | None = None
) -> VoteResult:
    """Return what a vote came to.

    By votes: more for than against; who abstains counts for neither. By those present: more than
    half of `may_vote`, so who abstains weighs like who is against. `casting` is how the chair
    voted, where the body lets that decide a tie.

    Source: the rules of procedure that each body goes by; that the chair's vote decides a tie is
    what the Lithuanian law on local self-government says of councils.
    """
    if not tally.cast:
        return VoteResult.NONE
    against = may_vote - tally.yes if majority == Majority.OF_PRESENT else tally.no
    if tally.yes != against:
        return VoteResult.CARRIED if tally.yes > against else VoteResult.REJECTED
    decided = {Choice.YES: VoteResult.CARRIED, Choice.NO: VoteResult.REJECTED}
    return decided.get(Choice(casting), VoteResult.TIED) if casting else VoteResult.TIED


# -- dates -------------------------------------------------------------------------------------


def next_dates(
    rhythm: Rhythm, *, after: date, count: int, until: date | None = None
) -> tuple[date, ...]:
    """Return the next days on which a body meets as a rule, after a day, at most `count`.

    Proposals: holidays are known to the person who confirms them. None later than three years
    from now, nor than `until`, the body's last day.

    Source: RFC 5545, section 3.3.10 (recurrence).
    """
    weekday = WEEKDAYS[rhythm.weekday]
    is_weekly = rhythm.unit == RhythmUnit.WEEK
    last = min(after + FURTHEST, until) if until else after + FURTHEST
    found = rrule(
        WEEKLY if is_weekly else MONTHLY,
        interval=rhythm.every,
        byweekday=weekday if is_weekly else weekday(rhythm.week),
        dtstart=datetime.combine(_first(rhythm), time()),
        until=datetime.combine(last, time()),
    )
    days = (each.date() for each in found)
    return tuple(day for day, _place in zip(_later(days, after), range(count), strict=False))


def _first(rhythm: Rhythm) -> date:
    """Return the day from which a rhythm counts: months count as a whole."""
    return rhythm.begins if rhythm.unit == RhythmUnit.WEEK else rhythm.begins.replace(day=1)


def _later(days: Iterable[date], after: date) -> Iterable[date]:
    return (day for day in days if day > after)


def agenda_times(starts_at: datetime, minutes: Sequence[int]) -> tuple[datetime, ...]:
    """Return when each point of an agenda begins, as far as the ones before keep their minutes.

    Source: look (an agenda says when a guest is needed).
    """
    before = [0, *accumulate(minutes)][: len(minutes)]
    return tuple(starts_at + timedelta(minutes=each) for each in before)


# -- what is to be done ------------------------------------------------------------------------


def is_overdue(*, due_on: date, state: str, today: date) -> bool:
    """Tell whether a follow-up is open after its day; the day itself is in time.

    Source: trust principles, section 3.4.
    """
    return state == FollowUpState.OPEN and today > due_on


def duty_mail_due(
    *, due_on: date, given_on: date, told_on: date | None, today: date
) -> date | None:
    """Return the day for which whoever is to do something is to be told now; None for none.

    They are told a week before, on the day, and a week after. Due and not yet sent: a day on which
    nothing ran loses nothing and doubles nothing. What is given within its last week is told of on
    its day, and what is given later at once. `told_on` is when the last letter was written.

    Source: trust principles, item 9; lessons, Learn 4.
    """
    days = [day for day in telling_days(due_on) if given_on < day <= today]
    if due_on <= given_on <= today:
        days.append(due_on)
    newest = max(days, default=None)
    is_told = newest is not None and told_on is not None and told_on >= newest
    return None if is_told else newest


def telling_days(due_on: date) -> tuple[date, date, date]:
    """Return on which days somebody is told of what is due on a day.

    Source: as `duty_mail_due`.
    """
    return (due_on - TOLD_BEFORE, due_on, due_on + TOLD_AFTER)


def telling_reason(day: date, *, due_on: date) -> str:
    """Say, for whoever keeps the installation, why a letter falls on a day.

    Source: lessons, Learn 4 (explainable reminders).
    """
    if day == due_on:
        return "on the day it is due"
    return "a week before it is due" if day < due_on else "a week overdue"


def moves_calendars(state: str) -> bool:
    """Tell whether a change of date or place must reach the calendars of those who were invited.

    Source: RFC 5546, section 3.2.2.1 (rescheduling raises the sequence number).
    """
    return state == MeetingState.INVITED
