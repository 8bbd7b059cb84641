"""What kinds share whose target is stated against the baseline."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from headway.monitoring.indicators.facts import Goal, Point
from headway.monitoring.indicators.kinds.base import Kind, Stated
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from decimal import Decimal


class Relative(Kind, ABC):
    """Values are levels. The target becomes a level once there is a baseline, never before."""

    needs_baseline: ClassVar[bool] = True
    directions: ClassVar[tuple[Direction, ...]] = (Direction.UP, Direction.DOWN)

    def goal(self, stated: Stated, baseline: Point | None) -> Goal | None:
        if (stated.low is None and stated.high is None) or baseline is None:
            return None
        if not self.can_start_from(baseline.value):
            return None
        low, high = (
            None if bound is None else self.reached(bound, baseline.value)
            for bound in (stated.low, stated.high)
        )
        return Goal(stated.period.last_day, low, high)

    def can_start_from(self, start: Decimal) -> bool:
        """Tell whether a target can be reckoned from a baseline: no multiple of zero is one."""
        return start > 0

    @abstractmethod
    def reached(self, bound: Decimal, start: Decimal) -> Decimal:
        """Return the level that a stated figure comes to."""
