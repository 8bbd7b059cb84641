"""The server is killed while people write: what it promised is there, exactly once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from tests.crashes import shares
from tests.crashes.chain import verified
from tests.crashes.ledger import Kept, broken_promises, examined
from tests.crashes.writers import Writer
from tests.journeys import product as running

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

    from tests.journeys.product import Product

WRITERS = 4
EARLIEST, LATEST = 0.3, 2.5  # seconds of writing until the kill
LONGEST = 270.0  # seconds; a slow machine kills less often, but ever again
BEFORE = Kept(("earlier",), "earlier", 1, 1)


@pytest.mark.audit
def test_what_was_promised_survives_every_kill(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    often = shares.kills(request, "web", shares.LONG)
    data = tmp_path / "data"
    running.load(data, "")
    keys = measures(data / DATABASE)
    writers = [Writer(f"writer {number}", key) for number, key in enumerate(keys)]
    _verdict, before = examined(data / DATABASE, keys)
    process, product = running.start(data, "")
    for writer in writers:
        writer.sign_in(product)
    until, kills = time.monotonic() + LONGEST, 0
    while kills < often and time.monotonic() < until:
        write_and_kill(process, product, writers)
        kills += 1
        process, product = running.start(data, "")
        verdict, now = examined(data / DATABASE, keys)
        broken = [w for x in writers for w in broken_promises(x, before[x.key], now[x.key])]
        assert (kills, verdict, broken) == (kills, "ok", [])
    kill(process)
    assert verified(data)["broken"] == ""
    promised = sum(len(writer.promised) for writer in writers)
    unanswered = sum(len(writer.unanswered) for writer in writers)
    print(f"{kills} kills, {promised} changes kept, {unanswered} cut off")  # noqa: T201 -- pytest -s
    assert promised > kills
    assert unanswered > kills  # the kills came while people wrote


def write_and_kill(
    process: subprocess.Popen[str], product: Product, writers: Sequence[Writer]
) -> None:
    """Let everybody write, kill the server with all its processes at a moment nobody chose."""
    end = Event()
    threads = [Thread(target=writer.write_until, args=(end, product)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(EARLIEST, LATEST))  # noqa: S311 -- no secret
    kill(process)
    end.set()
    for thread in threads:
        thread.join()


def kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def measures(path: Path) -> list[str]:
    """Return the keys of as many measures as there are writers: one for each, so none waits."""
    statement = (
        "SELECT key FROM strategy_node JOIN strategy_nodetext ON node_id = strategy_node.id "
        "WHERE depth = 3 AND kind = 'one_off' ORDER BY path LIMIT ?"
    )
    with closing(sqlite3.connect(path)) as database:
        return [key for (key,) in database.execute(statement, [WRITERS])]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Kept(("earlier", "a", "b"), "b", 3, 3), []),
        (Kept(("earlier", "a"), "a", 2, 2), []),
        (Kept(("earlier", "b"), "b", 2, 2), ["lost: a"]),
        (Kept(("earlier", "a", "a"), "a", 3, 3), ["kept 2 times: a"]),
        (Kept(("earlier", "a", "c"), "c", 3, 3), ["nobody wrote: c"]),
        (Kept(("earlier", "a"), "a", 2, 1), ["1 changes, 0 in the audit trail"]),
        (Kept(("earlier", "a"), "a", 3, 2), ["1 changes, version 1 became 3"]),
        (
            Kept(("earlier", "a"), "earlier", 2, 2),
            ["shown is earlier, recorded last is a"],
        ),
    ],
)
@pytest.mark.once
def test_a_broken_promise_is_noticed(now: Kept, expected: list[str]) -> None:
    writer = Writer("writer", "key", promised=["a"], unanswered=["b"])
    assert broken_promises(writer, BEFORE, now) == expected
