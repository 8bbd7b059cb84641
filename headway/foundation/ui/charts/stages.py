"""The stage chart: rows on a scale of stages, a ring where each began, a dot where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    def name(self) -> str:
        return "narrow" if self.is_narrow else "broad"

    @property
    def style(self) -> str:
        return f"g {self.name}"

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
