"""A backup or a restore that is killed leaves nothing that looks whole, and can be begun again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import pytest

from config.backups.loading import RESTORING as TABLE
from config.backups.reading import opened_backup
from config.installation import DATABASE, ENDING, RESTORING
from config.secrets import NAME
from tests.commands.conftest import ROOT, run
from tests.crashes.shares import LONG, kills
from tests.crashes.site import environment
from tests.keeping.conftest import content

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

FEW = 2
SOON = 3.0  # seconds after a restore has begun
OFTEN = pytest.mark.parametrize("often", [FEW, pytest.param(LONG, marks=pytest.mark.audit)])
CUT_OFF = "was cut off; run `headway restore` again"


def killed(data: Path, *words: str, within: float, mark: str = "") -> float:
    """Run a command and kill it at a moment that nobody chose.

    With a mark, the moment is one after that file has appeared in the data folder. Returns 0 if it
    was cut off; else the seconds that it took to its end, from the mark if there is one.
    """
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "config.cli", *words],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while mark and process.poll() is None and not (data / mark).exists():
        time.sleep(0.01)
        begun = time.monotonic()
    try:
        process.wait(timeout=random.uniform(0, within))  # noqa: S311 -- no secret
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode in {0, -signal.SIGKILL}
    return 0.0 if process.returncode else time.monotonic() - begun


def timed(data: Path, *words: str) -> float:
    """Return how long a command takes."""
    begun = time.monotonic()
    done = run(data, *words)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun


@OFTEN
def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(
    kept: Path, tmp_path: Path, often: int | str, request: pytest.FixtureRequest
) -> None:
    times = kills(request, "backup", often)
    data, folder = shutil.copytree(kept, tmp_path / "data"), tmp_path / "backups"
    folder.mkdir()
    within, cut, numbers = timed(data, "backup", str(folder / "first.hwb")), 0, count()
    while cut < times:
        file = folder / f"{next(numbers)}.hwb"
        took = killed(data, "backup", str(file), within=within)
        cut, within = cut + (not took), took or within
        if file.exists():
            with opened_backup(file) as backup:
                assert backup.manifest.rows
        left = {path.name for path in folder.iterdir() if path.suffix != ".hwb"}
        assert all(name.startswith(".") and name.endswith(".part") for name in left)
    assert run(data, "backup", str(folder / "last.hwb")).returncode == 0


@OFTEN
def test_a_restore_that_is_killed_is_known_for_unfinished_and_begins_anew(
    kept: Path, backup: Path, tmp_path: Path, often: int | str, request: pytest.FixtureRequest
) -> None:
    times = kills(request, "restore", often)
    data, begun, cut = tmp_path / "data", 0, 0
    is_long = often == LONG
    within = timed(tmp_path / "first", "restore", str(backup)) if is_long else SOON
    mark = "" if is_long else RESTORING
    while cut < times or not begun:
        if took := killed(data, "restore", str(backup), within=within, mark=mark):
            within = took  # so that the next one is cut off, on a fast machine too
            assert content(data) == content(kept)
            shutil.rmtree(data)
            continue
        cut += 1
        if is_marked(data):
            begun += 1
            done = run(data, "work", "--once")
            assert (done.returncode, CUT_OFF in done.stderr) == (1, True)
        elif (data / DATABASE).exists():  # it was over but for its last words
            assert content(data) == content(kept)
            shutil.rmtree(data)
        else:
            assert {path.name for path in data.glob("*")} <= {NAME}
    shutil.rmtree(data, ignore_errors=True)
    halfway(data)
    assert run(data, "restore", str(backup)).returncode == 0
    assert content(data) == content(kept)
    assert not (data / "files" / "left").exists()


def is_marked(data: Path) -> bool:
    """Tell whether the folder or the database says that a restore has not ended."""
    mark = data / RESTORING
    if not mark.exists():
        return False
    if mark.read_text() != ENDING:
        return True
    with closing(sqlite3.connect(data / DATABASE)) as database:
        return bool(
            database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [TABLE]).fetchall()
        )


def halfway(data: Path) -> None:
    """Leave what a restore may leave that was killed in the middle of its rows."""
    (data / "files").mkdir(parents=True)
    (data / "files" / "left").touch()
    (data / RESTORING).touch()
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute(f"CREATE TABLE {TABLE} (begun integer)")
        database.execute("CREATE TABLE audit_entry (number integer)")


@pytest.mark.parametrize("command", ["init", "serve", "work", "doctor", "backup x", "demo"])
def test_nothing_runs_on_half_an_installation(tmp_path: Path, command: str) -> None:
    halfway(tmp_path / "data")
    done = run(tmp_path / "data", *command.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert CUT_OFF in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_restore_that_had_only_its_mark_left_to_take_away_is_whole(
    empty_installation: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(empty_installation, tmp_path / "data")
    (data / RESTORING).write_text(ENDING)
    assert run(data, "work", "--once").returncode == 0


def test_a_mark_in_a_folder_gives_no_leave_to_empty_a_database(
    kept: Path, backup: Path, tmp_path: Path
) -> None:
    """The folder says that a restore was cut off; the database belongs to somebody who works."""
    data = shutil.copytree(kept, tmp_path / "data")
    (data / RESTORING).touch()
    done = run(data, "restore", str(backup))
    assert done.returncode == 1
    assert "the database is not empty" in done.stderr
    assert content(data) == content(kept)


def test_a_database_that_was_carried_elsewhere_knows_that_it_is_unfinished(
    empty_installation: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(empty_installation, tmp_path / "data")
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute(f"CREATE TABLE {TABLE} (begun integer)")
    done = run(data, "serve")
    assert done.returncode == 1
    assert CUT_OFF in done.stderr
