"""What the figures say of an installation; one query for each group at most."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

from config.backups.remembered import LAST_BACKUP, LAST_VERIFIED, last
from headway.foundation.audit.queries import count_unlinked, daily_heads, head
from headway.foundation.notices.queries import outbox
from headway.foundation.publication.store.folder import filled
from headway.monitoring.reporting.queries.standing import reports_awaited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"headway_{name}", meaning, value=value)


def _by(name: str, meaning: str, label: str, values: dict[str, float]) -> Metric:
    found = GaugeMetricFamily(f"headway_{name}", meaning, labels=[label])
    for key, value in values.items():
        found.add_metric([key], value)
    return found


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


def reports(at: datetime) -> Iterator[Metric]:
    found = reports_awaited(at=at)
    yield _gauge("reports_due", "Reports asked for that are not handed in.", found.due)
    yield _gauge("reports_late", "Of these, those past their deadline.", found.late)


def mails(at: datetime) -> Iterator[Metric]:
    found = outbox(at)
    states: dict[str, float] = {
        "waiting": found.waiting,
        "sent": found.sent,
        "bounced": found.bounced,
        "given_up": found.failed,
    }
    yield _by("mails", "Mails of the outbox.", "state", states)
    overdue = _age(found.overdue_since, at)
    yield _gauge("mails_overdue_seconds", "How long a mail has been due at most.", overdue)


def tasks(at: datetime) -> Iterator[Metric]:
    ready = Q(status="READY") & (Q(run_after__lte=at) | Q(run_after=get_date_max()))
    found = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status="RUNNING")),
        failed=Count("pk", filter=Q(status="FAILED")),
        since=Min("enqueued_at", filter=ready),
    )
    since = found.pop("since")
    yield _by("tasks", "Tasks of the background.", "state", found)
    yield _gauge("tasks_oldest_seconds", "How long a task has waited at most.", _age(since, at))


def chain(_at: datetime) -> Iterator[Metric]:
    now = head()
    yield _gauge("audit_links", "Links of the audit chain.", now.position)
    yield _gauge("audit_unlinked", "Entries without a link; never any.", count_unlinked())
    kept = daily_heads().first()
    if kept:
        told = {"day": kept.day.isoformat(), "digest": kept.digest}
        yield InfoMetricFamily("headway_audit_daily_head", "The newest head of a day.", value=told)


def backups(_at: datetime) -> Iterator[Metric]:
    """Say when what was done last; 0 if it never was."""
    for name, meaning, mark in (
        ("last_backup", "When a backup was last made.", LAST_BACKUP),
        ("last_verified_restore", "When one was last restored for proof.", LAST_VERIFIED),
    ):
        done = last(settings.DATA, mark)
        seconds = done.timestamp() if done else 0
        yield _gauge(f"{name}_timestamp_seconds", meaning, seconds)


def database(_at: datetime) -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(SIZE[connection.vendor])
        [size] = cursor.fetchone()
    yield _gauge("database_bytes", "Size of the database.", size)


def pages(_at: datetime) -> Iterator[Metric]:
    found = filled(settings.PAGES_FOLDER)
    yield _gauge("stored_pages", "Public pages that are stored.", found.number)
    yield _gauge("stored_pages_bytes", "What they take.", found.size)


FIGURES: tuple[Callable[[datetime], Iterator[Metric]], ...] = (
    reports, mails, tasks, chain, backups, database, pages,
)  # fmt: skip
