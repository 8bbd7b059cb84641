"""Scales: round numbers along an axis, years or quarters along another, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from headway.foundation.ui.numbers import quarter_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROUND_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
YEAR_STEPS = (1, 2, 3, 5, 10, 20, 25, 50, 100)
MOST_TICKS = 8
SHORT = timedelta(days=2 * 366)
"""A time no longer than this is told in quarters."""
TEN = Decimal(10)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from figures to drawing units."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        """Return where a figure lies; a figure beyond the scale lies at its edge."""
        share = (float(value) - self.low) / (self.high - self.low)
        return round(self.start + min(max(share, 0), 1) * (self.end - self.start), 1)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A straight scale from days to drawing units."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        return Scale(self.first.toordinal(), self.last.toordinal(), self.start, self.end).at(
            day.toordinal()
        )


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A mark on the time axis, its word, and the smaller word of the year beneath a quarter."""

    x: float
    word: str
    word_x: float
    anchor: str = "middle"
    below: str = ""


def round_step(span: Decimal, most: int) -> Decimal:
    """Return the smallest round step by which `span` has at most `most` parts."""
    rough = span / most
    unit = TEN ** rough.adjusted()
    return next(step * unit for step in ROUND_STEPS if step * unit >= rough)


def round_ticks(low: Decimal, high: Decimal, *, most: int, whole: bool) -> tuple[Decimal, ...]:
    """Return round numbers at equal distances, the first and the last around `low` and `high`."""
    step = round_step(high - low, most)
    if whole:
        step = max(step, Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(_plain((first + place) * step) for place in range(int(last - first) + 1))


def axis_ticks(
    values: Sequence[Decimal], *, is_rank: bool = False, most: int = MOST_TICKS - 2
) -> tuple[Decimal, ...]:
    """Return the ticks of an axis on which all these figures lie; never fewer than two.

    Zero belongs to the axis unless the figures lie far from it: within half of what the nearest
    of them is away from zero. A rank has no zero and begins at 1; its figures lie far already when
    they lie within the whole of that.
    """
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    nearest = min(abs(low), abs(high))
    is_far = low * high > 0 and 0 < high - low < (nearest if is_rank else nearest / 2)
    if not is_far:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = low + 1
    whole = all(value == value.to_integral_value() for value in values)
    found = round_ticks(low, high, most=most, whole=whole)
    if is_rank and found[0] == 0 and found[-1] > 1:
        found = (Decimal(1), *(tick for tick in found if tick > 1))
    return found


def _plain(value: Decimal) -> Decimal:
    """Write a number without an exponent and without needless places."""
    return Decimal(f"{value.normalize():f}")


def time_scale(days: Iterable[date], *, start: float, end: float) -> TimeScale:
    """Return a scale of whole years around the days; of whole quarters if the time is short.

    The last day of a year begins the next one, where a baseline often lies.
    """
    known = sorted(days)
    first, last = known[0], known[-1]
    if last - first > SHORT:
        following = first + DAY
        begin = first if following.year > first.year else date(first.year, 1, 1)
        return TimeScale(begin, date(last.year, 12, 31), start, end)
    return TimeScale(_quarter_start(first), _next_quarter(last) - DAY, start, end)


def time_marks(scale: TimeScale, *, room: float) -> tuple[TimeMark, ...]:
    """Return marks at the starts of years or quarters whose words fit; `room` is for one word."""
    if scale.last - scale.first > SHORT:
        return _years(scale, room)
    return _quarters(scale, room)


def _years(scale: TimeScale, room: float) -> tuple[TimeMark, ...]:
    years = range((scale.first + DAY).year, scale.last.year + 1)
    width = (scale.end - scale.start) / len(years)
    fitting = [n for n in YEAR_STEPS if n * width >= room] or [YEAR_STEPS[-1]]
    ending = (n for n in fitting if (len(years) - 1) % n == 0 and n <= 2 * fitting[0])
    step = next(ending, fitting[0])
    marks = []
    for year in years[::step]:
        x = scale.at(date(year, 1, 1))
        if step == 1:
            marks.append(TimeMark(x, str(year), round(x + width / 2, 1)))
        else:
            marks.append(TimeMark(x, str(year), x + 2, "start"))
    return tuple(marks)


def _quarters(scale: TimeScale, room: float) -> tuple[TimeMark, ...]:
    starts = [scale.first]
    while (following := _next_quarter(starts[-1])) <= scale.last:
        starts.append(following)
    width = (scale.end - scale.start) / len(starts)
    step = next((n for n in (1, 2, 4) if n * width >= room), 4)
    marks = []
    for day in starts[::step]:
        x = scale.at(day)
        year = str(day.year) if day == starts[0] or day.month <= 3 * step - 2 else ""
        centre = round(x + width / 2, 1) if step == 1 else x + 2
        marks.append(
            TimeMark(x, quarter_words(day), centre, "middle" if step == 1 else "start", year)
        )
    return tuple(marks)


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next_quarter(day: date) -> date:
    start = _quarter_start(day)
    return date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
