"""Writes at the same moment, each with a connection of its own; for tests on a server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import connections

from headway.foundation.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 20
"""Seconds that nobody waits unless something hangs."""


def at_once(*writes: Callable[[], object]) -> list[object]:
    """Run writes in threads of their own; return what each came to, refusals included."""
    barrier = Barrier(len(writes))

    def run(write: Callable[[], object]) -> object:
        try:
            barrier.wait(LONG)
            return write()
        except Conflict as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(writes)) as pool:
        return [found.result(LONG) for found in [pool.submit(run, write) for write in writes]]


def refusals(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Conflict) for outcome in outcomes)
