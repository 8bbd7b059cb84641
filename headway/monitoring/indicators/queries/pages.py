"""What a page shows of indicators: those of a node, or one with what earlier editions said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.indicators.models import Indicator, IndicatorText, Placement, Target
from headway.monitoring.indicators.queries.answers import Answer, judged
from headway.monitoring.indicators.queries.definitions import judged_texts, with_targets
from headway.monitoring.indicators.queries.values import all_vintages, speaking
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    places = Placement.objects.of(edition).filter(node=node)
    found = judged_texts(edition, as_of=as_of).filter(indicator__in=places.values("indicator"))
    return _followed(found, edition, on=on, as_of=as_of)


def followed(
    edition: Edition, indicator: Indicator, *, on: date, as_of: datetime | None = None
) -> Followed | None:
    """Judge one indicator as an edition defines it; None if it does not. Two queries."""
    found = judged_texts(edition, as_of=as_of).filter(indicator=indicator)
    return next(iter(_followed(found, edition, on=on, as_of=as_of)), None)


def _followed(
    found: QuerySet[IndicatorText], edition: Edition, *, on: date, as_of: datetime | None
) -> tuple[Followed, ...]:
    rows = with_targets(found, edition)
    said = all_vintages([text.indicator_id for text, _targets in rows], as_of=as_of)
    answers = judged(rows, speaking(said), edition=edition, on=on)
    return tuple(
        Followed(each, tuple(row for row in said if row.indicator_id == each.text.indicator_id))
        for each in answers
    )


def find_indicator(key: str) -> Indicator | None:
    """Find an indicator by its key, whoever may read it. One query."""
    return Indicator.objects.filter(key=key).select_related("strategy").first()


def editions_that_define(indicator: Indicator, editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return those of the editions that define an indicator, the newest first. One query."""
    texts = IndicatorText.objects.unrestricted(reason=REASON).filter(indicator=indicator)
    spans = list(texts.values_list("from_number", "until_number"))
    return tuple(
        edition
        for edition in sorted(editions, key=lambda each: each.number, reverse=True)
        if any(start <= edition.number < end for start, end in spans)
    )


def places_of(edition: Edition, indicator: Indicator) -> tuple[NodeText, ...]:
    """Return the nodes at which an indicator stands, in the order of the tree. One query."""
    nodes = Placement.objects.of(edition).filter(indicator=indicator, node__isnull=False)
    texts = NodeText.objects.addressed(edition).filter(node__in=nodes.values("node"))
    return tuple(texts.select_related("node").order_by("path"))


def wordings_of(indicator: Indicator, editions: Iterable[Edition]) -> tuple[Wording, ...]:
    """Return what each of the editions brought to an indicator, the newest first. Two queries.

    A target that a later edition revised stands here with the edition that set it.
    """
    begun = {edition.number: edition for edition in editions}
    texts = {
        row.from_number: row
        for row in IndicatorText.objects.unrestricted(reason=REASON).filter(
            indicator=indicator, from_number__in=begun
        )
    }
    targets: dict[int, list[Target]] = {}
    rows = Target.objects.unrestricted(reason=REASON).filter(
        indicator=indicator, from_number__in=begun
    )
    for row in rows.order_by("by_day", "pk"):
        targets.setdefault(row.from_number, []).append(row)
    return tuple(
        Wording(begun[number], texts.get(number), tuple(targets.get(number, ())))
        for number in sorted({*texts, *targets}, reverse=True)
    )
