"""Verdicts counted by objective and strategy.

Counts come from kept answers; what the calendar has overtaken is judged anew. On an
earlier day, or as of one, everything is judged from the values themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Value
from django.db.models.functions import Substr

from headway.monitoring.indicators.models import IndicatorText, Kept, Placement
from headway.monitoring.indicators.queries.answers import Answer, answers
from headway.monitoring.indicators.queries.kept import standing_on
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from headway.monitoring.strategy.models import Edition

MARK = "*"
EVERYWHERE = Value(MARK, output_field=CharField())
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
    """Count the verdicts of the edition in force today. One query; more if some are stale.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    return fresh_rollup(edition, on=on) or _with_stale(edition, on=on)


def fresh_rollup(edition: Edition, *, on: date) -> Rollup | None:
    """Count kept verdicts if all answers of the edition in force hold today. One query."""
    *counted, defined = _kept_and_defined(edition, _kept(edition, on=on))
    if sum(number for _tops, _word, number in counted) != defined[2]:
        return None
    return _counted((tops.split(" "), word, number) for tops, word, number in counted if tops)


def _with_stale(edition: Edition, *, on: date) -> Rollup:
    words: dict[int, str] = dict(_kept(edition, on=on).values_list("indicator_id", "verdict"))
    tops = tops_of(edition)
    again = answers(edition, on=on, indicators=tops.keys() - words.keys())
    words |= {each.text.indicator_id: each.verdict.value for each in again}
    return _counted((own, words[pk], 1) for pk, own in tops.items() if pk in words)


def _kept(edition: Edition, *, on: date) -> QuerySet[Kept]:
    return Kept.objects.unrestricted(reason=REASON).filter(
        standing_on(on), strategy=edition.strategy_id
    )


def _kept_and_defined(edition: Edition, kept: QuerySet[Kept]) -> list[tuple[str, str, int]]:
    """Count kept verdicts by where they stand, and last how many indicators the edition has."""
    counted = kept.order_by().values_list("tops", "verdict").annotate(number=Count("*"))
    defined = (
        IndicatorText.objects.of(edition)
        .order_by()
        .annotate(everywhere=EVERYWHERE, any_word=EVERYWHERE)
        .values_list("everywhere", "any_word")
        .annotate(number=Count("*"))
    )
    rows = list(counted.union(defined, all=True))
    total = next((row for row in rows if row[0] == MARK), (MARK, MARK, 0))
    return [row for row in rows if row[0] != MARK] + [total]


def computed_rollup(edition: Edition, found: Sequence[Answer]) -> Rollup:
    """Count verdicts that were judged from the values. One query, for the places."""
    tops = tops_of(edition)
    ids = ((each.text.indicator_id, each.verdict.value) for each in found)
    return _counted((tops[pk], word, 1) for pk, word in ids if pk in tops)


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


def _counted(rows: Iterable[tuple[Iterable[str], str, int]]) -> Rollup:
    """Add up how many indicators that stand under some top nodes have a verdict."""
    by_top: dict[str, Counter[str]] = {}
    in_all: Counter[str] = Counter()
    for tops, word, number in rows:
        in_all[word] += number
        for top in tops:
            by_top.setdefault(top, Counter())[word] += number
    return Rollup(by_top, in_all)
