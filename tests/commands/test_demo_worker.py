"""The demonstration delivers its own mails, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from config.installation import LOADED, PREPARED
from tests.crashes.test_killed_worker import ask, write
from tests.journeys import product as demonstration

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.once
LONGEST = 30.0  # seconds


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return what runs in the session that the demonstration began and steps back for readers.

    The web server does not; its processes may be called as the command was, for what they forked
    from is told by its name.
    """
    return [pid for pid, niceness in processes_of(process).items() if niceness > os.nice(0)]


def processes_of(process: subprocess.Popen[str]) -> dict[int, int]:
    """Return what runs there under the command's name, each with how far it steps back."""
    told = subprocess.run(
        ["ps", "-o", "pid=,stat=,ni=,args=", "-s", str(process.pid)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = [line.split() for line in told.stdout.splitlines()]
    return {
        int(pid): int(niceness)
        for pid, state, niceness, *words in rows
        if state[0] != "Z" and "config.cli" in words
    }


def becomes(wanted: Callable[[], bool]) -> bool:
    until = time.monotonic() + LONGEST
    while not wanted():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def data(installation: Path) -> Path:
    """Return a demonstration without its content, which this needs not."""
    (installation / "demo").write_text(LOADED)
    return installation


@pytest.mark.parametrize("is_prepared", [True, False])
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_delivers_and_ends_with_the_server(
    data: Path, ending: signal.Signals, *, is_prepared: bool
) -> None:
    if not is_prepared:
        (data / PREPARED).unlink()
    process, _product = demonstration.start(data, "")
    try:
        write(data, 3, name=f"{ending.name} {is_prepared}")
        waiting = "SELECT id FROM notices_mail WHERE state = 'waiting'"
        assert becomes(lambda: ask(data, waiting) == [])
        assert len(workers_of(process)) == 1
        os.kill(process.pid, ending)
        process.wait(LONGEST)
        assert becomes(lambda: workers_of(process) == [])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
