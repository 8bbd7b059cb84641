"""Figures that nobody measured: what a run comes to where every aim is met by a little."""

from __future__ import annotations

from config.bench.figures import Figure, Figures

MEASURED: dict[tuple[str, str], dict[str, float]] = {
    ("pages", "strategy"): {"per_second": 120, "p50_ms": 20, "cpu_ms": 14, "queries": 7},
    ("pages", "measure"): {"per_second": 240, "p50_ms": 9, "cpu_ms": 7, "queries": 9},
    ("pages", "indicator"): {"per_second": 220, "p50_ms": 9, "cpu_ms": 8, "queries": 8},
    ("pages", "strategy, stored"): {"per_second": 9_000},
    ("pages", "measure, stored"): {"per_second": 9_000},
    ("pages", "indicator, stored"): {"per_second": 8_000},
    ("pages", "measures.xlsx"): {"p50_ms": 60, "queries": 8},
    ("pages", "indicators.xlsx"): {"p50_ms": 80, "queries": 6},
    ("pages", "workers"): {"memory_mb": 120},
    ("rollup", "from kept values"): {"p50_ms": 4, "queries": 2},
    ("writing", "8 writers"): {"acknowledged": 120, "kept": 120, "lost": 0},
    ("import", "10,000 rows"): {"seconds": 9.5},
}
FILES = ("strategy, a file", "measure, a file", "indicator, a file")
STARTED: dict[str, dict[str, float]] = {
    "make demo, a fresh clone": {"seconds": 14},
    "executive summary, PDF": {"p50_ms": 250},
}


def figures(**changed: dict[str, float]) -> Figures:
    """Return figures of both databases and two sizes; those of some cases otherwise.

    A case is named with `_` for each blank and comma, and its part is not.
    """
    rows = [Figure("pages", case, "", 109, {"per_second": 16_000}) for case in FILES]
    rows += [Figure("start", case, "sqlite", 0, values) for case, values in STARTED.items()]
    for database in ("sqlite", "postgresql"):
        for (part, case), values in MEASURED.items():
            for size in (109, 10_900) if part in {"pages", "rollup"} else (0,):
                rows.append(Figure(part, case, database, size, values))
    names = {row.case.replace(", ", "_").replace(" ", "_").replace(".", "_") for row in rows}
    assert set(changed) <= names, set(changed) - names
    return Figures(tuple(_with(row, changed) for row in rows))


def _with(row: Figure, changed: dict[str, dict[str, float]]) -> Figure:
    name = row.case.replace(", ", "_").replace(" ", "_").replace(".", "_")
    return Figure(row.part, row.case, row.database, row.size, row.values | changed.get(name, {}))
