"""Verdicts counted by objective and strategy, and the ambitions: what the strategy page shows.

Counts come from kept answers in one query; what the calendar has overtaken is judged anew. On an
earlier day, or as of one, everything is judged from the values themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models import Value as Constant
from django.db.models.functions import Substr

from headway.foundation.core.aggregates import Joined
from headway.foundation.core.fields import ProvenanceField
from headway.monitoring.indicators.answers import assessment_from_json, sparks_from_json
from headway.monitoring.indicators.models import Kept, Placement, Value
from headway.monitoring.indicators.queries.answers import Answer, facts_of_rows, judged
from headway.monitoring.indicators.queries.definitions import judged_texts, with_targets
from headway.monitoring.indicators.queries.values import known_values
from headway.monitoring.indicators.states import Word
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.core.provenance import Provenance
    from headway.monitoring.indicators.models import IndicatorText, Target
    from headway.monitoring.strategy.models import Edition

REASON = "kept answers of an edition that the caller was allowed to read"
Pair = tuple["IndicatorText", tuple["Target", ...]]


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


@dataclass(frozen=True, slots=True)
class Ambition:
    """An indicator of the strategy itself, judged, with where its latest figure comes from."""

    answer: Answer
    provenance: Provenance | None

    @property
    def key(self) -> str:
        return self.answer.text.indicator.key


@dataclass(frozen=True, slots=True)
class Overview:
    """What a strategy's indicators come to: verdicts counted, and its ambitions one by one."""

    rollup: Rollup
    ambitions: tuple[Ambition, ...]


def overview(
    edition: Edition, *, on: date, as_of: datetime | None = None, is_today: bool
) -> Overview:
    """Return what the indicators of an edition come to, as kept today, or judged for another day.

    Two queries; three if the calendar has overtaken kept answers.

    Source: methods, section 1.4 (counts, never averages of percentages).
    """
    found = _with_places(judged_texts(edition, as_of=as_of), edition)
    if not is_today:
        rows = with_targets(found, edition)
        values = known_values([text.indicator_id for text, _targets in rows], as_of=as_of)
        return _computed(Rollup({}, {}), rows, values, edition=edition, on=on)
    counted = _kept_counts(edition, on=on)
    is_fresh = Q(indicator__kept__isnull=False) & _holds("indicator__kept__", on)
    wanted = found.filter(Q(is_ambition=True) | ~is_fresh).select_related("indicator__kept")
    rows = with_targets(wanted.annotate(is_fresh=_flag(is_fresh)), edition)
    stale = [pair for pair in rows if not getattr(pair[0], "is_fresh", False)]
    overtaken = [text.indicator_id for text, _targets in stale]
    values = known_values(overtaken) if overtaken else {}
    again = _computed(counted, stale, values, edition=edition, on=on)
    kept = [_kept_ambition(*pair) for pair in rows if pair not in stale]
    shown = sorted([*kept, *again.ambitions], key=lambda each: _order(each.answer))
    return Overview(again.rollup, tuple(shown))


def kept_rollup(edition: Edition, *, on: date) -> Rollup:
    """Count the verdicts of the edition in force today. As many queries as `overview`."""
    return overview(edition, on=on, is_today=True).rollup


def rollup(edition: Edition, *, on: date, as_of: datetime | None, is_today: bool) -> Rollup:
    """Count the verdicts of an edition, as kept today, or judged for another day."""
    return overview(edition, on=on, as_of=as_of, is_today=is_today).rollup


def _computed(
    counted: Rollup,
    rows: Sequence[Pair],
    values: Mapping[int, Sequence[Value]],
    *,
    edition: Edition,
    on: date,
) -> Overview:
    """Judge definitions from their values, and add them to what is counted already."""
    by_top = {top: Counter(words) for top, words in counted.by_top.items()}
    in_all = Counter(counted.in_all)
    ambitions = []
    for each in judged(rows, values, edition=edition, on=on):
        tops = _tops(each.text)
        in_all.update([str(each.verdict)] if tops else [])
        for top in tops:
            by_top.setdefault(top, Counter())[str(each.verdict)] += 1
        if getattr(each.text, "is_ambition", False):
            ambitions.append(Ambition(each, each.latest.provenance if each.latest else None))
    return Overview(Rollup(by_top, in_all), tuple(ambitions))


