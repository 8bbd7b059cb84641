"""A plan month by month: what was planned, what was done. Pure; pages draw it as a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from headway.cooperation.implementation.rules import (
    is_overdue,
    month_of,
    months_from,
    planned_months,
)
from headway.cooperation.implementation.states import StepStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from headway.cooperation.implementation.facts import ActionTold, StepTold

Mark = Literal["none", "planned", "missed", "done", "besides"]


@dataclass(frozen=True, slots=True)
class Cell:
    month: date
    mark: Mark
    is_now: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step: its months, and whether it is overdue."""

    told: StepTold
    cells: tuple[Cell, ...]
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One planned action with the lines of its steps."""

    action: ActionTold
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`years`: each with how many months of it are shown."""

    months: tuple[date, ...]
    years: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]


def timeline_of(actions: Iterable[ActionTold], *, on: date) -> Timeline:
    """Draw actions month by month, from the first month planned or done to the last."""
    actions = tuple(actions)
    known = sorted(
        {
            month
            for action in actions
            for told in action.steps
            for month in (*planned_months(told.step), *told.standing.months)
        }
    )
    months = months_from(known[0], known[-1]) if known else ()
    years = tuple((year, len(list(own))) for year, own in groupby(m.year for m in months))
    blocks = tuple(
        Block(action, tuple(_line(told, months, on) for told in action.steps)) for action in actions
    )
    return Timeline(months, years, blocks)


def _line(told: StepTold, months: tuple[date, ...], on: date) -> Line:
    planned, done = set(planned_months(told.step)), set(told.standing.months)
    if told.standing.status == StepStatus.DONE and done:
        planned = {month for month in planned if month <= max(done)}  # done before it had to be
    now = month_of(on)
    cells = tuple(
        Cell(month, _mark(month in planned, month in done, is_over=month < now), month == now)
        for month in months
    )
    return Line(told, cells, is_overdue(told.step, told.standing.status, on=on))


def _mark(planned: bool, done: bool, *, is_over: bool) -> Mark:
    if done:
        return "done" if planned else "besides"
    if planned:
        return "missed" if is_over else "planned"
    return "none"
