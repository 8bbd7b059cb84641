"""Delivers mails and does what was left for the background."""

from __future__ import annotations

import os
import signal
import threading
import time
from time import monotonic
from typing import TYPE_CHECKING

from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from config.arguments import OK, PROBLEMS
from config.commands.prune import prune
from config.commands.serve import refuse_unprepared
from headway.cooperation.implementation.services import send_report_reminders
from headway.cooperation.peerreview.services import send_review_reminders
from headway.foundation.audit.services import keep_daily_heads
from headway.foundation.core.errors import WrongState
from headway.foundation.core.statistics import renew_statistics
from headway.foundation.notices.services import Delivered, deliver_due
from headway.foundation.notices.transports import configured
from headway.monitoring.indicators.services import renew_due
from headway.monitoring.meetings.services import send_activities, send_follow_ups
from headway.monitoring.reporting.services import send_comments, send_reminders

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from headway.foundation.notices.services import Send

TIDYING = 24 * 3600.0  # seconds
OFTEN, WATCHING, GRACE = 2.0, 0.5, 10.0  # seconds
POLITENESS = 10  # readers of the demonstration come first
REMINDING = 600.0  # seconds; a reminder of today may leave ten minutes after nine
RENEWING = 600.0  # seconds; what is read meanwhile is judged anew where the calendar has moved on


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    stop, worker = threading.Event(), background()
    _stop_gently(stop, worker)
    _work(stop, worker, interval=options.interval, once=options.once)
    return OK


def beside(server: int) -> int:
    """Work beside the server of the demonstration, and end when it ends, however it ends."""
    stop, worker = threading.Event(), background()
    _stop_gently(stop, worker)
    threading.Thread(target=_end_with, args=(server, stop, worker), daemon=True).start()
    os.nice(POLITENESS)
    _work(stop, worker, interval=OFTEN)
    return OK


def _work(stop: threading.Event, worker: Worker, *, interval: float, once: bool = False) -> None:
    """Look again and again; the wall clock may jump, so pauses are counted by another."""
    send, tidied, renewed, reminded = configured(), float("-inf"), float("-inf"), float("-inf")
    while not stop.is_set():
        now = timezone.now()
        if monotonic() - reminded >= REMINDING:
            remind(at=now)
            reminded = monotonic()
        look(stop, worker, send, at=now)
        if monotonic() - tidied >= TIDYING:
            prune(at=now)
            renew_statistics()
            tidied = monotonic()
        if monotonic() - renewed >= RENEWING:
            renew(at=now)
            renewed = monotonic()
        if once:
            break
        stop.wait(interval)


def look(stop: threading.Event, worker: Worker, send: Send, *, at: datetime) -> None:
    """Deliver what is due and do what is waiting, until nothing is."""
    close_old_connections()
    while not stop.is_set() and (delivered := deliver_due(at=at, send=send)) != Delivered():
        print(
            f"Mails: {delivered.sent} sent, {delivered.postponed} put off, "
            f"{delivered.bounced} bounced, {delivered.failed} given up.",
            flush=True,
        )
    worker.run()


def _end_with(server: int, stop: threading.Event, worker: Worker) -> None:
    """Wait until the server has ended, then end: gently at first."""
    while os.getppid() == server:
        time.sleep(WATCHING)
    stop.set()
    worker.running = False
    time.sleep(GRACE)
    os._exit(PROBLEMS)


def renew(*, at: datetime) -> None:
    """Keep anew the answers about indicators that the calendar has overtaken, and daily heads."""
    keep_daily_heads(at=at)
    number = renew_due(at=at)
    if number:
        print(f"Indicators: {number} answers renewed.", flush=True)


def remind(*, at: datetime) -> None:
    """Write the reminders that are due, and what was commented on; an address may be missing."""
    follow_ups, activities = send_follow_ups(at=at), send_activities(at=at)
    if follow_ups or activities:
        print(f"Follow-ups: {follow_ups}; activities: {activities} letters.", flush=True)
    if reviews := send_review_reminders(at=at):
        print(f"Reviews of plans: {reviews} letters.", flush=True)
    if partners := send_report_reminders(at=at):
        print(f"Progress reports: {partners} reminders.", flush=True)
    try:
        reminders, comments = send_reminders(at=at), send_comments(at=at)
    except WrongState as problem:
        print(f"Reminders: {problem}", flush=True)
        return
    if reminders or comments:
        print(f"Reminders: {reminders}; letters about comments: {comments}.", flush=True)


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
