"""The planned path: what is wanted, and what a plan expects between the baseline and the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from headway.monitoring.indicators.arithmetic import ZERO, exactly, kept
from headway.monitoring.indicators.facts import Facts, Goal, Point, years_between
from headway.monitoring.indicators.states import Direction

KEPT_WITHIN = Decimal("0.03")
"""A figure to be kept is kept while it differs from the target by no more than this share of it.

Source: the dead band of Statistics Canada, 0.97 to 1.03 (methods, section 1.1).
"""
TWO_SIDED = frozenset({Direction.KEEP, Direction.BAND})


@dataclass(frozen=True, slots=True)
class Aim:
    """What is wanted, on a scale on which more is always better: the gain of a value.

    For a band, and for a figure to be kept, the gain is how far outside a value lies, below zero;
    inside it is zero.
    """

    direction: Direction
    day: date
    low: Decimal | None
    high: Decimal | None

    def gain(self, value: Decimal) -> Decimal:
        if self.direction == Direction.UP:
            return value
        if self.direction == Direction.DOWN:
            return value.copy_negate()
        below = self.low - value if self.low is not None else ZERO
        above = value - self.high if self.high is not None else ZERO
        return -max(below, above, ZERO)

    def shown(self, gain: Decimal) -> Decimal:
        """Return a gain in the unit of the series; for a band, how far outside."""
        return (gain if self.direction == Direction.UP else gain.copy_negate()) or ZERO

    @property
    def figure(self) -> Decimal | None:
        """The figure that has to be reached; a band has none."""
        return bound(self.direction, self.low, self.high)

    @property
    def wanted(self) -> Decimal:
        """The gain at which the target is met."""
        return ZERO if self.figure is None else self.gain(self.figure)

    def is_met_by(self, value: Decimal) -> bool:
        return self.gain(value) >= self.wanted


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight part of the path, in gains."""

    start: Decimal
    start_day: date
    end: Decimal
    end_day: date

    @property
    def years(self) -> Decimal:
        return years_between(self.start_day, self.end_day)

    def at(self, day: date) -> Decimal:
        with exactly():
            passed = years_between(self.start_day, day)
            return kept(self.start + (self.end - self.start) * passed / self.years)


def aim_of(facts: Facts) -> Aim | None:
    """Return what is wanted in the end; nothing where no target says so.

    What is to be kept, and has no target, is to be kept at its baseline.

    Source: methods, sections 1.1 (band) and 2 (target equals baseline).
    """
    goal, direction = facts.target, facts.direction
    if goal is None and direction == Direction.KEEP and facts.baseline:
        goal = Goal.at(facts.baseline.day, facts.baseline.value)
    if goal is None or (goal.low is None and goal.high is None):
        return None
    low, high = goal.low, goal.high
    if direction == Direction.KEEP and goal.value is not None:
        width = abs(goal.value) * KEPT_WITHIN
        low, high = goal.value - width, goal.value + width
    return Aim(direction, goal.day, low, high)


def stretch_at(facts: Facts, baseline: Point, day: date, aim: Aim) -> Stretch | None:
    """Return the part of the path on which a day lies; nothing once the target is due.

    Milestones of a band are passed over.

    Source: methods, section 1.1 A: explicit milestones, else linear.
    """
    marks = [(baseline.day, aim.gain(baseline.value))]
    for goal in facts.milestones:
        figure = bound(facts.direction, goal.low, goal.high)
        if figure is not None and marks[-1][0] < goal.day < aim.day:
            marks.append((goal.day, aim.gain(figure)))
    marks.append((aim.day, aim.wanted))
    for (start_day, start), (end_day, end) in pairwise(marks):
        if start_day <= day < end_day:
            return Stretch(start, start_day, end, end_day)
    return None


def bound(direction: Direction, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Return the bound that has to be reached, the weaker of two; a band has none.

    Source: methods, section 1.1 D: band targets, weakest bound.
    """
    if direction == Direction.UP:
        return low if low is not None else high
    if direction == Direction.DOWN:
        return high if high is not None else low
    return None