def _kept_ambition(text: IndicatorText, targets: tuple[Target, ...]) -> Ambition:
    """Return an ambition as its kept answer says; the sparkline stands for its figures."""
    kept = text.indicator.kept
    points = sparks_from_json(kept.answer.get("sparks", ()))
    if points:
        flag = getattr(text, "latest_flag", "") or ""
        points = (*points[:-1], replace(points[-1], flag=flag))
    answer = Answer(
        text=text,
        targets=targets,
        values=(),
        facts=replace(facts_of_rows(text, targets, ()), points=points),
        assessment=assessment_from_json(kept.answer["assessment"]),
        verdict=Word(kept.verdict),
        expected=None,
        holds_until=kept.holds_until,
    )
    return Ambition(answer, getattr(text, "latest_provenance", None))


def _order(answer: Answer) -> tuple[int, int]:
    return answer.text.place, answer.text.pk


def _holds(prefix: str, on: date) -> Q:
    return Q(**{f"{prefix}holds_until__isnull": True}) | Q(**{f"{prefix}holds_until__gt": on})


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Constant(value=True)),
        default=Constant(value=False),
        output_field=BooleanField(),
    )


def _kept_counts(edition: Edition, *, on: date) -> Rollup:
    """Count the kept verdicts that hold: those under each top node, and those of all. One query."""
    fresh = Kept.objects.unrestricted(reason=REASON).filter(
        _holds("", on), indicator=OuterRef("indicator")
    )
    by_top = (
        Placement.objects.of(edition)
        .filter(
            node__texts__from_number__lte=edition.number,
            node__texts__until_number__gt=edition.number,
        )
        .annotate(
            top=Substr("node__texts__path", 1, PLACE_WIDTH),
            word=Subquery(fresh.values("verdict")),
        )
        .order_by()
        .values_list("top", "word")
        .annotate(number=Count("indicator", distinct=True))
    )
    places = Placement.objects.of(edition).filter(node__isnull=False).values("indicator")
    in_all = (
        Kept.objects.unrestricted(reason=REASON)
        .filter(_holds("", on), indicator__in=places)
        .annotate(top=Constant("", output_field=CharField()), word=F("verdict"))
        .order_by()
        .values_list("top", "word")
        .annotate(number=Count("pk"))
    )
    found: dict[str, Counter[str]] = {}
    for top, word, number in by_top.union(in_all, all=True):
        if word is not None:
            found.setdefault(top, Counter())[word] += number
    return Rollup(found, found.pop("", Counter()))


def _with_places(found: QuerySet[IndicatorText], edition: Edition) -> QuerySet[IndicatorText]:
    """Add to definitions where they stand, and where their latest figure comes from."""
    place = "node__indicator_placements__"
    paths = (
        NodeText.objects.of(edition)
        .filter(
            **{
                f"{place}indicator": OuterRef("indicator"),
                f"{place}from_number__lte": edition.number,
                f"{place}until_number__gt": edition.number,
            }
        )
        .order_by()
        .values("strategy")
        .annotate(paths=Joined("path"))
        .values("paths")
    )
    own = Placement.objects.of(edition).filter(indicator=OuterRef("indicator"), node__isnull=True)
    return found.annotate(
        paths=Subquery(paths),
        is_ambition=Exists(own),
        latest_provenance=_of_latest("provenance", ProvenanceField()),
        latest_flag=_of_latest("flag", CharField()),
    )


def _of_latest(column: str, kind: Field[Any, Any]) -> Subquery:
    """Return a column of the newest figure of the whole that stands now."""
    standing = Value.objects.unrestricted(reason=REASON).filter(
        indicator=OuterRef("indicator"), is_latest=True, member="", missing=""
    )
    newest = standing.order_by("-period_end", "-period").values(column)[:1]
    return Subquery(newest, output_field=kind)


def _tops(text: IndicatorText) -> set[str]:
    """Return the top nodes, by path, under which an indicator stands."""
    paths = getattr(text, "paths", "") or ""
    return {path[:PLACE_WIDTH] for path in paths.split(",") if path}
