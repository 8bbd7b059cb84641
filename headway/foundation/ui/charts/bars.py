"""The bar of units: one cell is one thing, and its counts stand in words beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.ui.shapes import STATUSES, VERDICTS, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_WIDTH = 10
CELL_HEIGHT = 28
GAP = 0.7


OPEN = "edge hollow"
CELLS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "": ("edge", ()),
    "full": ("edge", ()),
    "half": (OPEN, (("ink", "M0 13h8.6v13H0z"),)),
    "part": (OPEN, (("ink", "M0 26V0l8.6 26z"),)),
    "crossed": (OPEN, (("slash", "M1 3l6.6 20M7.6 3L1 23"),)),
    "hollow": (OPEN, ()),
    "hollow dash": (f"{OPEN} dash", ()),
    "line": (f"{OPEN} pale", (("slash", "M1 13h6.6"),)),
    "line dash": (f"{OPEN} pale dash", (("slash", "M1 13h6.6"),)),
    "capped": (OPEN, (("block", "M0 0h8.6v3H0zM0 5.5h8.6v20.5H0z"),)),
    "low": (OPEN, (("block", "M0 9h8.6v17H0z"),)),
    "high": (OPEN, (("block", "M0 0h8.6v13H0z"),)),
    "even": (OPEN, (("block", "M0 5h8.6v6H0zM0 15h8.6v6H0z"),)),
    "hollow slashed": (OPEN, (("slash", "M1 24L7.6 2"),)),
}
"""The edge of a cell and what stands in it, so that no two can be confused without colour."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing in a unit bar, at a distance from the left in drawing units."""

    x: float
    shape: Shape
    code: str

    @property
    def edge(self) -> str:
        return CELLS[self.shape.cell][0]

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """Style and path of each mark inside the edge."""
        return CELLS[self.shape.cell][1]


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
    def style(self) -> str:
        return "cells"

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
