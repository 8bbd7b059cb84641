"""What was measured: one shape for every part of the benchmark."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Values = dict[str, float]
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """What one case of one part came to, on a database and at a size.

    The names of values end in their unit: `p50_ms`, `cpu_ms`, `per_second`, `queries`, `bytes`.
    """

    part: str
    case: str
    database: str = ""
    """`sqlite` or `postgresql`; empty for what asks neither."""
    size: int = 0
    """Measures of the strategy; 0 for what has a size of its own."""
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured in one run, to be looked up."""

    rows: tuple[Figure, ...]

    def of(self, part: str, case: str, database: str = "", size: int | None = None) -> Values:
        """Return the values of a case; without a size, of the smallest. Empty if there are none."""
        found = [
            row
            for row in self.rows
            if (row.part, row.case, row.database) == (part, case, database)
            and size in {None, row.size}
        ]
        return min(found, key=lambda row: row.size).values if found else {}

    def sizes(self, part: str, case: str, database: str) -> tuple[int, ...]:
        """Return at which sizes a case was measured, the smallest first."""
        own = (part, case, database)
        found = {row.size for row in self.rows if (row.part, row.case, row.database) == own}
        return tuple(sorted(found))

    @property
    def databases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.database for row in self.rows if row.database))

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(row) for row in self.rows]


def read(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Read figures as `as_json` writes them."""
    return Figures(tuple(Figure(**row) for row in rows))


def middle(rounds: Sequence[Mapping[str, float]]) -> Values:
    """Return the median of each value over several rounds; of what was counted, too."""
    names = dict.fromkeys(name for each in rounds for name in each)
    return {
        name: round(median(each[name] for each in rounds if name in each), DIGITS) for name in names
    }
