"""What a method judges: the figures of one indicator, as far as they were known.

Plain values, all in the unit of the series. A kind makes them from what was entered; nothing is
ever made from a blank. Days are the last days of the periods that the figures are of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.monitoring.indicators.states import Direction

ZERO = Decimal(0)


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

    Source: common practice; the part of a year counts in days of that year.
    """
    return _position(end) - _position(start)


def _position(day: date) -> Decimal:
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    passed = Decimal((day - first).days + 1)
    return Decimal(day.year) + passed / Decimal((following - first).days)
