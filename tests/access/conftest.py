from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from tests.access import world as worlds

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_django import DjangoDbBlocker

    from tests.access.world import World

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walk over every route: who may open what does not hang on the database."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """Let what is made for a module stand in the database until it ends, and no longer.

    Each test still undoes what it writes itself, down to a savepoint within.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_world(made_once: None) -> World:
    return worlds.make()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """Return the world of a module, in rows of one's own."""
    return deepcopy(made_world)
