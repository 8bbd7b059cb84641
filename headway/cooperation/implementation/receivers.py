"""What phase 2 adds to what waits for a person."""

from __future__ import annotations

from headway.cooperation.implementation.queries.waiting import (
    changes_waiting,
    reports_to_read,
    reports_to_write,
)
from headway.cooperation.implementation.wording import (
    CHANGE,
    TO_READ,
    TO_WRITE,
    change_task,
    report_task,
)
from headway.monitoring.strategy.hooks import TASKS, Source

OF_REPORT = {
    "key": "key",
    "words": "plan__instrument__title",
    "of": "organisation__name",
    "name": "plan__project__acronym",
    "slug": "plan__project__slug",
    "besides": "round__period",
    "due_on": "round__due_on",
}
OF_CHANGE = {"key": "key", "words": "title", "slug": "plan__project__slug", "besides": "state"}


def subscribe() -> None:
    """Tell what waits. Called once, when the app is ready."""
    TASKS.add(
        Source(TO_WRITE, reports_to_write, OF_REPORT, report_task),
        Source(TO_READ, reports_to_read, OF_REPORT, report_task),
        Source(CHANGE, changes_waiting, OF_CHANGE, change_task),
    )
