"""What indicators do when a strategy's editions change: one service call for each news."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.services.definitions import (
    discard_with,
    end_at_nodes,
    take_back_with,
)
from headway.monitoring.indicators.services.kept import renew_with
from headway.monitoring.strategy.hooks import (
    DRAFT_GOES,
    DRAFT_WAYS,
    EDITION_BEGINS,
    NODE_WAYS,
    NODES_END,
    STRATEGY_WAYS,
    TEXT_TAKEN_BACK,
)


def subscribe() -> None:
    """Listen to the strategy. Called once, when the app is ready."""
    EDITION_BEGINS.subscribe(renew_with)
    DRAFT_GOES.subscribe(discard_with)
    TEXT_TAKEN_BACK.subscribe(take_back_with)
    NODES_END.subscribe(end_at_nodes)
    DRAFT_WAYS.add("indicators:draft", _("Indicators of the draft"))
    NODE_WAYS.add("indicators:draft", _("Its indicators"))
    STRATEGY_WAYS.add("indicators:list", _("Enter values of indicators"))
    STRATEGY_WAYS.add("indicators:method", _("Choose the method"))
