"""The worker is killed while it delivers: no mail is lost, none doubled without need."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from headway.foundation.notices.rules import message_id
from headway.foundation.notices.tests.sink import Sink, running
from tests.commands.conftest import ROOT, run
from tests.crashes.shares import LONG, kills
from tests.crashes.site import SENDER, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
PAUSE = 0.02  # seconds in which a server thinks: most of a delivery, so that kills meet it
FOR_EACH = 30
"""Mails for each kill: more than are sent until then."""
LONGEST_START, LONGEST = 30.0, 240.0
WRITE = """
INSERT INTO notices_mail (unique_key, kind, about_type, about_key, scope, recipient, reply_to,
subject, text, html, enclosed, enclosed_name, enclosed_type, link, has_link, is_private, state,
written_at, due_at, attempts, problem)
VALUES (?, '', '', '', '', ?, '', 'S', 'T', '', '', '', '', '', 0, 0, 'waiting', ?, ?, 0, '')
"""
LEASED = "SELECT unique_key FROM notices_mail WHERE leased_until IS NOT NULL"
END_LEASES = """
UPDATE notices_mail SET leased_until = '2026-03-02 09:00:00' WHERE leased_until IS NOT NULL
"""
WITHOUT_LEASE = """
import sys, django
django.setup()
from headway.foundation.notices import services
services._lease = lambda mail, at: True
from config.cli import main
sys.exit(main(["work", "--once"]))
"""


def write(data: Path, number: int, *, name: str = "mail") -> list[str]:
    """Put mails into the outbox and return their Message-IDs."""
    then = "2026-03-02 09:00:00"
    rows = [(f"{name} {n}", f"reader{n}@example.org", then, then) for n in range(number)]
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.executemany(WRITE, rows)
    return [message_id(row[0], SENDER) for row in rows]


def ask(data: Path, statement: str) -> list[str]:
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database, database:
        return [row[0] for row in database.execute(statement)]


def worker(data: Path, sink: Sink, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *(words or ("-m", "config.cli", "work", "--once"))],
        cwd=ROOT,
        env=environment(data, HEADWAY_SMTP=sink.address),
        stdout=subprocess.DEVNULL,
    )


def deliver_and_kill(data: Path, sink: Sink) -> set[str]:
    """Kill a worker at a moment nobody chose; return what it had in hand, and let its lease end."""
    before, process = len(sink.taken), worker(data, sink)
    until = time.monotonic() + LONGEST_START
    while len(sink.taken) == before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.3))  # noqa: S311 -- no secret
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(2 * PAUSE)  # the server takes in what it was given
    in_hand = {message_id(key, SENDER) for key in ask(data, LEASED)}
    ask(data, END_LEASES)
    return in_hand


@pytest.mark.parametrize("often", [4, pytest.param(LONG, marks=pytest.mark.audit)])
def test_no_mail_is_lost_and_none_doubled_without_need(
    data: Path, often: int | str, request: pytest.FixtureRequest
) -> None:
    times = kills(request, "worker", often)
    wanted, in_hand = write(data, times * FOR_EACH), set[str]()
    with running(Sink(pause=PAUSE)) as sink:
        for _kill in range(times):
            in_hand |= deliver_and_kill(data, sink)
        assert ask(data, "SELECT id FROM notices_mail WHERE state = 'waiting'")
        assert worker(data, sink).wait(LONGEST) == 0
    assert ask(data, "SELECT DISTINCT state FROM notices_mail") == ["sent"]
    count = Counter(sink.taken)
    doubled = {mail for mail, times in count.items() if times > 1}
    print(f"{times} kills, {len(in_hand)} mails in hand, {len(doubled)} doubled")  # noqa: T201 -- pytest -s
    assert set(count) == set(wanted)
    assert doubled <= in_hand
    assert in_hand  # the kills came while mails were on their way


@pytest.mark.parametrize("has_lease", [True, False], ids=["with lease", "control"])
def test_two_workers_share_the_mails(data: Path, has_lease: bool) -> None:
    """Without the lease they send many twice: that is how we know that this test can fail."""
    wanted = write(data, 100)
    words = () if has_lease else ("-c", WITHOUT_LEASE)
    with running(Sink(pause=PAUSE)) as sink:
        both = [worker(data, sink, *words) for _worker in range(2)]
        assert [process.wait(LONGEST) for process in both] == [0, 0]
    assert set(sink.taken) == set(wanted)
    assert (len(sink.taken) == len(wanted)) is has_lease


def test_once_delivers_everything_that_is_due(data: Path) -> None:
    write(data, 45)
    done = run(data, "work", "--once")
    assert done.returncode == 0, done.stderr
    assert len(list((data / "mail").iterdir())) == 45
