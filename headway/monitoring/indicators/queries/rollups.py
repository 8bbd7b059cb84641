"""Verdicts counted by objective and strategy.

Counts come from kept answers, as far as the calendar has not overtaken them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import Substr

from headway.foundation.core.prepared import prepared
from headway.monitoring.indicators.models import Kept, Placement
from headway.monitoring.indicators.queries.kept import standing_on
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from headway.monitoring.strategy.models import Edition

REASON = "kept answers of an edition that the caller was allowed to read"


@dataclass(frozen=True, slots=True)
class Rollup:
    """How many indicators have which verdict: under each top node (by path), and in all.

    An indicator that stands at several nodes counts once under each top node, and once in all.
    """

    by_top: Mapping[str, Mapping[str, int]]
    in_all: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.in_all.values())


Counted = tuple[Iterable[str], str, int]
"""The top nodes (by path) under which indicators stand, a verdict, and how many there are."""


def kept_counts(edition: Edition, *, on: date) -> list[Counted]:
    """Count the kept verdicts of the edition in force that still hold on a day. One query."""
    rows = _kept_counts(edition, on)
    return [(tops.split(" "), word, number) for tops, word, number in rows if tops]


@prepared
def _kept_counts(edition: Edition, on: date) -> QuerySet[Kept, tuple[str, str, int]]:
    kept = Kept.objects.unrestricted(reason=REASON).filter(
        standing_on(on), strategy=edition.strategy_id
    )
    return kept.order_by().values_list("tops", "verdict").annotate(number=Count("*"))


def rolled_up(rows: Iterable[Counted]) -> Rollup:
    """Add up verdicts.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    by_top: dict[str, Counter[str]] = {}
    in_all: Counter[str] = Counter()
    for tops, word, number in rows:
        in_all[word] += number
        for top in tops:
            by_top.setdefault(top, Counter())[word] += number
    return Rollup(by_top, in_all)


def tops_of(edition: Edition, indicators: Iterable[int] | None = None) -> dict[int, set[str]]:
    """Return under which top nodes, by path, indicators stand in an edition. One query."""
    rows = (
        Placement.objects.of(edition)
        .filter(
            node__texts__from_number__lte=edition.number,
            node__texts__until_number__gt=edition.number,
        )
        .annotate(top=Substr("node__texts__path", 1, PLACE_WIDTH))
    )
    if indicators is not None:
        rows = rows.filter(indicator__in=tuple(indicators))
    found: dict[int, set[str]] = {}
    for indicator, top in rows.values_list("indicator", "top"):
        found.setdefault(indicator, set()).add(top)
    return found
