"""What indicators do when a strategy's editions change: one service call for each news."""

from __future__ import annotations

from headway.monitoring.indicators.services.definitions import discard_with, end_at_nodes
from headway.monitoring.indicators.services.kept import renew_with
from headway.monitoring.strategy.hooks import DRAFT_GOES, EDITION_BEGINS, NODES_END


def subscribe() -> None:
    """Listen to the strategy. Called once, when the app is ready."""
    EDITION_BEGINS.subscribe(renew_with)
    DRAFT_GOES.subscribe(discard_with)
    NODES_END.subscribe(end_at_nodes)
