"""What a trajectory consists of once it is laid out: everything in the units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.foundation.ui.charts.labels import Box, Label
    from headway.foundation.ui.charts.scales import TimeMark

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a drawing, in its own units; `side` is the most that words may take."""

    width: int
    height: int
    letters: int
    leading: int
    top: int
    side: int
    most_ticks: int
    style: str


BROAD = Size(820, 400, 14, 18, 36, 172, 7, "text")
NARROW = Size(380, 360, 16, 19, 38, 126, 5, "text large")
BIG = 20
BELOW = 34
"""Room for the words of the time axis."""
QUARTER_LINE = 18
LEAD = 18
"""From the edge of the field to the words beside it."""
EDGE = 20
APART = 8
"""The least between words beside the field and those of the time axis."""
DOTS_FROM = 25
"""With more values than this a line carries no dots but the last and those that are not firm."""


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    word: str
    word_x: float
    word_y: float
    style: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    r: float
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    style: str


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A drawing: everything in its units, ready to be written down."""

    size: Size
    field: Box
    ticks: tuple[Tick, ...]
    times: tuple[TimeMark, ...]
    axis: str
    future: Box | None
    range: Box | None
    band: str
    trend: str
    plan: str
    required: str
    runs: tuple[str, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    diamonds: tuple[Place, ...]
    baseline: Place | None
    labels: tuple[Label, ...]

    @property
    def width(self) -> int:
        return self.size.width

    @property
    def height(self) -> int:
        return self.size.height

    @property
    def name(self) -> str:
        return "narrow" if self.size is NARROW else "broad"

    @property
    def style(self) -> str:
        return f"g {self.name}"

    @property
    def tick_y(self) -> float:
        return self.field.bottom + 5

    @property
    def time_y(self) -> float:
        return self.field.bottom + 22

    @property
    def year_y(self) -> float:
        return self.time_y + QUARTER_LINE
