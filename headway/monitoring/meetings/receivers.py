"""What meetings add to the pages of strategies, and to what waits for a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.monitoring.meetings.queries.duties import (
    FOLLOW_UP,
    activities_waiting,
    follow_ups_waiting,
)
from headway.monitoring.meetings.wording import task_of
from headway.monitoring.strategy.hooks import STRATEGY_WAYS, TASKS, Source

COLUMNS = {
    "key": "key",
    "words": "words",
    "of": "body__name",
    "slug": "body__slug",
    "besides": "body__strategy__time_zone",
    "due_on": "due_on",
}


def subscribe() -> None:
    """Lead to the bodies of a strategy, and tell what waits. Called once, when the app is ready."""
    STRATEGY_WAYS.add("meetings:bodies_of", _("Bodies and meetings"))
    TASKS.add(
        Source(FOLLOW_UP, follow_ups_waiting, COLUMNS, task_of),
        Source("activity", activities_waiting, COLUMNS, task_of),
    )
