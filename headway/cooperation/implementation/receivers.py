"""What phase 2 adds to what waits for a person."""

from __future__ import annotations

from headway.cooperation.implementation.wording import tasks_of
from headway.monitoring.strategy.hooks import TASKS


def subscribe() -> None:
    """Tell what waits. Called once, when the app is ready."""
    TASKS.add(tasks_of)
