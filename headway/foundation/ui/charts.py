"""Geometry of the charts: numbers in, drawing units out; the templates only write them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.ui.shapes import STATUSES, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CELL_WIDTH = 10
CELL_HEIGHT = 28
GAP = 0.7


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing in a unit bar, at a distance from the left in drawing units."""

    x: float
    shape: Shape
    code: str


@dataclass(frozen=True, slots=True)
class Part:
    """So many things with the same status, and where their list is."""

    code: str
    word: str
    count: int
    address: str = ""

    @property
    def shape(self) -> Shape:
        return STATUSES.get(self.code, STATUSES[""])


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A bar in which one cell is one thing; several bars share one scale."""

    parts: tuple[Part, ...]
    scale: int
    """The number of cells in the longest bar beside this one."""

    @property
    def width(self) -> int:
        return max(self.scale, 1) * CELL_WIDTH

    @property
    def height(self) -> int:
        return CELL_HEIGHT

    @property
    def name(self) -> str:
        return "; ".join(f"{part.count} {part.word}" for part in self.parts)

    @property
    def cells(self) -> tuple[Cell, ...]:
        shapes = [(part.shape, part.code) for part in self.parts for _ in range(part.count)]
        return tuple(
            Cell(round(place * CELL_WIDTH + GAP, 1), shape, code)
            for place, (shape, code) in enumerate(shapes)
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something stood at a time: its place on the scale and the time in words."""

    place: float
    when: str


@dataclass(frozen=True, slots=True)
class Track:
    """One row of a stage chart, in drawing units."""

    names: tuple[str, ...]
    detail: str
    y: int
    marks: tuple[Mark, ...]
    show_when: bool

    @property
    def first(self) -> Mark:
        return self.marks[0]

    @property
    def last(self) -> Mark:
        return self.marks[-1]


@dataclass(frozen=True, slots=True)
class Zone:
    x: float
    width: float
    words: tuple[str, ...]
    is_shaded: bool


@dataclass(frozen=True, slots=True)
class StageChart:
    """Rows on a scale of stages of equal width; a ring where each began, a dot where it is."""

    left: int
    width: int
    height: int
    top: int
    zones: tuple[Zone, ...]
    tracks: tuple[Track, ...]
    is_narrow: bool

    @property
    def zone_height(self) -> int:
        return self.height - self.top - 6


ROW = 48
NARROW_ROW = 56
BROAD = {"left": 200, "right": 892, "width": 900, "row": ROW, "line": 24}
NARROW = {"left": 8, "right": 372, "width": 380, "row": NARROW_ROW, "line": 13}
LINE_HEIGHT = 18
NAME_HEIGHT = 16
NAME_LENGTH = 26
"""Letters of a bold name that fit left of the scale."""
FIRST_LINE = 0.625
"""How far down its row a track and the first line of its name stand."""


def stage_chart(
    *,
    stages: Sequence[str],
    rows: Iterable[tuple[str, str, Sequence[tuple[float, str]]]],
    is_narrow: bool = False,
) -> StageChart:
    """Lay out a stage chart. Each row is (name, detail, [(place on the scale, when), …])."""
    size = NARROW if is_narrow else BROAD
    step = (size["right"] - size["left"]) / max(len(stages), 1)
    words = [_broken(stage, size["line"]) for stage in stages]
    top = max((len(lines) for lines in words), default=0) * LINE_HEIGHT + 16
    tracks: list[Track] = []
    height = top
    for name, detail, marks in rows:
        names = (name,) if is_narrow else _broken(name, NAME_LENGTH)
        tracks.append(
            Track(
                names=names,
                detail=detail,
                y=height + int(size["row"] * FIRST_LINE),
                marks=tuple(Mark(round(size["left"] + at * step, 1), when) for at, when in marks),
                show_when=not tracks,
            )
        )
        height += max(size["row"], (len(names) + 2) * NAME_HEIGHT)
    zones = tuple(
        Zone(round(size["left"] + place * step, 1), round(step, 1), lines, place % 2 == 0)
        for place, lines in enumerate(words)
    )
    return StageChart(size["left"], size["width"], height + 6, top, zones, tuple(tracks), is_narrow)


def _broken(words: str, longest: int) -> tuple[str, ...]:
    """Break words into lines of so many letters at most, where a word allows it."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)
