"""What the benchmark is to show, and whether it does. Pure: figures in, verdicts out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.bench.figures import Figures

    Read = Callable[[Figures, str], float | None]

PUBLIC = ("strategy", "measure", "indicator")
TIMES_THE_DATA = 100
MET, MISSED, UNKNOWN = "met", "missed", "not measured"


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: what is read of the figures on a database, and the bound that it is held against."""

    about: str
    unit: str
    bound: float
    read: Read
    is_floor: bool = False
    """Whether the bound is the least, and not the most."""
    is_of_one: bool = False
    """Whether it asks no database, or one alone."""

    @property
    def wanted(self) -> str:
        return f"{'≥' if self.is_floor else '≤'} {self.bound:g} {self.unit}".strip()

    def holds(self, value: float) -> bool:
        return value >= self.bound if self.is_floor else value <= self.bound


@dataclass(frozen=True, slots=True)
class Judged:
    """An aim with what was found, by database, and what that comes to."""

    aim: Aim
    found: dict[str, float | None]

    @property
    def verdict(self) -> str:
        """Tell whether the aim is met: wherever it was measured, and on every database of the run.

        Source: the aims of the benchmark, on the same machine in one run. One missed is missed;
        one that was not measured is not called met.
        """
        values = list(self.found.values())
        if any(value is not None and not self.aim.holds(value) for value in values):
            return MISSED
        return MET if values and None not in values else UNKNOWN


def judged(figures: Figures) -> list[Judged]:
    """Hold every aim against what was measured on each database.

    Source: the aims of the benchmark; see AIMS.
    """
    names = figures.databases or ("sqlite",)
    return [
        Judged(
            aim, {name: aim.read(figures, name) for name in (names[:1] if aim.is_of_one else names)}
        )
        for aim in AIMS
    ]


def _value(part: str, case: str, name: str) -> Read:
    """Read one value at the smallest size."""
    return lambda figures, database: figures.of(part, case, database).get(name)


def _single(part: str, case: str, name: str) -> Read:
    """Read one value of what asks the embedded database alone."""
    return lambda figures, _database: figures.of(part, case, "sqlite").get(name)


def _share_of_file(figures: Figures, database: str) -> float | None:
    """Read the least share of a stored page in what a server of files does with the same bytes."""
    shares = []
    for page in PUBLIC:
        ours = figures.of("pages", f"{page}, stored", database).get("per_second")
        file = figures.of("pages", f"{page}, a file").get("per_second")
        if ours is None or not file:
            return None
        shares.append(100 * ours / file)
    return min(shares)


def _growth(case: str) -> Read:
    """Read how many times slower a page is with a hundred times the data."""

    def read(figures: Figures, database: str) -> float | None:
        sizes = figures.sizes("pages", case, database)
        if not sizes:
            return None
        small = figures.of("pages", case, database, sizes[0]).get("p50_ms")
        large = figures.of("pages", case, database, sizes[0] * TIMES_THE_DATA).get("p50_ms")
        return large / small if small and large is not None else None

    return read


def _sum(cases: tuple[str, ...], name: str) -> Read:
    def read(figures: Figures, database: str) -> float | None:
        found = [figures.of("pages", case, database).get(name) for case in cases]
        known = [value for value in found if value is not None]
        return sum(known) if len(known) == len(cases) else None

    return read


def _most_memory(figures: Figures, database: str) -> float | None:
    """Read the memory of the largest worker, whatever it serves and of whatever size."""
    sizes = figures.sizes("pages", "workers", database)
    found = [figures.of("pages", "workers", database, size).get("memory_mb") for size in sizes]
    return max((value for value in found if value is not None), default=None)


AIMS = (
    Aim("stored pages, of what a server of files does", "%", 50, _share_of_file, is_floor=True),
    Aim("strategy page, rendered: processor", "ms", 15, _value("pages", "strategy", "cpu_ms")),
    Aim("strategy page, rendered", "requests/s", 100,
        _value("pages", "strategy", "per_second"), is_floor=True),
    Aim("strategy page, rendered, with 100 times the data: slower by", "times", 2,
        _growth("strategy")),
    Aim("measure page, rendered: processor", "ms", 8, _value("pages", "measure", "cpu_ms")),
    Aim("measure page, rendered", "requests/s", 200,
        _value("pages", "measure", "per_second"), is_floor=True),
    Aim("indicator page, rendered: processor", "ms", 8, _value("pages", "indicator", "cpu_ms")),
    Aim("indicator page, rendered", "requests/s", 200,
        _value("pages", "indicator", "per_second"), is_floor=True),
    Aim("XLSX of 109 measures and of their indicators, together", "ms", 150,
        _sum(("measures.xlsx", "indicators.xlsx"), "p50_ms")),
    Aim("executive summary as a PDF", "ms", 300,
        _single("start", "executive summary, PDF", "p50_ms"), is_of_one=True),
    Aim("import of 10,000 rows", "s", 10, _value("import", "10,000 rows", "seconds")),
    Aim("memory of a worker", "MB", 130, _most_memory),
    Aim("`make demo` of a fresh clone to its first page", "s", 15,
        _single("start", "make demo, a fresh clone", "seconds"), is_of_one=True),
    Aim("submissions acknowledged and not kept", "", 0, _value("writing", "8 writers", "lost")),
)  # fmt: skip
