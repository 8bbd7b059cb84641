"""What amendments add to the pages of strategies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.monitoring.strategy.hooks import STRATEGY_WAYS


def subscribe() -> None:
    """Lead to the amendments of a strategy. Called once, when the app is ready."""
    STRATEGY_WAYS.add("amendments:list", _("Amendments"))
