"""Small lines: one in a cell of a table, one among the small multiples of the ambitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.ui.charts.scales import Scale, TimeScale
from headway.foundation.ui.charts.series import Figure, Goal, Reading, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Values between two gaps: a line, or a dot if there is only one."""

    points: str
    alone: Place | None = None


@dataclass(frozen=True, slots=True)
class Last:
    """Where the latest value lies; hollow if it is not final."""

    x: float
    y: float
    is_firm: bool


@dataclass(frozen=True, slots=True)
class SparklineDrawing:
    name: str
    runs: tuple[Run, ...]
    last: Last | None
    width: int = 88
    height: int = 24
    style: str = "g sparkline"


@dataclass(frozen=True, slots=True)
class Multiple:
    """One figure among several of the same size; all of them share their years.

    `figure` is the value in words, or that there is none; `wanted` is the target beside it: “of
    25,000”. `name_of_line` says the drawing to those who listen.
    """

    name: str
    figure: str
    wanted: str
    name_of_line: str
    verdict: str
    first: date
    last: date
    readings: tuple[Reading, ...] = ()
    plan: tuple[Figure, ...] = ()
    goal: Goal | None = None
    is_rank: bool = False
    address: str = ""
    note: str = ""
    provenance: Provenance = UNKNOWN

    @property
    def drawing(self) -> MultipleDrawing:
        return multiple(self)

    @property
    def has_value(self) -> bool:
        return any(reading.value is not None for reading in self.readings)


@dataclass(frozen=True, slots=True)
class MultipleDrawing:
    name: str
    runs: tuple[Run, ...]
    last: Last | None
    plan: str
    targets: tuple[tuple[float, float, float], ...]
    """Left, right and height of each bar of the target."""
    range: tuple[float, float] | None
    """Top and height of a band."""
    ticks: tuple[float, ...]
    width: int = 240
    height: int = 80
    style: str = "g spark-l"


def sparkline(readings: Sequence[Reading], *, name: str, is_rank: bool = False) -> SparklineDrawing:
    """Lay out a line for a table. Equal values lie in the middle; no value leaves it empty."""
    known = tuple(sorted(readings, key=lambda reading: reading.day))
    first, last = (known[0].day, known[-1].day) if known else (date.min, date.max)
    time = _time(first, last, 3, 81)
    values = [reading.value for reading in known if reading.value is not None]
    scale = _scale(values, 4, 19.6, is_rank=is_rank)
    drawn, end = _drawn(known, time, scale)
    return SparklineDrawing(name, drawn, end)


def multiple(given: Multiple) -> MultipleDrawing:
    """Lay out one of the small multiples; without a value only its target stands."""
    time = _time(given.first, given.last, 4, 236)
    bounds = given.goal.bounds if given.goal else ()
    values = [reading.value for reading in given.readings if reading.value is not None]
    scale = _scale(
        [*values, *(each.value for each in given.plan), *bounds], 10, 68, is_rank=given.is_rank
    )
    drawn, end = _drawn(given.readings, time, scale)
    band = None
    if given.goal and len(bounds) == 2:
        ends = sorted(scale.at(bound) for bound in bounds)
        band = ends[0], round(max(ends[1] - ends[0], 2), 1)
    return MultipleDrawing(
        name=given.name_of_line,
        runs=drawn,
        last=end,
        plan=_points([(time.at(each.day), scale.at(each.value)) for each in given.plan]),
        targets=tuple(_bar(time.at(given.goal.day), scale.at(b)) for b in bounds)
        if given.goal
        else (),
        range=band,
        ticks=tuple(round(4 + 232 * place / 3, 1) for place in range(4)),
    )


def _drawn(
    readings: Sequence[Reading], time: TimeScale, scale: Scale
) -> tuple[tuple[Run, ...], Last | None]:
    places = [
        [(time.at(each.day), scale.at(each.value)) for each in run] for run in runs(tuple(readings))
    ]
    drawn = tuple(Run(_points(run), run[0] if len(run) == 1 else None) for run in places)
    known = [each for each in readings if each.value is not None]
    if not known:
        return drawn, None
    latest = max(known, key=lambda reading: reading.day)
    return drawn, Last(*places[-1][-1], latest.is_firm)


def _time(first: date, last: date, start: float, end: float) -> TimeScale:
    """Return a scale of days; a single day lies at its end."""
    return TimeScale(first if first < last else date.min, last, start, end)


def _scale(values: Sequence[Decimal], top: float, bottom: float, *, is_rank: bool) -> Scale:
    low, high = float(min(values, default=0)), float(max(values, default=0))
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, top, bottom) if is_rank else Scale(low, high, bottom, top)


def _bar(x: float, y: float) -> tuple[float, float, float]:
    return round(x - 9, 1), round(x + 3, 1), y


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
