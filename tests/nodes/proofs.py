"""What becomes of acknowledged writes when a node or the primary dies: `python -m tests.nodes`."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from threading import Event, Thread
from typing import TYPE_CHECKING

from tests.crashes.chain import verified
from tests.nodes.behind import Behind, Forgiving, broken, held, lost, people
from tests.nodes.cluster import NODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.nodes.cluster import Cluster

WRITERS = 6
EARLIEST, LATEST = 0.3, 2.0  # seconds of writing until a kill
ENOUGH = 12
"""Receipts that people have seen before the primary is lost."""
BEHIND = 2.0  # seconds that a replica lags which is held back
LONGEST = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of a number of kills of nodes."""

    kills: int
    receipts: int
    repeated: int
    """Forms of any kind that were sent again."""
    cut: int
    """Submissions that were not acknowledged …"""
    cut_and_kept: int
    """… and that were in the database all the same; sent again, they were not doubled."""
    problems: list[str]
    chain: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """What came of losing the primary once."""

    replication: str
    receipts: int
    lost: int
    doubled: int
    seconds_without_writing: float
    seconds_of_promotion: float
    chain: bool


def receipts(everybody: Sequence[Behind]) -> dict[str, str]:
    return {key: receipt for one in everybody for key, receipt in one.receipts.items()}


@contextmanager
def writing(everybody: Sequence[Behind]) -> Iterator[None]:
    """Let everybody report meanwhile, and bring to its end what they began."""
    end, failed = Event(), list[BaseException]()

    def report(one: Behind) -> None:
        try:
            one.report_until(end)
        except BaseException as problem:  # noqa: BLE001 -- raised below, by whoever waits
            failed.append(problem)

    threads = [Thread(target=report, args=(one,)) for one in everybody]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]


def kill_nodes(cluster: Cluster, times: int) -> Killed:
    """Kill one node after the other under load, each at a moment that nobody chose."""
    everybody = people(cluster, WRITERS, Behind)
    with writing(everybody):
        for node in islice(cycle(NODES), times):
            _wait_for_receipts(everybody)
            time.sleep(random.uniform(EARLIEST, LATEST))  # noqa: S311 -- no secret
            cluster.kill(node)
            _wait_for_receipts(everybody)  # the other one goes on
            cluster.begin(node)
    promised, found = receipts(everybody), held(cluster.primary)
    cut = [was_kept for one in everybody for was_kept in one.cut]
    chain = verified(cluster.folder / NODES[0], cluster.database)["ok"]
    repeated = sum(one.repeated for one in everybody)
    problems = broken(promised, found)
    return Killed(times, len(promised), repeated, len(cut), sum(cut), problems, chain)


def _wait_for_receipts(everybody: Sequence[Behind], more: int = 1) -> None:
    wanted, until = len(receipts(everybody)) + more, time.monotonic() + LONGEST
    while len(receipts(everybody)) < wanted:
        assert time.monotonic() < until, "nobody got a receipt"
        time.sleep(0.01)


def lose_primaries(cluster: Cluster) -> list[Lost]:
    """Lose the primary three times under load; each time the replica takes over."""
    everybody = people(cluster, WRITERS, Forgiving)
    found = []
    for replication in ("synchronous", "asynchronous", "asynchronous, 2 s behind"):
        cluster.primary.wait_for(synchronous=replication == "synchronous")
        found.append(_lose_primary(cluster, everybody, replication))
        cluster.rejoin()
    return found


def _lose_primary(cluster: Cluster, everybody: Sequence[Behind], replication: str) -> Lost:
    before = set(receipts(everybody))
    with writing(everybody):
        _wait_for_receipts(everybody, ENOUGH)
        if "behind" in replication:
            _hold_back(cluster)
            time.sleep(BEHIND)
        cluster.lose_primary()
        died = time.monotonic()
        promised = {k: v for k, v in receipts(everybody).items() if k not in before}
        cluster.take_over()
        promoted = time.monotonic()
        _wait_for_receipts(everybody)
    again = min(at for one in everybody for at in one.told_at if at > promoted)
    now = held(cluster.primary)
    keys = [key for key, _receipt in now.submitted]
    return Lost(
        replication=replication,
        receipts=len(promised),
        lost=len(lost(promised, now)),
        doubled=len(keys) - len(set(keys)),
        seconds_without_writing=round(again - died, 1),
        seconds_of_promotion=round(promoted - died, 1),
        chain=verified(cluster.folder / NODES[0], cluster.database)["ok"],
    )


def _hold_back(cluster: Cluster) -> None:
    """Stop the process that receives what the primary writes; the loss of the primary ends it."""
    (row,) = cluster.replica.ask("SELECT pid FROM pg_stat_wal_receiver")
    os.kill(int(str(row[0])), signal.SIGSTOP)
    cluster.held_back = int(str(row[0]))


def told(found: Killed | Lost) -> str:
    return "\n".join(f"  {name}: {value}" for name, value in asdict(found).items())
