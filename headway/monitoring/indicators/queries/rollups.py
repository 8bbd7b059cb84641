"""Verdicts counted by objective and strategy, and the ambitions: what the strategy page shows.

Counts come from kept answers in one query; what the calendar has overtaken is judged anew. On an
earlier day, or as of one, everything is judged from the values themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Substr

from headway.monitoring.indicators.models import Kept, Placement
from headway.monitoring.indicators.queries.answers import Answer, answers
from headway.monitoring.indicators.queries.kept import standing_on
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
    """Count the verdicts of the edition in force today. Three queries, and more if some are stale.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    kept = Kept.objects.unrestricted(reason=REASON).filter(standing_on(on))
    fresh = kept.filter(indicator=OuterRef("indicator")).values("verdict")
    rows = (
        _standing(edition)
        .annotate(verdict=Subquery(fresh))
        .values_list("top", "verdict")
        .annotate(number=Count("indicator", distinct=True))
        .order_by()
    )
    by_top: dict[str, Counter[str]] = {}
    for top, verdict, number in rows:
        if verdict is not None:
            by_top.setdefault(top, Counter())[verdict] += number
    in_all = _in_all(edition, on=on)
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
    """Return the places at nodes in an edition, each with the path of its top node there."""
    return (
        Placement.objects.of(edition)
        .filter(
            node__texts__from_number__lte=edition.number,
            node__texts__until_number__gt=edition.number,
        )
        .annotate(top=Substr("node__texts__path", 1, PLACE_WIDTH))
    )


def _in_all(edition: Edition, *, on: date) -> Counter[str]:
    places = Placement.objects.of(edition).filter(node__isnull=False).values("indicator")
    kept = Kept.objects.unrestricted(reason=REASON).filter(standing_on(on), indicator__in=places)
    rows = kept.values_list("verdict").annotate(number=Count("pk")).order_by()
    return Counter(dict(rows))


def _stale(edition: Edition, *, on: date) -> list[int]:
    """Return the indicators whose kept answer is missing or overtaken by the calendar."""
    fresh = Kept.objects.unrestricted(reason=REASON).filter(
        standing_on(on), indicator=OuterRef("indicator")
    )
    places = Placement.objects.of(edition).filter(~Exists(fresh), node__isnull=False)
    return list(places.values_list("indicator", flat=True).distinct())


def _tops(edition: Edition, indicators: Iterable[int]) -> dict[int, set[str]]:
    rows = _standing(edition).filter(indicator__in=tuple(indicators))
    found: dict[int, set[str]] = {}
    for indicator, top in rows.values_list("indicator", "top"):
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
