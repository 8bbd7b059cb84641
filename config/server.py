"""Hands the process over to the web server."""

from __future__ import annotations

import os
import runpy
import socket
import sys

from config.refusals import Refusal

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


def serve_here(*, host: str, port: int, workers: int) -> None:
    """Serve from this process: what is loaded here need not be loaded again by those it forks."""
    sys.stdout.flush()
    sys.argv = words(host=host, port=port, workers=workers)[2:]
    runpy.run_module("granian", run_name="__main__", alter_sys=True)


def refuse_taken(*, host: str, port: int) -> None:
    """Say in time that somebody else listens there already.

    :raises Refusal: if so, or if this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            sentence = f"cannot listen on {host}, port {port} ({reason}); try PORT={port + 1}."
            raise Refusal(sentence) from problem


def free_port() -> int:
    """Return a port of this machine on which nobody listens now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
