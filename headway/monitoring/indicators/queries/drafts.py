"""The indicators of a draft: what the draft says of them, and in what it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.indicators.definition import Definition, definition_of
from headway.monitoring.indicators.models import IndicatorText, Placement, Target
from headway.monitoring.indicators.queries.definitions import texts, texts_at
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.strategy.models import Edition, Node

REASON = "whoever holds a draft may read the edition that it follows"


@dataclass(frozen=True, slots=True)
class Drafted:
    """One indicator of a draft: where it stands, and whether the draft is what says it so."""

    text: IndicatorText
    places: tuple[NodeText, ...]
    is_ambition: bool
    mark: str
    """“new”, “changed”, or nothing."""


@dataclass(frozen=True, slots=True)
class DraftIndicators:
    rows: tuple[Drafted, ...]
    ended: tuple[IndicatorText, ...]


def draft_indicators(draft: Edition, *, node: Node | None = None) -> DraftIndicators:
    """Return the indicators of a draft, or those at a node, and what it ends. Four queries."""
    found = tuple(texts_at(draft, node) if node else texts(draft))
    places: dict[int, list[int | None]] = {}
    for indicator, place in Placement.objects.of(draft).values_list("indicator", "node"):
        places.setdefault(indicator, []).append(place)
    ids = {pk for nodes in places.values() for pk in nodes}
    named = {text.node_id: text for text in NodeText.objects.of(draft).filter(node__in=ids)}
    before = _without(draft)
    rows = tuple(
        _drafted(row, places.get(row.indicator_id, []), named, before, draft) for row in found
    )
    now = {row.indicator_id for row in found}
    ended = () if node else tuple(row for pk, row in before.items() if pk not in now)
    return DraftIndicators(rows, ended)


def _without(draft: Edition) -> dict[int, IndicatorText]:
    """Return the definitions that the draft ended, or wrote anew, by indicator."""
    rows = IndicatorText.objects.unrestricted(reason=REASON).filter(
        strategy=draft.strategy_id, until_number=draft.number
    )
    return {row.indicator_id: row for row in rows.select_related("indicator").order_by("place")}


def _drafted(
    row: IndicatorText,
    places: list[int | None],
    named: Mapping[int, NodeText],
    before: Mapping[int, IndicatorText],
    draft: Edition,
) -> Drafted:
    mark = ""
    if row.from_number == draft.number:
        mark = "changed" if row.indicator_id in before else "new"
    texts_there = [named[pk] for pk in places if pk is not None and pk in named]
    return Drafted(
        text=row,
        places=tuple(sorted(texts_there, key=lambda text: text.path)),
        is_ambition=None in places,
        mark=mark,
    )


def definition_in(draft: Edition, text: IndicatorText) -> Definition:
    """Return what a draft says of an indicator. Two queries."""
    return definition_of(
        text,
        Placement.objects.of(draft).filter(indicator=text.indicator_id),
        Target.objects.of(draft).filter(indicator=text.indicator_id),
    )


def nodes_of(draft: Edition) -> tuple[NodeText, ...]:
    """Return the nodes at which an indicator can stand, in the order of the strategy. One query."""
    return tuple(NodeText.objects.of(draft).order_by("path"))
