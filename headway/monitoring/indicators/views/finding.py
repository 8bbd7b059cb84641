"""Finds what an address of the workspace names, as far as the person may work with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.monitoring.indicators.models import Indicator, IndicatorText
from headway.monitoring.indicators.permissions import can_record_value
from headway.monitoring.indicators.queries.definitions import newest_text
from headway.monitoring.strategy.models import Edition, NodeText, Strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.editions import day_of, draft_of
from headway.monitoring.strategy.queries.people import strategies_open_to

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator that the person keeps values of, with the definition that counts today."""

    strategy: Strategy
    indicator: Indicator
    text: IndicatorText


def open_strategy(request: PersonRequest, slug: str) -> Strategy:
    """Return a strategy whose workspace the person may read. Any other does not exist here."""
    return get_object_or_404(strategies_open_to(request.user), slug=slug)


def kept_strategy(request: PersonRequest, slug: str) -> Strategy:
    """Return a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    strategy = open_strategy(request, slug)
    require(can_keep_strategy(request.user, strategy))
    return strategy


def open_draft_of(request: PersonRequest, slug: str) -> Edition:
    """Return the draft of a strategy that the person may read.

    :raises WrongState: if none is open.
    """
    draft = draft_of(open_strategy(request, slug), user=request.user)
    if draft is None:
        raise WrongState(_("No draft is open. Open one on the page of the strategy."))
    return draft


def kept_draft(request: PersonRequest, slug: str) -> Edition:
    """Return the draft of a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    :raises WrongState: if none is open.
    """
    kept_strategy(request, slug)
    return open_draft_of(request, slug)


def node_in(draft: Edition, key: str) -> NodeText | None:
    """Return the node that an address asks for; none for an empty key."""
    if not key:
        return None
    return get_object_or_404(NodeText.objects.of(draft).select_related("node"), node__key=key)


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


def page_number(request: PersonRequest) -> int:
    """Return the page of a list that an address asks for, the first unless it is a number.

    :raises Http404: for a number that no list has.
    """
    text = request.GET.get("page", "") or "1"
    if not text.isdecimal() or len(text) > len("100000"):
        raise Http404
    return max(int(text), 1)
