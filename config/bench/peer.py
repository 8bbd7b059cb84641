"""What the closest product was found to cost, elsewhere and before: set beside ours, not measured.

Kausal Watch needs PostGIS, Redis and Node, which the registries that a run may use do not offer.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing that both products do: what theirs was recorded to cost, and our case for it."""

    about: str
    theirs: str
    part: str
    case: str
    names: tuple[str, ...]
    """Which of our values are shown."""


RECORDED = (
    Recorded("list of 109 measures", "606 ms of the processor, 58 queries, 400 kB",
             "pages", "strategy", ("cpu_ms", "queries", "bytes")),
    Recorded("page of a measure", "202 ms of the processor, 118 queries",
             "pages", "measure", ("cpu_ms", "queries", "bytes")),
    Recorded("page of an indicator", "351 ms of the processor, 313 queries",
             "pages", "indicator", ("cpu_ms", "queries", "bytes")),
    Recorded("spreadsheet", "1.9 s, 971 queries",
             "pages", "measures.xlsx", ("p50_ms", "queries", "bytes")),
    Recorded("memory of a worker", "380–450 MB", "pages", "workers", ("memory_mb",)),
)  # fmt: skip
