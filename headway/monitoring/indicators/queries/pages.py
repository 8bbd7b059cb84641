"""What a page shows of indicators: those of a node, or one with what earlier editions said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.foundation.core.prepared import prepared
from headway.monitoring.indicators.models import Indicator, IndicatorText, Placement, Target
from headway.monitoring.indicators.queries.answers import Answer, judged
from headway.monitoring.indicators.queries.definitions import (
    beside_targets,
    judged_texts,
    paired,
)
from headway.monitoring.indicators.queries.values import said_by, speaking
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.monitoring.indicators.models import Value
    from headway.monitoring.strategy.models import Edition, Node

REASON = "editions that the caller was allowed to read"


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator, judged, with everything that was said of it in the order of receipt."""

    answer: Answer
    vintages: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What an edition brought: the definition as it read from then on, or new targets, or both."""

    edition: Edition
    text: IndicatorText | None
    targets: tuple[Target, ...]


def followed_at(
    edition: Edition, node: Node, *, on: date, as_of: datetime | None = None
) -> tuple[Followed, ...]:
    """Judge the indicators of a node, in their order, with their vintages. Two queries.

    One query where the node has none.
    """
    rows = paired(_at_node(edition, node.pk, as_of))
    said = _said_at(edition, node.pk, as_of) if rows else []
    return _followed(rows, said, edition, on=on)


def followed(
    edition: Edition, indicator: Indicator, *, on: date, as_of: datetime | None = None
) -> Followed | None:
    """Judge one indicator as an edition defines it; None if it does not. Two queries."""
    rows = paired(_one(edition, indicator.pk, as_of))
    said = _said_of(indicator.pk, as_of)
    return next(iter(_followed(rows, said, edition, on=on)), None)


@prepared
def _at_node(edition: Edition, node: int, as_of: datetime | None) -> QuerySet[IndicatorText]:
    found = judged_texts(edition, as_of=as_of).filter(indicator__in=_placed(edition, node))
    return beside_targets(found, edition)


@prepared
def _one(edition: Edition, indicator: int, as_of: datetime | None) -> QuerySet[IndicatorText]:
    found = judged_texts(edition, as_of=as_of).filter(indicator=indicator)
    return beside_targets(found, edition)


@prepared
def _said_at(edition: Edition, node: int, as_of: datetime | None) -> QuerySet[Value]:
    return said_by(as_of).filter(indicator__in=_placed(edition, node))


@prepared
def _said_of(indicator: int, as_of: datetime | None) -> QuerySet[Value]:
    return said_by(as_of).filter(indicator=indicator)


def _placed(edition: Edition, node: int) -> QuerySet[Placement, Any]:
    return Placement.objects.of(edition).filter(node=node).values("indicator")


def _followed(
    rows: Iterable[tuple[IndicatorText, tuple[Target, ...]]],
    said: Sequence[Value],
    edition: Edition,
    *,
    on: date,
) -> tuple[Followed, ...]:
    answers = judged(rows, speaking(said), edition=edition, on=on)
    return tuple(
        Followed(each, tuple(row for row in said if row.indicator_id == each.text.indicator_id))
        for each in answers
    )


def find_indicator(key: str) -> Indicator | None:
    """Find an indicator by its key, whoever may read it. One query."""
    return next(iter(_called(key)), None)


@prepared
def _called(key: str) -> QuerySet[Indicator]:
    return Indicator.objects.filter(key=key).select_related("strategy")


def editions_that_define(indicator: Indicator, editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return those of the editions that define an indicator, the newest first. One query."""
    spans = _spans(indicator.pk)
    return tuple(
        edition
        for edition in sorted(editions, key=lambda each: each.number, reverse=True)
        if any(start <= edition.number < end for start, end in spans)
    )


@prepared
def _spans(indicator: int) -> QuerySet[IndicatorText, tuple[int, int]]:
    texts = IndicatorText.objects.unrestricted(reason=REASON).filter(indicator=indicator)
    return texts.values_list("from_number", "until_number")


def places_of(edition: Edition, indicator: Indicator) -> tuple[NodeText, ...]:
    """Return the nodes at which an indicator stands, in the order of the tree. One query."""
    return tuple(_places(edition, indicator.pk))


@prepared
def _places(edition: Edition, indicator: int) -> QuerySet[NodeText]:
    nodes = Placement.objects.of(edition).filter(indicator=indicator, node__isnull=False)
    texts = NodeText.objects.addressed(edition).filter(node__in=nodes.values("node"))
    return texts.select_related("node").order_by("path")


def wordings_of(indicator: Indicator, editions: Iterable[Edition]) -> tuple[Wording, ...]:
    """Return what each of the editions brought to an indicator, the newest first. Two queries.

    A target that a later edition revised stands here with the edition that set it.
    """
    begun = {edition.number: edition for edition in editions}
    texts = {row.from_number: row for row in _texts(indicator.pk) if row.from_number in begun}
    targets: dict[int, list[Target]] = {}
    for row in _targets(indicator.pk):
        if row.from_number in begun:
            targets.setdefault(row.from_number, []).append(row)
    return tuple(
        Wording(begun[number], texts.get(number), tuple(targets.get(number, ())))
        for number in sorted({*texts, *targets}, reverse=True)
    )


@prepared
def _texts(indicator: int) -> QuerySet[IndicatorText]:
    """Return all that an indicator ever was, drafts among it: the caller keeps what it may read."""
    return IndicatorText.objects.unrestricted(reason=REASON).filter(indicator=indicator)


@prepared
def _targets(indicator: int) -> QuerySet[Target]:
    """Return all that was ever wanted of an indicator, likewise."""
    rows = Target.objects.unrestricted(reason=REASON).filter(indicator=indicator)
    return rows.order_by("by_day", "pk")
