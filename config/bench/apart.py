"""Parts that have data of their own: each in a process and an installation of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.bench.children import surroundings, told_by
from config.bench.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Measured = Callable[["Place"], list[Figure]]

UNITS = 40
WRITERS, ENTRIES = 8, 20_000
VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Place:
    """An empty data folder and database, and how much is to be made there."""

    data: Path
    database: str
    address: str
    seconds: float
    reports: int
    amendments: int

    def told(self, module: str, *words: str) -> Any:  # noqa: ANN401 -- its JSON
        self.data.mkdir(mode=0o700)
        around = surroundings(self.data, self.address)
        return told_by(f"config.bench.{module}", *words, around=around)


def chain(place: Place) -> list[Figure]:
    seconds = ("--seconds", str(place.seconds), "--entries", str(ENTRIES))
    found = place.told("chaining", "--writers", str(WRITERS), *seconds)
    rows = {f"{WRITERS} writers, {name} the chain": found[name] for name in ("without", "with")}
    rows["verify"] = found["verify"]
    return [Figure("chain", case, place.database, values=values) for case, values in rows.items()]


def pairing(place: Place) -> list[Figure]:
    found = place.told("pairing", "--units", str(UNITS))
    return [Figure("pairing", f"{UNITS} units", values=found)]


def reporting(place: Place) -> list[Figure]:
    found = place.told("reviewing", "--reports", str(place.reports))
    return _pages("reporting", place.database, found)


def editions(place: Place) -> list[Figure]:
    found = place.told("amending", "--amendments", str(place.amendments))
    return _pages("editions", place.database, found)


def backups(place: Place) -> list[Figure]:
    found = place.told("keeping", "--measures", str(VALUES // 92))
    return [
        Figure("backups", name, place.database, found["rows"], values=found[name])
        for name in ("backup", "verify", "restore")
    ]


def _pages(part: str, database: str, found: dict[str, Any]) -> list[Figure]:
    made = Figure(part, "making the data", database, values={"seconds": found["made_in_s"]})
    rows = []
    for page in found["pages"]:
        values = {name: value for name, value in page.items() if name != "page"}
        values["bytes"] = values.pop("size")
        rows.append(Figure(part, page["page"], database, values=values))
    return [made, *rows]


APART: dict[str, tuple[Measured, bool]] = {
    "chain": (chain, True),
    "pairing": (pairing, False),
    "reporting": (reporting, True),
    "editions": (editions, True),
    "backups": (backups, False),
}
"""How each is measured, and whether on every database; else on SQLite."""
