"""Looks over an installation and says what to mend. Changes nothing."""

from __future__ import annotations

import json
import shutil
import stat
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django_tasks_db.models import DBTaskResult

from config.arguments import OK, PROBLEMS
from config.findings import ERROR, FINE, WARNING, Finding
from config.installation import catalogues, data_folder, is_prepared
from config.looks.arrival import arrival
from config.looks.backups import backups
from config.looks.lines import lines
from config.looks.pooling import pooling
from config.looks.standing import answers, chain, editions
from config.secrets import NAME as SECRET
from headway.foundation.audit.models import Entry
from headway.foundation.notices.queries import outbox

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

GIGABYTE = 10**9
LITTLE_SPACE, NO_SPACE = 2 * GIGABYTE, GIGABYTE // 4
LONG_OVERDUE = timedelta(minutes=15)
CLOCK_TOLERANCE = timedelta(seconds=5)

SQLITE = (
    ("journal_mode", "wal", "Readers would wait for writers."),
    ("synchronous", "2", "A power cut could lose what was confirmed."),
    ("foreign_keys", "1", "Rows could point to nothing."),
    ("busy_timeout", "5000", "Who writes beside somebody else would fail at once."),
)
POSTGRESQL = (
    ("fsync", "on", "A power cut could ruin the database."),
    ("full_page_writes", "on", "A power cut could ruin the database."),
    ("synchronous_commit", "on", "A power cut could lose what was confirmed."),
    ("server_encoding", "UTF8", "Not every letter could be kept."),
)


def run(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    findings = found_now(now)
    if options.url:
        findings += arrival(options.url)
    is_well = all(finding.level != ERROR for finding in findings)
    if options.json:
        print(json.dumps({"ok": is_well, "findings": [asdict(f) for f in findings]}))
    else:
        for finding in findings:
            print(
                f"{finding.level:<8} {finding.about}: {finding.sentence} {finding.remedy}".rstrip()
            )
    return OK if is_well else PROBLEMS


def found_now(now: datetime) -> list[Finding]:
    """Return what every look finds."""
    return [finding for look in LOOKS for finding in _looked(look, now)]


def _looked(look: Callable[[datetime], Iterator[Finding]], now: datetime) -> list[Finding]:
    try:
        return list(look(now))
    except DatabaseError as problem:
        sentence = f"{' '.join(str(problem).split())}."
        remedy = "Check HEADWAY_DATABASE, then run `headway init`."
        return [Finding(look.__name__.replace("_", " "), ERROR, sentence, remedy)]


def database(_now: datetime) -> Iterator[Finding]:
    """Compare the settings that keep confirmed writes with those Headway was measured on.

    They are asked of the connection that is in use, for whatever is set may have been overruled.
    """
    is_sqlite = connection.vendor == "sqlite"
    for name, wanted, danger in SQLITE if is_sqlite else POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}" if is_sqlite else f"SHOW {name}")
            found = str(cursor.fetchone()[0])
        if _is_enough(found, wanted):
            yield Finding(f"database, {name}", FINE, f"{found}.")
        else:
            remedy = f"{danger} Set {name} to {wanted}."
            yield Finding(f"database, {name}", ERROR, f"{found}.", remedy)


def _is_enough(found: str, wanted: str) -> bool:
    """Tell whether a setting is as wanted; of a number, more is enough."""
    if found.isdecimal() and wanted.isdecimal():
        return int(found) >= int(wanted)
    return found == wanted


