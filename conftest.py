"""What every test may rely on, beside the code and at the root."""

from __future__ import annotations

import importlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

if TYPE_CHECKING:
    from collections.abc import Generator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", default="1000", help="how often `-m audit` kills in all")


def pytest_configure() -> None:
    """Let tests that commit be cleared up, although the audit trail cannot be emptied.

    Nothing reaches another machine, neither this process nor one that it starts. How long
    examples take says how busy the machine is: nobody fails for that.
    """
    guard = str(Path(__file__).parent / "tests" / "outbound")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [guard, os.environ.get("PYTHONPATH")]))
    importlib.import_module("tests.outbound.sitecustomize")
    examples.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("house")
    clear_up = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def clear_up_without_triggers(self: TransactionTestCase) -> None:
        with triggers_off():
            clear_up(self)

    TransactionTestCase._fixture_teardown = clear_up_without_triggers  # type: ignore[attr-defined]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to PostgreSQL what needs two writers at once: here SQLite lives in one connection."""
    if connection.vendor != "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker("server")]
    items[:] = [item for item in items if not item.get_closest_marker("server")]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def in_english() -> Generator[None]:
    """Begin every test in one language, whichever the page that was read before it spoke."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@contextmanager
def triggers_off() -> Generator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in triggers:
            cursor.execute(statement)
