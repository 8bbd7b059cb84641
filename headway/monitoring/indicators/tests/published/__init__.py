"""Assessments that others published: ours have to equal them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from headway.foundation.formats.readers import read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[5]
SHARED = ROOT.parent / "shared" / "data" / "oracle"
FILES = [HERE / "statcan.csv", *sorted(SHARED.glob("statcan_*.csv"))]
"""Our own copy of the figures, and the files that they are of where those are at hand."""
NAMES = {
    "value": ("published_value", "published_progress_value", "progress_value"),
    "score": ("published_score", "score"),
    "status": ("published_status", "status"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """One row: what was given, by column, and what was published."""

    given: Mapping[str, str]
    value: str
    score: str
    status: str


def cells_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file as they stand there, by column."""
    with path.open("rb") as file:
        sheet = read_workbook(file, path.name).sheet()
        return [dict(zip(sheet.header, map(_text, row.cells), strict=True)) for row in sheet.rows]


def rows_of(path: Path) -> list[Published]:
    cells = cells_of(path)
    found = [
        {part: row[name] for part, names in NAMES.items() for name in names if name in row}
        for row in cells
    ]
    return [Published(given=row, **said) for row, said in zip(cells, found, strict=True)]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
