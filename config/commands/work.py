"""Delivers mails and does what was left for the background."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from headway.foundation.notices.services import deliver_due
from headway.foundation.notices.transports import configured
from headway.monitoring.indicators.services import renew_due

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from headway.foundation.notices.services import Send

TIDYING = 24 * 3600.0  # seconds
RENEWING = 600.0  # seconds; what is read meanwhile is judged anew where the calendar has moved on


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    stop = threading.Event()
    worker = background()
    _stop_gently(stop, worker)
    send, tidied, renewed = configured(), float("-inf"), float("-inf")
    while not stop.is_set():
        now = timezone.now()
        look(worker, send, at=now)
        if now.timestamp() - tidied >= TIDYING:
            tidy()
            tidied = now.timestamp()
        if now.timestamp() - renewed >= RENEWING:
            renew(at=now)
            renewed = now.timestamp()
        if options.once:
            break
        stop.wait(options.interval)
    return OK


def look(worker: Worker, send: Send, *, at: datetime) -> None:
    """Deliver what is due and do what is waiting, until nothing is."""
    close_old_connections()
    delivered = deliver_due(at=at, send=send)
    if delivered.sent or delivered.postponed or delivered.failed:
        print(
            f"Mails: {delivered.sent} sent, {delivered.postponed} put off, "
            f"{delivered.failed} given up.",
            flush=True,
        )
    worker.run()


def renew(*, at: datetime) -> None:
    """Keep anew the answers about indicators that the calendar has overtaken."""
    number = renew_due(at=at)
    if number:
        print(f"Indicators: {number} answers renewed.", flush=True)


def tidy() -> None:
    """Take out what nobody needs any more: sessions that have ended, results of old tasks."""
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)


def background() -> Worker:
    """Return the library's worker, set to return as soon as nothing is waiting."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0.1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


def _stop_gently(stop: threading.Event, worker: Worker) -> None:
    def end(_signal: int, _frame: object) -> None:
        stop.set()
        worker.running = False

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