def migrations(_now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding("migrations", ERROR, f"{len(missing)} missing.", "Run `headway init`.")
    else:
        yield Finding("migrations", FINE, "all applied.")


def preparation(_now: datetime) -> Iterator[Finding]:
    if is_prepared(data_folder()):
        yield Finding("preparation", FINE, "made for this very code.")
    else:
        remedy = "Run `headway init`."
        yield Finding("preparation", WARNING, "made for another code, or never.", remedy)


def rights(_now: datetime) -> Iterator[Finding]:
    """Check that the owner alone reads the data folder: it holds addresses and the secret key."""
    data = data_folder()
    yield _right(data, 0o700)
    yield _right(data / SECRET, 0o600)


def _right(path: Path, wanted: int) -> Finding:
    about = f"rights of {path}"
    if not path.exists():
        return Finding(about, ERROR, "it is missing.", "Run `headway init`.")
    found = stat.S_IMODE(path.stat().st_mode)
    if found & ~wanted:
        remedy = f"Others can read it. Run: chmod {wanted:o} {path}"
        return Finding(about, ERROR, f"{found:o}.", remedy)
    return Finding(about, FINE, f"{found:o}.")


def space(_now: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(data_folder()).free
    sentence = f"{free / GIGABYTE:.1f} GB free."
    level = ERROR if free < NO_SPACE else WARNING if free < LITTLE_SPACE else FINE
    yield Finding(
        "disk", level, sentence, "" if level == FINE else "Make room, or move the data folder."
    )


def clock(now: datetime) -> Iterator[Finding]:
    """Check that the clock was not set back: new entries would stand before old ones."""
    entries = Entry.objects.unrestricted(reason="the newest moment alone")
    newest = entries.order_by("-number").values_list("at", flat=True).first()
    if newest and newest > now + CLOCK_TOLERANCE:
        sentence = f"the audit trail reaches to {newest:%Y-%m-%d %H:%M} UTC, which lies ahead."
        yield Finding("clock", ERROR, sentence, "Set the clock of this machine.")
    else:
        yield Finding("clock", FINE, f"{now:%Y-%m-%d %H:%M} UTC.")


def clock_of_database(_now: datetime) -> Iterator[Finding]:
    """Compare the clock of a database on another machine with that of this one."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(datetime.now(UTC) - cursor.fetchone()[0])
    if apart > CLOCK_TOLERANCE:
        sentence = f"{apart.total_seconds():.0f} seconds from that of this machine."
        remedy = "Let both machines ask a time server."
        yield Finding("clock of the database", ERROR, sentence, remedy)
    else:
        yield Finding("clock of the database", FINE, "the same as here.")


def mails(now: datetime) -> Iterator[Finding]:
    box = outbox(now)
    counts = (
        f"{box.waiting} waiting, {box.sent} sent, {box.bounced} bounced, {box.failed} given up."
    )
    if box.failed or box.bounced:
        yield Finding("outbox", WARNING, counts, "Open the outbox: mend the addresses, send again.")
    elif box.overdue_since and now - box.overdue_since > LONG_OVERDUE:
        since = f"overdue since {box.overdue_since:%Y-%m-%d %H:%M} UTC."
        yield Finding("outbox", ERROR, f"{counts[:-1]}, {since}", "Run `headway work`.")
    else:
        yield Finding("outbox", FINE, counts)
    if not settings.SMTP:
        sentence = f"mails are written into {settings.MAIL_FOLDER}."
        yield Finding("mail server", WARNING, sentence, "Set HEADWAY_SMTP.")


def background(now: datetime) -> Iterator[Finding]:
    waiting = DBTaskResult.objects.ready()
    late = waiting.filter(enqueued_at__lt=now - LONG_OVERDUE).count()
    if late:
        sentence = f"{late} tasks have waited for more than a quarter of an hour."
        yield Finding("background", ERROR, sentence, "Run `headway work`.")
    else:
        yield Finding("background", FINE, f"{waiting.count()} tasks waiting.")


def translations(_now: datetime) -> Iterator[Finding]:
    """Check that catalogues are compiled: readers would see English, or what stood there before."""
    for po in catalogues():
        mo, about = po.with_suffix(".mo"), f"catalogue {po.parts[-5]} ({po.parts[-3]})"
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            yield Finding(about, FINE, "compiled.")
        else:
            yield Finding(about, WARNING, "not compiled.", "Run `headway init`.")


def openness(_now: datetime) -> Iterator[Finding]:
    """Name what is fit for a developer's machine and not for the public."""
    if settings.DEBUG:
        yield Finding("debugging", ERROR, "errors show source lines.", "Unset HEADWAY_DEBUG.")
    if not settings.SITE_ADDRESS:
        sentence = "unknown; mails that no request caused cannot link to the site."
        yield Finding("public address", WARNING, sentence, "Set HEADWAY_ADDRESS.")


LOOKS = (
    database,
    pooling,
    lines,
    migrations,
    preparation,
    rights,
    space,
    clock,
    clock_of_database,
    editions,
    answers,
    chain,
    mails,
    background,
    backups,
    translations,
    openness,
)
