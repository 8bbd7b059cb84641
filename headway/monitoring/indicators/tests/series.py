"""Series for tests: what is not said is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from headway.monitoring.indicators.facts import Facts, Goal, Point
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

Year = int | date


def day(year: Year) -> date:
    return year if isinstance(year, date) else date(year, 12, 31)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def facts(
    points: Mapping[int, str] | Mapping[date, str],
    *,
    target: str | tuple[str | None, str | None] | None = None,
    by: Year = 2030,
    base: str | None = None,
    since: Year = 2015,
    milestones: Mapping[int, str] | None = None,
    direction: Direction = Direction.UP,
    floor: str | None = None,
    ceiling: str | None = None,
) -> Facts:
    """Make a series of values by their years; a pair is a band."""
    goals = [Goal.at(day(year), Decimal(value)) for year, value in (milestones or {}).items()]
    if isinstance(target, tuple):
        goals.append(Goal(day(by), number(target[0]), number(target[1])))
    elif target is not None:
        goals.append(Goal.at(day(by), Decimal(target)))
    return Facts(
        direction=direction,
        baseline=None if base is None else Point(day(since), Decimal(base)),
        goals=tuple(goals),
        points=tuple(Point(day(year), Decimal(value)) for year, value in points.items()),
        floor=number(floor),
        ceiling=number(ceiling),
    )


POVERTY: dict[int, str] = dict(
    zip(
        range(2015, 2024),
        ("14.5", "12.9", "11.9", "11.2", "10.5", "6.5", "7.6", "10.3", "10.4"),
        strict=True,
    )
)
"""Canada, share of people in poverty, per cent (methods, section 1.3)."""


def poverty(**more: str) -> Facts:
    return facts(
        POVERTY,
        base="14.5",
        target="7.25",
        direction=Direction.DOWN,
        **more,  # type: ignore[arg-type]
    )
