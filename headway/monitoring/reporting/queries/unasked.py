"""What nobody answers for in a round, so that nobody is asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.strategy.models import Edition, NodeText

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import Round

REASON = "the page of somebody who keeps the strategy, or who reads everything"


def measures_unasked(of: Round | None) -> tuple[NodeText, ...]:
    """Return the measures that nobody answers for, in their order. One query, if there are any."""
    if of is None or not of.unasked_measures:
        return ()
    editions = Edition.objects.unrestricted(reason=REASON).filter(pk=of.edition_id)
    number = editions.values("number")
    texts = NodeText.objects.unrestricted(reason=REASON).filter(
        node__in=of.unasked_measures, from_number__lte=number, until_number__gt=number
    )
    return tuple(texts.order_by("path"))
