"""The law of reporting. Pure: no database, no clock, no request."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from headway.monitoring.reporting.states import (
    OWNERS,
    Freshness,
    Owner,
    ReportState,
    RoundState,
    Standing,
)
from headway.monitoring.strategy.states import Canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.core.periods import Period
    from headway.monitoring.reporting.facts import ReminderPlan

REST = timedelta(days=5)  # never two reminders in less; lessons, Learn 4
MORE_TIME = timedelta(days=7)  # what one press asks for
PART_LASTS = timedelta(days=14)  # a part handed to a colleague
COMMENTS_WAIT = timedelta(hours=1)  # so that those that follow go along
OUTSTANDING = (ReportState.DRAFT, ReportState.PREPARED, ReportState.RETURNED)
"""States in which the organisation still has the report."""
UNFINISHED = (Canonical.PARTLY_DONE, Canonical.NOT_DONE)
FINISHED = (Canonical.DONE, Canonical.DROPPED)


# -- deadlines ---------------------------------------------------------------------------------


def is_late(*, state: str, deadline: datetime, at: datetime) -> bool:
    """Tell whether a report is past its deadline while the organisation still has it.

    The deadline itself is still in time.

    Source: product, a late partner is visible to the one who can act; vocabulary (*late* is only
    a report past its day).
    """
    return state in OUTSTANDING and is_past(deadline, at=at)


def is_past(deadline: datetime, *, at: datetime) -> bool:
    """Tell whether a deadline has passed; the deadline itself is still in time.

    Source: trust principles, section 3.4 (the moment of arrival decides).
    """
    return at > deadline


def days_late(deadline: date, *, today: date) -> int:
    """Return by how many days of the calendar a deadline has passed; 0 on its day or before.

    Source: lessons, Learn 4 (a reminder says how late).
    """
    return max(0, (today - deadline).days)


def is_punctual(*, submitted: datetime, deadline: datetime) -> bool:
    """Tell whether a report was first handed in by its deadline.

    Source: trust principles, section 3.4 (the moment of arrival decides).
    """
    return not is_past(deadline, at=submitted)


# -- reminders ---------------------------------------------------------------------------------


def reminder_days(plan: ReminderPlan, *, deadline: date, until: date) -> tuple[date, ...]:
    """Return the days on which reminders fall, up to a day, in order.

    Source: lessons, Learn 4: 30, 7, 1 days before; 1, 7, then every 30 days after.
    """
    days = {deadline - timedelta(days=days) for days in plan.before}
    days |= {deadline + timedelta(days=days) for days in plan.after}
    last = deadline + timedelta(days=max(plan.after, default=0))
    if plan.every > 0:
        count = max(0, (until - last).days // plan.every)
        days |= {last + timedelta(days=plan.every * step) for step in range(1, count + 1)}
    return tuple(sorted(day for day in days if day <= until))


def reminder_due(
    plan: ReminderPlan,
    *,
    deadline: date,
    today: date,
    last_due: date,
    last_sent: date | None,
) -> date | None:
    """Return the day whose reminder is due and not yet sent; None if there is none.

    `last_due` is the day of the reminder that went last, or the one on which the round was
    opened; `last_sent` the day on which any letter about the report left. Of several that were
    missed only the newest goes: a day on which nothing ran loses nothing and doubles nothing.

    Source: trust principles, item 9; lessons, Learn 4 (never twice in five days).
    """
    if last_sent is not None and today - last_sent < REST:
        return None
    due = [day for day in reminder_days(plan, deadline=deadline, until=today) if day > last_due]
    return max(due, default=None)


def reminder_reason(due_on: date, *, deadline: date) -> str:
    """Say, for whoever keeps the installation, why a reminder falls on a day.

    Source: lessons, Learn 4 (explainable reminders).
    """
    days = abs((deadline - due_on).days)
    if due_on == deadline:
        return "on the day of the deadline"
    much = "1 day" if days == 1 else f"{days} days"
    return f"{much} {'before' if due_on < deadline else 'after'} the deadline"


def comments_due(written: Iterable[datetime], *, told_at: datetime | None, at: datetime) -> bool:
    """Tell whether one side is to be told of the comments of the other.

    When the oldest of which it was not told is an hour old: so there is at most one letter an
    hour about a report, and a return, which quotes what is open, may be quicker.

    Source: lessons, Learn 4 (few, grouped).
    """
    untold = [each for each in written if told_at is None or each > told_at]
    return bool(untold) and at - min(untold) >= COMMENTS_WAIT


# -- answers -----------------------------------------------------------------------------------


def is_overdue(*, canonical: str, due: PartialDate | None, on: date) -> bool:
    """Tell whether a measure's own day has passed and it is neither done nor dropped.

    A partial date counts until its last possible day.

    Source: facts, section 1.7; architecture, section 11.3.
    """
    return due is not None and due.last_day < on and canonical not in FINISHED


def needs_cause(*, canonical: str, due: PartialDate | None, on: date) -> bool:
    """Tell whether a cause must be given: partly done, not done, or late by its own day.

    Source: vocabulary (a reason is required when partly or not done).
    """
    return canonical in UNFINISHED or is_overdue(canonical=canonical, due=due, on=on)


def proposed_status(verdicts: Iterable[str]) -> str:
    """Return the status that a measure's indicators propose; empty where they propose none.

    All achieved: done. Otherwise any that is judged: in progress. It is offered to the person
    who reports and never set by itself.

    Source: lessons, Learn 8 (a status computed from indicators is a proposal).
    """
    found = {str(verdict) for verdict in verdicts}
    judged = found & {"achieved", "on_path", "behind", "wrong_way", "no_change"}
    if not judged:
        return ""
    return Canonical.DONE if found == {"achieved"} else Canonical.IN_PROGRESS


# -- states ------------------------------------------------------------------------------------


def owner_of(state: str) -> Owner:
    """Return who has a report in a state, and so does the next thing.

    Source: lessons, Learn (one state per report with one owner).
    """
    return OWNERS[ReportState(state)]


def is_editable(*, round_state: str, report_state: str, is_reopened: bool) -> bool:
    """Tell whether answers may change: the organisation has the report, and its round is open.

    A closed or published round takes changes only of a report that was reopened in it.

    Source: decision 12 (a closed round is reopened for one organisation).
    """
    takes = round_state == RoundState.OPEN or (
        is_reopened and round_state in {RoundState.CLOSED, RoundState.PUBLISHED}
    )
    return takes and report_state in {ReportState.DRAFT, ReportState.RETURNED}


def standing_of(
    *, round_state: str, report_state: str, is_started: bool, is_reopened: bool
) -> Standing:
    """Return how a partner stands in a round.

    In a round that takes no more reports an unfinished one is none.

    Source: look, page “Collecting”.
    """
    is_over = round_state in {RoundState.CLOSED, RoundState.PUBLISHED} and not is_reopened
    if is_over and report_state in OUTSTANDING:
        return Standing.SILENT
    if report_state == ReportState.DRAFT:
        return Standing.STARTED if is_started else Standing.NOT_STARTED
    return Standing(report_state)


def completeness(*, done: int, asked: int) -> int | None:
    """Return how many of a hundred questions were answered, rounded down; None of none.

    Rounded down, so that a hundred means all.

    Source: product, rule 4 (never a figure made from nothing).
    """
    return done * 100 // asked if asked else None


# -- what was published ------------------------------------------------------------------------


def freshness(reported: Period, *, on: date) -> Freshness:
    """Return how old what was reported of a period is: how many as long have ended since.

    None: fresh. One, whose reports are being collected: acceptable. Two: late. More: stale.

    Source: lessons, Learn 9 (timeliness of information beside the status).
    """
    grades = (Freshness.FRESH, Freshness.ACCEPTABLE, Freshness.LATE)
    ended, following = 0, reported.following
    while ended < len(grades) and following.last_day < on:
        ended, following = ended + 1, following.following
    return grades[ended] if ended < len(grades) else Freshness.STALE
