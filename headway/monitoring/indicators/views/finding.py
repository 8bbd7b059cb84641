"""Finds what an address of the workspace names, as far as the person may work with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from headway.foundation.core.verdicts import require
from headway.monitoring.indicators.models import Indicator, IndicatorText
from headway.monitoring.indicators.permissions import can_record_value
from headway.monitoring.indicators.queries.definitions import newest_text
from headway.monitoring.strategy.finding import node_of, open_strategy
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Edition, NodeText, Strategy


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator that the person keeps values of, with the definition that counts today."""

    strategy: Strategy
    indicator: Indicator
    text: IndicatorText


def node_in(draft: Edition, key: str) -> NodeText | None:
    """Return the node that an address asks for; none for an empty key."""
    return node_of(draft, key) if key else None


def text_in(draft: Edition, key: str) -> IndicatorText:
    """Return what a draft says of an indicator."""
    rows = IndicatorText.objects.of(draft).select_related("indicator")
    return get_object_or_404(rows, indicator__key=key)


def open_indicator(request: PersonRequest, slug: str, key: str) -> Found:
    """Return an indicator of a strategy whose workspace the person may read."""
    strategy = open_strategy(request, slug)
    indicator = get_object_or_404(
        Indicator.objects.select_related("strategy"), strategy=strategy, key=key
    )
    try:
        text = newest_text(indicator, on=day_of(strategy, timezone.now()))
    except IndicatorText.DoesNotExist:
        raise Http404 from None
    return Found(strategy, indicator, text)


def kept_indicator(request: PersonRequest, slug: str, key: str) -> Found:
    """Return an indicator whose values the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    found = open_indicator(request, slug, key)
    require(can_record_value(request.user, found.strategy))
    return found
