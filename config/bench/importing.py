"""A file of many rows, as `headway import-strategy` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.bench.children import timed
from config.bench.figures import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from config.bench.children import Installation

ROWS = 10_000
UNDER_ONE = 100
HEADER = "code,parent,title.lt,title.en,description.lt,description.en,lead"
LITHUANIAN = "Parengti ir įgyvendinti smulkiojo verslo plėtros veiklą"
ENGLISH = "Prepare and carry out an activity for the growth of small firms"
OWNER = "bench-1"


def measured(installation: Installation, folder: Path, *, rows: int = ROWS) -> Figure:
    """Import so many rows into a new strategy; a hundred stand under each objective."""
    file = folder / f"imported-{installation.database}-{installation.size}.csv"
    file.write_text("\n".join([HEADER, *(_row(number) for number in range(rows))]) + "\n", "utf-8")
    found = timed(
        "import-strategy", str(file), "--strategy", "imported", "--create-in", OWNER,
        "--languages", "lt,en", "--json", around=installation.surroundings,
    )  # fmt: skip
    values = {name: found[name] for name in ("seconds", "cpu_s", "memory_mb")}
    return Figure("import", f"{rows:,} rows", installation.database, values=values)


def _row(number: int) -> str:
    above, place = divmod(number, UNDER_ONE)
    code = f"{above + 1}.{place}" if place else f"{above + 1}"
    parent = f"{above + 1}" if place else ""
    words = (f"{LITHUANIAN} {code}", f"{ENGLISH} {code}", f"{LITHUANIAN}." * 3, f"{ENGLISH}." * 3)
    return ",".join((code, parent, *words, OWNER))
