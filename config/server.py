"""Hands the process over to the web server."""

from __future__ import annotations

import os
import sys

THREADS = 4
"""Threads of each server process, so that one long download does not hold up the others."""


def words(*, host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the application."""
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application"),
        *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS), "--respawn-failed-workers"),
    ]


def become(*, host: str, port: int, workers: int) -> int:
    """Become the server: this never returns."""
    sys.stdout.flush()
    command = words(host=host, port=port, workers=workers)
    os.execv(command[0], command)  # noqa: S606 -- no shell is wanted
