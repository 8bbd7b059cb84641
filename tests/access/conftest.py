from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client

from tests.access import world as worlds
from tests.access.world import ANONYMOUS, ROLES

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from pytest_django import DjangoDbBlocker

    from tests.access.row import Thing
    from tests.access.world import World

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walk over every route: who may open what does not hang on the database.

    Tests of one thing follow each other, whatever the order of the rest.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.once)
    first: dict[object, int] = {}
    places = {item: first.setdefault(thing_of(item), at) for at, item in enumerate(items)}
    items.sort(key=places.__getitem__)


def thing_of(item: pytest.Item) -> object:
    """Return what a test is about, so that all that are about the same follow each other."""
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("thing", item) if callspec else item


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


@pytest.fixture(scope="module")
def entered(made_world: World) -> dict[str, Client]:
    """Sign everybody in once; each request comes in a copy of what they carry."""
    clients = {role: Client(raise_request_exception=True) for role in ROLES}
    for role in set(ROLES) - {ANONYMOUS}:
        clients[role].force_login(made_world.people[role])
    return clients


@pytest.fixture(scope="module")
def thing(
    request: pytest.FixtureRequest, made_world: World, entered: dict[str, Client]
) -> Generator[Mapping[str, Any]]:
    """Make what a row is about, once for all rows that are about the same.

    It stands in a savepoint within the module's, and is undone before the next is made.
    """
    of: Thing = request.param
    assert entered  # before the savepoint, so that nobody is signed out when it is undone
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic():
        yield of.arguments(deepcopy(made_world))
        transaction.set_rollback(True)
