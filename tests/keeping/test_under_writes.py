"""A backup that is made while others write is whole; a copy of the file is not."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from config.backups.reading import opened_backup
from config.installation import DATABASE
from tests.commands.conftest import ROOT, run
from tests.keeping.writer import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.once

WRITERS, FEW, MANY = 3, 3, 25
PATIENCE = 60.0  # seconds


@contextmanager
def written_to(data: Path) -> Iterator[None]:
    """Let several processes write, as fast as they can."""
    words = [sys.executable, "-m", "tests.keeping.writer", str(data)]
    writers = [subprocess.Popen([*words, str(number)], cwd=ROOT) for number in range(WRITERS)]
    until = time.monotonic() + PATIENCE
    while len(kept(data)) < WRITERS and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield
        assert [writer.poll() for writer in writers] == [None] * WRITERS
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def kept(data: Path) -> set[int]:
    """Return the newest number that each writer was promised."""
    found = (path.read_text().rpartition("\n")[0].splitlines() for path in data.glob("kept-*"))
    return {int(lines[-1]) for lines in found if lines}


def judged(entries: set[int], payloads: set[int], counts: list[int], promised: set[int]) -> str:
    if entries != payloads:
        return "entries without payloads"
    if len(counts) != len(SCOPES) or len(set(counts)) != 1:
        return "half a transaction"
    return "lost" if promised - entries else "whole"


def judge_backup(path: Path, promised: set[int]) -> str:
    with opened_backup(path) as backup:
        tables = {table.name: table for table in backup.manifest.tables}
        entries = {int(row[0] or 0) for row in backup.rows(tables["audit_entry"])}
        payloads = {int(row[0] or 0) for row in backup.rows(tables["audit_payload"])}
        versions = backup.rows(tables["publication_contentversion"])
        counts = [int(row[1] or 0) for row in versions if row[0] in SCOPES]
        links = {int(row[0] or 0) for row in backup.rows(tables["audit_link"])}
        if backup.manifest.audit_head["position"] != max(links):
            return "another head"
    return judged(entries, payloads, counts, promised)


def judge_copy(path: Path, promised: set[int]) -> str:
    try:
        with closing(sqlite3.connect(path)) as database:
            (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
            entries = {n for (n,) in database.execute("SELECT number FROM audit_entry")}
            payloads = {n for (n,) in database.execute("SELECT entry_id FROM audit_payload")}
            counts = database.execute(
                "SELECT number FROM publication_contentversion WHERE scope IN (?, ?)", SCOPES
            ).fetchall()
    except sqlite3.DatabaseError as problem:
        return str(problem)
    if verdict != "ok":
        return str(verdict)
    return judged(entries, payloads, [n for (n,) in counts], promised)


@pytest.mark.parametrize("times", [FEW, pytest.param(MANY, marks=pytest.mark.audit)])
def test_every_backup_under_heavy_writes_is_whole(kept_copy: Path, times: int) -> None:
    verdicts, sizes = [], []
    with written_to(kept_copy):
        for number in range(times):
            promised, file = kept(kept_copy), kept_copy.parent / f"{number}.hwb"
            done = run(kept_copy, "backup", str(file))
            assert done.returncode == 0, done.stderr
            verdicts.append(judge_backup(file, promised))
            sizes.append(max(promised))
    assert verdicts == ["whole"] * times
    assert sizes == sorted(set(sizes))  # others wrote all the time
    done = run(kept_copy, "verify-backup", str(file))
    assert done.returncode == 0, done.stderr


def test_a_plain_copy_of_the_file_is_not_whole(kept_copy: Path) -> None:
    """The control: what the backups are held against does find what is wrong."""
    verdicts = []
    with written_to(kept_copy):
        for number in range(FEW):
            promised, copy = kept(kept_copy), kept_copy.parent / f"{number}.sqlite3"
            shutil.copyfile(kept_copy / DATABASE, copy)
            verdicts.append(judge_copy(copy, promised))
            time.sleep(0.2)
    assert [verdict for verdict in verdicts if verdict != "whole"]


@pytest.fixture
def kept_copy(kept: Path, tmp_path: Path) -> Path:
    data = shutil.copytree(kept, tmp_path / "data")
    with closing(sqlite3.connect(data / DATABASE)) as database:
        assert database.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    return data
