"""The bar of units: one cell is one thing, and its counts stand in words beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.ui.shapes import STATUSES, VERDICTS, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_WIDTH = 10
CELL_HEIGHT = 28
MOST = 500
"""Cells in the longest bar; of more things each stands for several, as no eye would part them."""
ROOM = 12
"""Cells that are left for parts whose last cell is not full, where each stands for several."""
GAP = 0.7
TOP = 1
"""Drawing units between the cells, and above them."""
OPEN = "edge hollow"
BOX = "h8.6v26h-8.6z"
CELLS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "": ("edge", ()),
    "full": ("edge", ()),
    "half": (OPEN, (("ink", "m0 13h8.6v13h-8.6z"),)),
    "part": (OPEN, (("ink", "m0 26v-26l8.6 26z"),)),
    "crossed": (OPEN, (("slash", "m1 3l6.6 20m0-20l-6.6 20"),)),
    "hollow": (OPEN, ()),
    "hollow dash": (f"{OPEN} dash", ()),
    "line": (f"{OPEN} pale", (("slash", "m1 13h6.6"),)),
    "line dash": (f"{OPEN} pale dash", (("slash", "m1 13h6.6"),)),
    "capped": (OPEN, (("block", "h8.6v3h-8.6zm0 5.5h8.6v20.5h-8.6z"),)),
    "low": (OPEN, (("block", "m0 9h8.6v17h-8.6z"),)),
    "high": (OPEN, (("block", "h8.6v13h-8.6z"),)),
    "even": (OPEN, (("block", "m0 5h8.6v6h-8.6zm0 10h8.6v6h-8.6z"),)),
    "hollow slashed": (OPEN, (("slash", "m1 24l6.6-22"),)),
}
"""The edge of a cell and what stands in it, so that no two can be confused without colour.

A path begins at the corner of its cell and says no place, so that one path can draw many cells.
"""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one part: one for each thing."""

    shape: Shape
    code: str
    xs: tuple[float, ...]
    """How far each cell is from the left, in drawing units."""

    @property
    def edge(self) -> str:
        return CELLS[self.shape.cell][0]

    @property
    def edges(self) -> str:
        """The path of all edges."""
        return self._drawn(BOX)

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """Style and path of what stands inside the edges."""
        return tuple((style, self._drawn(path)) for style, path in CELLS[self.shape.cell][1])

    def _drawn(self, path: str) -> str:
        return "".join(f"M{x} {TOP}{path}" for x in self.xs)


@dataclass(frozen=True, slots=True)
class Part:
    """So many things with the same status or verdict, and where their list is."""

    code: str
    word: str
    count: int
    address: str = ""
    is_verdict: bool = False

    @property
    def shape(self) -> Shape:
        if self.is_verdict:
            return VERDICTS[self.code]
        return STATUSES.get(self.code, STATUSES[""])


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A bar in which one cell is one thing, or so many of very many; several share one scale."""

    parts: tuple[Part, ...]
    scale: int
    """The number of things in the longest bar beside this one."""

    @property
    def each(self) -> int:
        """How many things one cell stands for."""
        return max(1, -(-self.scale // MOST))

    @property
    def width(self) -> int:
        room = ROOM if self.each > 1 else 0
        return max(self._cells(self.scale) + room, 1) * CELL_WIDTH

    @property
    def height(self) -> int:
        return CELL_HEIGHT

    @property
    def style(self) -> str:
        return "cells"

    @property
    def name(self) -> str:
        return "; ".join(f"{part.count} {part.word}" for part in self.parts)

    @property
    def cells(self) -> tuple[Cells, ...]:
        """The cells, those of each part together: an element for each would keep a page waiting."""
        found, place = [], 0
        for part in self.parts:
            places = range(place, place + self._cells(part.count))
            xs = tuple(round(each * CELL_WIDTH + GAP, 1) for each in places)
            found.append(Cells(part.shape, part.code, xs))
            place = places.stop
        return tuple(found)

    def _cells(self, number: int) -> int:
        """Return how many cells so many things take; none is left out."""
        return -(-number // self.each)


def verdict_bar(
    counts: Mapping[str, int], *, scale: int, addresses: Mapping[str, str] | None = None
) -> UnitBar:
    """Return a bar of verdicts in their order, each linked to its list; none of it is left out."""
    addresses = addresses or {}
    parts = (
        Part(code, str(shape.word), counts[code], addresses.get(code, ""), is_verdict=True)
        for code, shape in VERDICTS.items()
        if counts.get(code)
    )
    return UnitBar(tuple(parts), scale)
