"""What a strategy's indicators come to: verdicts counted, and the ambitions one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    Exists,
    Field,
    OuterRef,
    Subquery,
)

from headway.foundation.core.aggregates import Joined
from headway.foundation.core.fields import ProvenanceField
from headway.monitoring.indicators.answers import assessment_from_json, sparks_from_json
from headway.monitoring.indicators.models import Placement, Value
from headway.monitoring.indicators.queries.answers import Answer, facts_of_rows, judged
from headway.monitoring.indicators.queries.definitions import judged_texts, with_targets
from headway.monitoring.indicators.queries.rollups import Rollup, fresh_rollup
from headway.monitoring.indicators.queries.values import known_values
from headway.monitoring.indicators.states import Word
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.core.provenance import Provenance
    from headway.monitoring.indicators.models import IndicatorText, Target
    from headway.monitoring.strategy.models import Edition

REASON = "kept answers of an edition that the caller was allowed to read"


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
    found = _with_latest(judged_texts(edition, as_of=as_of), edition)
    counted = fresh_rollup(edition, on=on) if is_today else None
    if counted:
        wanted = found.filter(is_ambition=True).select_related("indicator__kept")
        kept = [_kept_ambition(*pair) for pair in with_targets(wanted, edition)]
        return Overview(counted, tuple(kept))
    rows = with_targets(found.annotate(paths=_paths(edition)), edition)
    values = known_values([text.indicator_id for text, _targets in rows], as_of=as_of)
    answered = judged(rows, values, edition=edition, on=on)
    own = tuple(_ambition(each) for each in answered if _is_ambition(each.text))
    return Overview(_counted(answered), own)


def _counted(found: Sequence[Answer]) -> Rollup:
    """Count verdicts that were judged from the values, under the top nodes read beside them."""
    by_top: dict[str, Counter[str]] = {}
    in_all: Counter[str] = Counter()
    for each in found:
        tops = _tops(each.text)
        in_all.update([str(each.verdict)] if tops else [])
        for top in tops:
            by_top.setdefault(top, Counter())[str(each.verdict)] += 1
    return Rollup(by_top, in_all)


def _ambition(answer: Answer) -> Ambition:
    return Ambition(answer, answer.latest.provenance if answer.latest else None)


def _is_ambition(text: IndicatorText) -> bool:
    return bool(getattr(text, "is_ambition", False))


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


def _paths(edition: Edition) -> Subquery:
    """Return the paths of the nodes at which an indicator stands, joined."""
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
    return Subquery(paths)


def _with_latest(found: QuerySet[IndicatorText], edition: Edition) -> QuerySet[Any]:
    """Add to definitions whether they are ambitions, and where their latest figure comes from."""
    own = Placement.objects.of(edition).filter(indicator=OuterRef("indicator"), node__isnull=True)
    return found.annotate(
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
