"""Verdicts counted by objective and strategy, and the ambitions: what the strategy page shows.

Counts come from kept answers in one query; what the calendar has overtaken is judged anew. On an
earlier day, or as of one, everything is judged from the values themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import Substr

from headway.monitoring.indicators.models import Indicator, Kept, Placement
from headway.monitoring.indicators.queries.answers import Answer, answers
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

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


def kept_rollup(edition: Edition, *, on: date) -> Rollup:
    """Count the verdicts of the edition in force today. Three queries, and four if some are stale.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    fresh = Q(verdict__isnull=False) & (Q(holds_until__isnull=True) | Q(holds_until__gt=on))
    rows = (
        _standing(edition)
        .annotate(
            verdict=F("node__indicator_placements__indicator__kept__verdict"),
            holds_until=F("node__indicator_placements__indicator__kept__holds_until"),
        )
        .filter(fresh)
        .values_list("top", "verdict")
        .annotate(number=Count("node__indicator_placements__indicator", distinct=True))
        .order_by()
    )
    by_top: dict[str, Counter[str]] = {}
    for top, verdict, number in rows:
        by_top.setdefault(top, Counter())[verdict] += number
    in_all = _in_all(edition, fresh)
    stale = _stale(edition, on=on)
    if stale:
        again = answers(edition, on=on, indicators=stale)
        _add(by_top, in_all, again, _tops(edition, stale))
    return Rollup(by_top, in_all)


def computed_rollup(edition: Edition, found: Sequence[Answer]) -> Rollup:
    """Count verdicts that were judged from the values. One query, for the places."""
    by_top: dict[str, Counter[str]] = {}
    in_all: Counter[str] = Counter()
    _add(by_top, in_all, found, _tops(edition, [each.text.indicator_id for each in found]))
    return Rollup(by_top, in_all)


def rollup(edition: Edition, *, on: date, as_of: datetime | None, is_today: bool) -> Rollup:
    """Count the verdicts of an edition, as kept today, or judged for another day."""
    if is_today:
        return kept_rollup(edition, on=on)
    return computed_rollup(edition, answers(edition, on=on, as_of=as_of))


def _standing(edition: Edition) -> QuerySet[Any]:
    """Return the nodes of an edition joined to the indicators that stand at them there."""
    return (
        NodeText.objects.of(edition)
        .filter(
            node__indicator_placements__from_number__lte=edition.number,
            node__indicator_placements__until_number__gt=edition.number,
        )
        .annotate(top=Substr("path", 1, PLACE_WIDTH))
    )


def _in_all(edition: Edition, fresh: Q) -> Counter[str]:
    places = Placement.objects.of(edition).filter(node__isnull=False).values("indicator")
    kept = Kept.objects.unrestricted(reason=REASON).filter(fresh, indicator__in=places)
    rows = kept.values_list("verdict").annotate(number=Count("pk")).order_by()
    return Counter(dict(rows))


def _stale(edition: Edition, *, on: date) -> list[int]:
    """Return the indicators whose kept answer is missing or overtaken by the calendar."""
    places = Placement.objects.of(edition).filter(node__isnull=False).values("indicator")
    fresh = Q(kept__isnull=False) & (
        Q(kept__holds_until__isnull=True) | Q(kept__holds_until__gt=on)
    )
    overtaken = Indicator.objects.filter(pk__in=places).exclude(fresh)
    return list(overtaken.values_list("pk", flat=True))


def _tops(edition: Edition, indicators: Iterable[int]) -> dict[int, set[str]]:
    rows = (
        _standing(edition)
        .filter(node__indicator_placements__indicator__in=tuple(indicators))
        .values_list("node__indicator_placements__indicator", "top")
    )
    found: dict[int, set[str]] = {}
    for indicator, top in rows:
        found.setdefault(indicator, set()).add(top)
    return found


def _add(
    by_top: dict[str, Counter[str]],
    in_all: Counter[str],
    found: Iterable[Answer],
    tops: Mapping[int, set[str]],
) -> None:
    for each in found:
        own = tops.get(each.text.indicator_id, set())
        if own:
            in_all[each.verdict] += 1
        for top in own:
            by_top.setdefault(top, Counter())[each.verdict] += 1
