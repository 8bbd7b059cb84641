"""What would follow if the recent trend continued, and what the target would take.

A straight line through the values by least squares, with an interval in which the next value would
lie eight times out of ten. It is no promise: it says what the series has done, drawn on. Below four
values no line is drawn; then only the yearly change is told that leads to the target.

Source: methods, section 1.4 (at least four values, the interval always drawn, clipped to natural
limits); ordinary least squares with a prediction interval from Student's t distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.arithmetic import ONE, ZERO, exactly, kept
from headway.monitoring.indicators.facts import years_between
from headway.monitoring.indicators.paths import aim_of
from headway.monitoring.indicators.student import quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.monitoring.indicators.facts import Facts

FEWEST = 4
"""Values below which no trend is drawn. Source: the floor of Destatis; methods, section 1.4."""
LEVEL = Decimal("0.80")
"""How often the interval holds the next value, if the trend continues."""
PARAMETERS = 2
LABEL = _("if the recent trend continued")


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line fitted to values, and how far they scatter around it."""

    slope: Decimal
    intercept: Decimal
    slope_error: Decimal
    intercept_error: Decimal
    deviation: Decimal
    """Residual standard deviation."""
    count: int
    mean: Decimal
    spread: Decimal
    """Mean of the places, and the sum of their squared distances from it."""

    def at(self, x: Decimal) -> Decimal:
        return self.intercept + self.slope * x

    def margin_at(self, x: Decimal, level: Decimal) -> Decimal:
        """Return how far a further value at x may lie from the line, at this level."""
        t = quantile(level, self.count - PARAMETERS)
        inner = ONE + ONE / self.count + (x - self.mean) ** 2 / self.spread
        return t * self.deviation * inner.sqrt()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be on a day, between `low` and `high`."""

    day: date
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The trend drawn on; `level` is how often the interval would hold."""

    level: Decimal
    count: int
    slope: Decimal
    """Change in a year."""
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Required:
    """The change in a year that leads from the latest value to the target by its day."""

    change: Decimal
    start_day: date
    start: Decimal
    end_day: date
    end: Decimal


def fit(places: Sequence[tuple[Decimal, Decimal]]) -> Line:
    """Fit a straight line to three or more (x, y) by least squares; not all x are the same.

    Source: ordinary least squares; proved by the certified digits of NIST's Norris.
    """
    with exactly():
        count = len(places)
        mean = sum((x for x, _y in places), ZERO) / count
        level = sum((y for _x, y in places), ZERO) / count
        spread = sum(((x - mean) ** 2 for x, _y in places), ZERO)
        slope = sum(((x - mean) * (y - level) for x, y in places), ZERO) / spread
        intercept = level - slope * mean
        residues = sum(((y - intercept - slope * x) ** 2 for x, y in places), ZERO)
        deviation = (residues / (count - PARAMETERS)).sqrt()
        return Line(
            slope=slope,
            intercept=intercept,
            slope_error=deviation / spread.sqrt(),
            intercept_error=deviation * (ONE / count + mean**2 / spread).sqrt(),
            deviation=deviation,
            count=count,
            mean=mean,
            spread=spread,
        )


def forecast(
    facts: Facts,
    *,
    days: Iterable[date],
    level: Decimal = LEVEL,
    is_cumulative: bool = False,
) -> Forecast | None:
    """Draw the trend of all values on to each of the days, in their order; None below four values.

    Estimates and intervals stop at the natural limits; those of a cumulative series never fall.

    Source: methods, section 1.4.
    """
    points = facts.points
    if len(points) < FEWEST:
        return None
    with exactly():
        start = points[0].day
        line = fit([(years_between(start, point.day), point.value) for point in points])
        floor = facts.floor
        if is_cumulative:
            last = points[-1].value
            floor = last if floor is None else max(floor, last)
        estimates: list[Estimate] = []
        for day in sorted(days):
            x = years_between(start, day)
            value, margin = line.at(x), line.margin_at(x, level)
            ends = (value - margin, value, value + margin)
            low, middle, high = (_clipped(end, floor, facts.ceiling) for end in ends)
            if is_cumulative and estimates:
                before = estimates[-1]
                low, middle, high = (
                    max(low, before.low),
                    max(middle, before.value),
                    max(high, before.high),
                )
            estimates.append(Estimate(day, kept(middle), kept(low), kept(high)))
        return Forecast(level, line.count, kept(line.slope), tuple(estimates))


def required(facts: Facts) -> Required | None:
    """Return the yearly change that the target takes; None if it is met, due, or not one figure.

    Source: methods, section 1.4: below four points draw the required path only.
    """
    latest, aim = facts.latest, aim_of(facts)
    if latest is None or aim is None or aim.figure is None or latest.day >= aim.day:
        return None
    with exactly():
        if aim.is_met_by(latest.value):
            return None
        years = years_between(latest.day, aim.day)
        change = kept((aim.figure - latest.value) / years)
        return Required(change, latest.day, latest.value, aim.day, aim.figure)


def _clipped(value: Decimal, floor: Decimal | None, ceiling: Decimal | None) -> Decimal:
    if floor is not None and value < floor:
        return floor
    return ceiling if ceiling is not None and value > ceiling else value
