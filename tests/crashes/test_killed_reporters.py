"""Processes that hand in reports are killed: every receipt exists once, with its mail, or never."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from tests.commands.conftest import ROOT, run
from tests.crashes.reporters import PARTNERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
LONGEST_START = 60.0  # seconds
WRITING = 0.6  # seconds, at most, from the first promise to the kill


@dataclass
class Promises:
    """What a writer was promised over all its lives, as it said itself."""

    saved: list[str] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)

    def hear(self, line: str) -> None:
        kind, name, *rest = line.split()
        if kind == "saved":
            self.saved.append(name)
        else:
            [receipt] = rest
            assert self.receipts.get(name, receipt) == receipt
            self.receipts[name] = receipt


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database holds of one report."""

    receipts: dict[str, str]
    """By the request that asked for it; the database keeps it behind the key of its report."""
    mails: int
    audited: int
    words: str


def ledger(data: Path, number: int) -> Ledger:
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = database.execute("SELECT id, key FROM reporting_report ORDER BY id").fetchall()
        pk, key = rows[number]
        receipts = "SELECT request_key, receipt FROM reporting_submission WHERE report_id = ?"
        mails = (
            "SELECT count(*) FROM notices_mail WHERE kind = 'reporting_receipt' AND about_key = ?"
        )
        audited = (
            "SELECT count(*) FROM audit_entry WHERE verb = 'report_submitted' AND thing_key = ?"
        )
        words = "SELECT json_extract(done, '$.en.words') FROM reporting_answer WHERE report_id = ?"
        return Ledger(
            {asked.partition("-")[2]: each for asked, each in database.execute(receipts, [pk])},
            database.execute(mails, [key]).fetchone()[0],
            database.execute(audited, [key]).fetchone()[0],
            str(database.execute(words, [pk]).fetchone()[0] or ""),
        )


def broken(promises: Promises, kept: Ledger) -> list[str]:
    """Say what is lost, doubled, or written by nobody's promise."""
    found = [
        f"lost: {receipt}"
        for name, receipt in promises.receipts.items()
        if kept.receipts.get(name) != receipt
    ]
    twice = [each for each, times in Counter(kept.receipts.values()).items() if times > 1]
    found += [f"twice: {receipt}" for receipt in twice]
    if kept.mails != len(kept.receipts):
        found.append(f"{len(kept.receipts)} receipts, {kept.mails} mails")
    if kept.audited != len(kept.receipts):
        found.append(f"{len(kept.receipts)} receipts, {kept.audited} in the audit trail")
    number = int(kept.words.rpartition("-")[2] or -1)
    last = max((int(name.rpartition("-")[2]) for name in promises.saved), default=-1)
    if number not in {last, last + 1}:
        found.append(f"saved was {last}, kept is {number}")
    return found


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return kept | {
        "HEADWAY_DATA": str(data),
        "HEADWAY_ADDRESS": "https://strategy.example.org",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }


def process(data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crashes.reporters", *words],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
    )


def write_and_kill(data: Path, all_promises: list[Promises]) -> None:
    """Let every partner write, and kill them all at a moment that nobody chose."""
    writers = [
        process(data, "write", str(number), str(len(promises.receipts)))
        for number, promises in enumerate(all_promises)
    ]
    readers = []
    heard = [len(promises.receipts) for promises in all_promises]
    for writer, promises in zip(writers, all_promises, strict=True):
        reader = Thread(target=_hear, args=(writer, promises))
        reader.start()
        readers.append(reader)
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and any(
        len(promises.receipts) == before
        for promises, before in zip(all_promises, heard, strict=True)
    ):
        time.sleep(0.005)
    time.sleep(random.uniform(0, WRITING))  # noqa: S311 -- no secret
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer, reader in zip(writers, readers, strict=True):
        writer.wait()
        reader.join()


def _hear(writer: subprocess.Popen[str], promises: Promises) -> None:
    assert writer.stdout is not None
    with writer.stdout as lines:
        for line in lines:
            if line.endswith("\n"):  # a promise that was cut off is none
                promises.hear(line)


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.audit)])
def test_every_receipt_exists_once_with_its_mail(tmp_path: Path, kills: int) -> None:
    data = tmp_path / "data"
    made = run(data, "init")
    assert made.returncode == 0, made.stderr
    seeding = process(data, "seed")
    seeding.communicate()
    assert seeding.returncode == 0
    all_promises = [Promises() for _partner in range(PARTNERS)]
    for _kill in range(kills):
        write_and_kill(data, all_promises)
        kept = [ledger(data, number) for number in range(PARTNERS)]
        assert [broken(*pair) for pair in zip(all_promises, kept, strict=True)] == [[]] * PARTNERS
    promised = sum(len(promises.receipts) for promises in all_promises)
    unheard = sum(len(each.receipts) for each in kept) - promised
    print(f"{kills} kills, {promised} receipts, {unheard} nobody heard of")  # noqa: T201 -- pytest -s
    assert promised > kills


BEFORE = Ledger({"0-0": "A-1", "0-1": "A-2"}, 2, 2, "Words 0-1")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, []),
        (Ledger({"0-0": "A-1", "0-1": "A-2", "0-2": "A-3"}, 3, 3, "Words 0-2"), []),
        (Ledger({"0-0": "A-1"}, 1, 1, "Words 0-1"), ["lost: A-2"]),
        (Ledger({"0-0": "A-1", "0-1": "A-1"}, 2, 2, "Words 0-1"), ["lost: A-2", "twice: A-1"]),
        (Ledger(BEFORE.receipts, 1, 2, "Words 0-1"), ["2 receipts, 1 mails"]),
        (Ledger(BEFORE.receipts, 2, 3, "Words 0-1"), ["2 receipts, 3 in the audit trail"]),
        (Ledger(BEFORE.receipts, 2, 2, "Words 0-0"), ["saved was 1, kept is 0"]),
    ],
)
def test_a_broken_promise_is_noticed(now: Ledger, expected: list[str]) -> None:
    promises = Promises(["0-0", "0-1"], {"0-0": "A-1", "0-1": "A-2"})
    assert broken(promises, now) == expected
