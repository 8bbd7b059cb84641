"""The law of carrying plans out. Pure: no database, no clock, no request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from headway.cooperation.implementation.states import ENDED, WRITTEN, StepStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.cooperation.implementation.facts import ActionTold, ReportTold, StepTold
    from headway.cooperation.plans.facts import PlanText, StepText

MOST_MONTHS = 120
"""A plan of ten years; beyond it a table month by month says nothing any more."""
TOLD_BEFORE, TOLD_AFTER = timedelta(days=14), timedelta(days=7)


def month_of(day: date) -> date:
    """Return the first day of a day's month.

    Source: facts 2.7 (the project's tables run month by month).
    """
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after a day's.

    Source: the calendar.
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_from(first: date, last: date) -> tuple[date, ...]:
    """Return the months from one to another, both inside, as their first days.

    At most ten years of them. None, if the last is before the first.

    Source: facts 2.7 (a month-by-month timeline).
    """
    found: list[date] = []
    month = month_of(first)
    while month <= last and len(found) < MOST_MONTHS:
        found.append(month)
        month = next_month(month)
    return tuple(found)


def planned_months(step: StepText) -> tuple[date, ...]:
    """Return the months for which a step is planned; of one end alone, that month.

    Source: facts 2.7 (months planned).
    """
    first, last = step.starts or step.ends, step.ends or step.starts
    return months_from(first, last) if first and last else ()


def is_overdue(step: StepText, status: str, *, on: date) -> bool:
    """Tell whether a step's last planned month has passed and it is neither done nor dropped.

    Source: mission, text 2 (intense monitoring by the lead partner in phase 2); that a month must
    be over first is Headway's own.
    """
    planned = planned_months(step)
    return bool(planned) and status not in ENDED and month_of(on) > planned[-1]


def is_report_late(*, state: str, due_on: date, on: date) -> bool:
    """Tell whether a report is past its day and still with its partner.

    Source: facts 3.1 (reports are due on a day after their period).
    """
    return state in WRITTEN and on > due_on


def partners_asked(text: PlanText) -> dict[str, tuple[str, ...]]:
    """Return which steps each organisation that writes a plan reports on, by its address.

    Whoever does a step reports on it; a step of somebody who is no author, or of nobody, is
    reported on by the first author. An author without steps is not asked.

    Source: facts 2.7 (each step has a responsible party; partners fill the tables in); the first
    author's duty is Headway's own.
    """
    authors = [each.key for each in text.authors]
    found: dict[str, list[str]] = {key: [] for key in authors}
    for action in text.actions:
        for step in action.steps:
            who = step.who.key if step.who else ""
            found[who if who in found else authors[0]].append(step.key)
    return {key: tuple(steps) for key, steps in found.items() if steps}


def is_not_carried_out(steps: Iterable[StepTold], *, on: date) -> bool:
    """Tell whether nothing of an action was begun that should have been: then a word is owed.

    True if every step is not started or dropped, and one of them is dropped or its first planned
    month has begun by the end of the period.

    Source: Interreg Europe, FAQ 15 (if an action is not carried out, the partner must explain
    why in phase 2).
    """
    told = list(steps)
    idle = (StepStatus.NOT_STARTED, StepStatus.DROPPED)
    if not told or any(each.standing.status not in idle for each in told):
        return False
    return any(each.standing.status == StepStatus.DROPPED or _has_begun(each, on) for each in told)


def _has_begun(told: StepTold, on: date) -> bool:
    planned = planned_months(told.step)
    return bool(planned) and planned[0] <= on


def unexplained(actions: Iterable[ActionTold], *, on: date) -> tuple[ActionTold, ...]:
    """Return the actions that were not carried out and of which nobody said why.

    Source: as `is_not_carried_out`.
    """
    return tuple(each for each in actions if not each.why and is_not_carried_out(each.steps, on=on))


def is_wordless(told: ReportTold) -> bool:
    """Tell whether a report says nothing of any action, and answers no question.

    Source: facts 2.7 (reports tell progress and obstacles); that the table alone is no report is
    Headway's own.
    """
    of_actions = (e.words or e.obstacles or e.needed or e.why for e in told.actions)
    return not (any(of_actions) or any(each.answer for each in told.answers))


def progress(statuses: Iterable[str]) -> tuple[int, int]:
    """Return how many steps are done, of how many; a dropped step still counts as planned.

    Source: Headway's own: dropping what was promised must not look like progress.
    """
    found = list(statuses)
    return sum(each == StepStatus.DONE for each in found), len(found)


def reminder_day(
    *, due_on: date, opened_on: date, told_on: date | None, today: date
) -> date | None:
    """Return the day for which a partner is to be reminded of a report now; None for none.

    Two weeks before it is due, on the day, and a week after; each once, whatever days nothing ran
    on, and never of days before the round was opened.

    Source: trust principles, item 9; lessons, Learn 4 (reminders that can be explained).
    """
    days = (due_on - TOLD_BEFORE, due_on, due_on + TOLD_AFTER)
    newest = max((day for day in days if opened_on < day <= today), default=None)
    return None if newest is None or (told_on and told_on >= newest) else newest


def reminder_reason(day: date, *, due_on: date) -> str:
    """Say, for whoever keeps the installation, why a reminder falls on a day.

    Source: lessons, Learn 4 (explainable reminders).
    """
    if day == due_on:
        return "on the day it is due"
    days = abs((due_on - day).days)
    return f"{days} days before it is due" if day < due_on else f"{days} days overdue"
