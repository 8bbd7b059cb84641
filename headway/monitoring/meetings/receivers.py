"""What meetings add to the pages of strategies, and to what waits for a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.monitoring.meetings.wording import tasks_of
from headway.monitoring.strategy.hooks import STRATEGY_WAYS, TASKS


def subscribe() -> None:
    """Lead to the bodies of a strategy, and tell what waits. Called once, when the app is ready."""
    STRATEGY_WAYS.add("meetings:bodies_of", _("Bodies and meetings"))
    TASKS.add(tasks_of)
