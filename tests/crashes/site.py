"""An installation with a server and a worker that can be killed and begun again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.request import urlopen

from config.server import free_port
from tests.commands.conftest import ROOT
from tests.crashes.browser import NOBODY_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SENDER = "headway@example.org"
LONGEST_START = 60.0  # seconds
FORKED = (sys.executable, "-m", "tests.crashes.forked")
SERVER, WORKER = "server", "worker"


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return the surroundings of an installation, whatever those of the tests are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return kept | {
        "HEADWAY_DATA": str(data),
        "HEADWAY_ADDRESS": "https://strategy.example.org",
        "HEADWAY_SENDER": SENDER,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        **settings,
    }


def seed(data: Path, *, partners: int) -> None:
    """Open a round in an installation, and put its letters into files."""
    words = [*FORKED, "seed", str(partners)]
    subprocess.run(words, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def convene(data: Path, *, count: int) -> None:
    """Propose amendments and plan meetings in an installation."""
    words = [*FORKED, "convene", str(count)]
    subprocess.run(words, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)


class Site:
    """The server and the worker of one data folder."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.address = "http://127.0.0.1:1"
        self._running: dict[str, int] = {}
        self._forked = subprocess.Popen(
            FORKED,
            cwd=ROOT,
            env=environment(data, **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def serve(self, *broken: str) -> None:
        """Start the server on a port of its own, and wait until it answers."""
        port = free_port()
        self._running[SERVER] = self._begin("serve", str(port), *broken)
        self.address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until:
            with suppress(*NOBODY_ANSWERS):
                urlopen(f"{self.address}/healthz/live", timeout=5).close()  # noqa: S310 -- our own address
                return
            time.sleep(0.005)
        message = f"The server did not answer within {LONGEST_START:.0f} s."
        raise AssertionError(message)

    def work(self) -> None:
        self._running[WORKER] = self._begin("work")

    def command(self, out: Path, *words: str) -> int:
        """Begin a command of which somebody reads what it says; return its process."""
        out.unlink(missing_ok=True)
        return self._begin("command", str(out), *words)

    def begin(self, what: str) -> None:
        {SERVER: self.serve, WORKER: self.work}[what]()

    def kill(self, *what: str) -> None:
        """Kill, with all the processes that each started."""
        for each in what or tuple(self._running):
            with suppress(ProcessLookupError):  # one that was broken has killed itself
                os.killpg(self._running.pop(each), signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        self._forked.communicate()

    def _begin(self, *words: str) -> int:
        assert self._forked.stdin
        assert self._forked.stdout
        self._forked.stdin.write(" ".join(words) + "\n")
        self._forked.stdin.flush()
        return int(self._forked.stdout.readline())


@contextmanager
def running(data: Path, **settings: str) -> Generator[Site]:
    site = Site(data, **settings)
    try:
        yield site
    finally:
        site.close()
