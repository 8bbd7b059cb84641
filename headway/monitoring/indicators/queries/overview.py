"""What a strategy's indicators come to: verdicts counted, and the ambitions one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    Exists,
    Field,
    OuterRef,
    Q,
    Subquery,
)
from django.utils.translation import get_language

from headway.foundation.core.aggregates import Joined
from headway.foundation.core.fields import ProvenanceField
from headway.foundation.core.prepared import prepared
from headway.foundation.core.provenance import UNKNOWN
from headway.monitoring.indicators.models import Kept, Placement, Value
from headway.monitoring.indicators.queries.answers import Answer, facts_of_rows, judged
from headway.monitoring.indicators.queries.definitions import (
    beside_targets,
    judged_texts,
    paired,
)
from headway.monitoring.indicators.queries.kept import read, standing_on
from headway.monitoring.indicators.queries.rollups import Rollup, kept_counts, rolled_up
from headway.monitoring.indicators.queries.values import known_values
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.queries.reckoned import keep, kept
from headway.monitoring.strategy.rules import PLACE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.core.provenance import Provenance
    from headway.monitoring.indicators.models import IndicatorText, Target
    from headway.monitoring.strategy.models import Edition

Defining = tuple["IndicatorText", tuple["Target", ...]]
REASON = "kept answers of an edition that the caller was allowed to read"


@dataclass(frozen=True, slots=True)
class Ambition:
    """An indicator of the strategy itself, judged, with where its latest figure comes from."""

    answer: Answer
    provenance: Provenance

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
    """Return what the indicators of an edition come to.

    Today what is kept is read, and what the calendar has overtaken is judged anew; for another
    day everything is judged from the values. Two queries; three if some are stale; none for a large
    strategy that has not changed since.
    """
    if not is_today or as_of:
        return _overview(edition, on=on, as_of=as_of, is_today=is_today)
    of = ("indicators", on, get_language())
    known: Overview | None = kept(edition, *of)
    if known is None:
        known = _overview(edition, on=on, as_of=None, is_today=True)
        keep(edition, *of, found=known, number=known.rollup.total)
    return known


def _overview(edition: Edition, *, on: date, as_of: datetime | None, is_today: bool) -> Overview:
    counted = kept_counts(edition, on=on) if is_today else []
    rows = paired(_to_judge(edition, as_of) if not is_today else _ambitions_and_stale(edition, on))
    stale = [(text, targets) for text, targets in rows if not _is(text, "is_kept")]
    again = _judged_by_indicator(stale, edition, on=on, as_of=as_of)
    counted += [
        (tops, str(each.verdict), 1) for each in again.values() if (tops := _tops(each.text))
    ]
    own = [pair for pair in rows if _is(pair[0], "is_ambition")]
    return Overview(
        rolled_up(counted),
        tuple(
            _ambition(again[text.indicator_id])
            if text.indicator_id in again
            else _kept_ambition(text, targets)
            for text, targets in own
        ),
    )


@prepared
def _to_judge(edition: Edition, as_of: datetime | None) -> QuerySet[IndicatorText]:
    return beside_targets(_described(judged_texts(edition, as_of=as_of), edition), edition)


@prepared
def _ambitions_and_stale(edition: Edition, on: date) -> QuerySet[IndicatorText]:
    fresh = Kept.objects.unrestricted(reason=REASON).filter(
        standing_on(on), indicator=OuterRef("indicator")
    )
    found = _described(judged_texts(edition), edition)
    found = found.annotate(is_kept=Exists(fresh)).filter(Q(is_ambition=True) | ~Exists(fresh))
    return beside_targets(found.select_related("indicator__kept"), edition)


def _judged_by_indicator(
    rows: Sequence[Defining], edition: Edition, *, on: date, as_of: datetime | None
) -> dict[int, Answer]:
    """Judge definitions by what was known at a moment. One query, unless there are none."""
    ids = [text.indicator_id for text, _targets in rows]
    values = known_values(ids, as_of=as_of) if ids else {}
    found = judged(rows, values, edition=edition, on=on)
    return {each.text.indicator_id: each for each in found}


def _ambition(answer: Answer) -> Ambition:
    return Ambition(answer, answer.latest.provenance if answer.latest else UNKNOWN)


def _is(text: IndicatorText, name: str) -> bool:
    """Tell whether what the query asks beside a definition holds; False where it was not asked."""
    return bool(getattr(text, name, False))


def _kept_ambition(text: IndicatorText, targets: tuple[Target, ...]) -> Ambition:
    """Return an ambition as its kept answer says; the sparkline stands for its figures."""
    kept = read(text.indicator.kept)
    points = kept.sparks
    if points:
        flag = getattr(text, "latest_flag", "") or ""
        points = (*points[:-1], replace(points[-1], flag=flag))
    answer = Answer(
        text=text,
        targets=targets,
        values=(),
        facts=replace(facts_of_rows(text, targets, ()), points=points),
        assessment=kept.assessment,
        verdict=kept.verdict,
        expected=None,
        holds_until=text.indicator.kept.holds_until,
    )
    return Ambition(answer, getattr(text, "latest_provenance", None) or UNKNOWN)


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


def _described(found: QuerySet[IndicatorText], edition: Edition) -> QuerySet[Any]:
    """Add to definitions where they stand, and where their latest figure comes from."""
    own = Placement.objects.of(edition).filter(indicator=OuterRef("indicator"), node__isnull=True)
    return found.annotate(
        paths=_paths(edition),
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
