"""Runs modules of the benchmark in processes of their own, so that their settings hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ADDRESS = "https://strategy.example.org"
"""Mails that are written meanwhile need one; none leaves."""


@dataclass(slots=True)
class Installation:
    """A generated installation: where it is, on which database, of which size, and its pages."""

    data: Path
    database: str
    size: int
    address: str = ""
    """Of its PostgreSQL database; empty for SQLite."""
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def surroundings(self) -> dict[str, str]:
        return surroundings(self.data, self.address)


def surroundings(data: Path, database: str) -> dict[str, str]:
    """Return the environment of whatever works on an installation, and no setting else."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return own | {
        "HEADWAY_DATA": str(data),
        "HEADWAY_DATABASE": database,
        "HEADWAY_ADDRESS": ADDRESS,
        "HEADWAY_REQUEST_LOG": "no",
    }


def told_by(module: str, *words: str, around: Mapping[str, str]) -> Any:  # noqa: ANN401 -- its JSON
    """Return what a module prints. :raises Refusal: if it fails, with its last words."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(  # noqa: S603 -- our own module
        command, env=dict(around), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        sentence = f"{module} ended with {done.returncode}: {last}"
        raise Refusal(sentence)
    return json.loads(done.stdout.splitlines()[-1])


def timed(*words: str, around: Mapping[str, str]) -> dict[str, Any]:
    """Run a command of Headway; return its seconds by the clock and of the processor, its memory.

    :raises Refusal: if it fails.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "config.cli", *words],
        env=dict(around), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told = process.stdout.read() if process.stdout else ""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sentence = f"headway {words[0]} ended with {process.returncode}: {told[-400:].strip()}"
        raise Refusal(sentence)
    return {
        "told": json.loads(told),
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "memory_mb": round(usage.ru_maxrss / 1024),
    }
