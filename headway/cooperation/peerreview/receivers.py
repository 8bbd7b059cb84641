"""What review sessions add to what waits for a person."""

from __future__ import annotations

from headway.cooperation.peerreview.queries.reviews import reviews_to_answer, reviews_to_write
from headway.cooperation.peerreview.wording import TO_ANSWER, TO_REVIEW, task_of
from headway.monitoring.strategy.hooks import TASKS, Source

SESSION = {
    "key": "key",
    "of": "reviewed__session__title",
    "slug": "reviewed__session__project__slug",
    "besides": "reviewed__session__key",
}


def subscribe() -> None:
    """Tell what waits. Called once, when the app is ready."""
    to_write = {"name": "reviewed__name", "due_on": "reviewed__session__reviews_until"}
    to_answer = {"name": "reviewer__name", "due_on": "reviewed__session__answers_until"}
    TASKS.add(
        Source(TO_REVIEW, reviews_to_write, SESSION | to_write, task_of),
        Source(TO_ANSWER, reviews_to_answer, SESSION | to_answer | {"number": "left"}, task_of),
    )
