"""Verdicts counted by objective and strategy, and the ambitions: what the strategy page shows.

Counts come from kept answers; what the calendar has overtaken is judged anew. On an
earlier day, or as of one, everything is judged from the values themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Substr

from headway.monitoring.indicators.models import Kept, Placement
from headway.monitoring.indicators.queries.answers import Answer, answers
from headway.monitoring.indicators.queries.kept import standing_on
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

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
    """Count the verdicts of the edition in force today. Three queries; more if some are stale.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    kept = Kept.objects.unrestricted(reason=REASON).filter(strategy=edition.strategy_id)
    words: dict[int, str] = dict(
        kept.filter(standing_on(on)).values_list("indicator_id", "verdict")
    )
    standing = _standing(edition)
    stale = {indicator for _top, indicator in standing if indicator not in words}
    if stale:
        again = answers(edition, on=on, indicators=stale)
        words |= {each.text.indicator_id: each.verdict.value for each in again}
    return _counted(standing, words)


def computed_rollup(edition: Edition, found: Sequence[Answer]) -> Rollup:
    """Count verdicts that were judged from the values. Two queries, for the places."""
    words = {each.text.indicator_id: each.verdict.value for each in found}
    return _counted(_standing(edition), words)


def rollup(edition: Edition, *, on: date, as_of: datetime | None, is_today: bool) -> Rollup:
    """Count the verdicts of an edition, as kept today, or judged for another day."""
    if is_today:
        return kept_rollup(edition, on=on)
    return computed_rollup(edition, answers(edition, on=on, as_of=as_of))


def _standing(edition: Edition) -> set[tuple[str, int]]:
    """Return under which top nodes, by path, indicators stand in an edition. Two queries."""
    texts = NodeText.objects.of(edition).annotate(top=Substr("path", 1, PLACE_WIDTH))
    tops = dict(texts.values_list("node_id", "top"))
    places = Placement.objects.of(edition).filter(node__isnull=False)
    rows = places.values_list("node_id", "indicator_id")
    return {(tops[node], indicator) for node, indicator in rows if node in tops}


def _counted(standing: set[tuple[str, int]], words: Mapping[int, str]) -> Rollup:
    by_top: dict[str, Counter[str]] = {}
    for (top, word), number in Counter(
        (top, words[indicator]) for top, indicator in standing if indicator in words
    ).items():
        by_top.setdefault(top, Counter())[word] = number
    everywhere = {indicator for _top, indicator in standing}
    return Rollup(by_top, Counter(words[pk] for pk in everywhere if pk in words))
