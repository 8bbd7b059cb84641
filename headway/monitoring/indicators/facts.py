"""What a method judges: the figures of one indicator, as far as they were known.

Plain values, all in the unit of the series. A kind makes them from what was entered; nothing is
ever made from a blank. Days are the last days of the periods that the figures are of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.monitoring.indicators.states import Direction

ZERO = Decimal(0)
Say = Callable[[Decimal], str]
"""Writes a figure of the series in the reader's language, with its unit."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at the end of its period. Zero is a figure."""

    day: date
    value: Decimal
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted by a day: a figure (`low` equals `high`), a band, or one bound alone."""

    day: date
    low: Decimal | None
    high: Decimal | None

    @classmethod
    def at(cls, day: date, value: Decimal) -> Goal:
        return cls(day, value, value)

    @property
    def value(self) -> Decimal | None:
        """The figure wanted; nothing for a band."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Facts:
    """One series with its baseline and goals.

    `goals` are in order of their days: the last is the target, those before it are milestones.
    `points` are in order of their days, one for each day, and may begin before the baseline.
    `floor` and `ceiling` are natural limits: what the series cannot pass.
    """

    direction: Direction
    baseline: Point | None
    goals: tuple[Goal, ...]
    points: tuple[Point, ...]
    floor: Decimal | None = None
    ceiling: Decimal | None = None

    @property
    def target(self) -> Goal | None:
        return self.goals[-1] if self.goals else None

    @property
    def milestones(self) -> tuple[Goal, ...]:
        return self.goals[:-1]

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None


def years_between(start: date, end: date) -> Decimal:
    """Return the time between two days in years; whole between the same days of two years.

    The year that is left over counts in its own days. 29 February comes again on the 28th.

    Source: common practice (actual/actual, year by year).
    """
    if end < start:
        return -years_between(end, start)
    whole = end.year - start.year
    if _again(start, whole) > end:
        whole -= 1
    last, following = _again(start, whole), _again(start, whole + 1)
    return whole + Decimal((end - last).days) / Decimal((following - last).days)


def _again(day: date, years: int) -> date:
    """Return the same day so many years later."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=day.day - 1)
