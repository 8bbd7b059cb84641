"""Whatever is typed by hand into a form of this app gets a sentence; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from headway.cooperation.exchange.tests.factories import (
    World,
    announced,
    begun,
    planned,
    submitted,
    world,
)
from headway.foundation.ui.tests.by_hand import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
EVENT, PRACTICE = "workspace/projects/{0}/events/", "workspace/projects/{0}/practices/"

FORMS: dict[str, Callable[[World], str]] = {
    "a new event": lambda _of: f"{EVENT}add/",
    "an event": lambda of: f"{EVENT}{announced(of).key}/edit/",
    "a programme": lambda of: f"{EVENT}{planned(of).key}/programme/",
    "an outcome": lambda of: f"{EVENT}{planned(of).key}/outcome/",
    "material": lambda of: f"{EVENT}{planned(of).key}/material/add/",
    "cancelling": lambda of: f"{EVENT}{announced(of).key}/cancel/",
    "registering": lambda of: f"projects/{{0}}/events/{announced(of).key}/register/",
    "a new practice": lambda _of: f"{PRACTICE}add/",
    "a practice": lambda of: f"{PRACTICE}{begun(of).key}/edit/",
    "a decision": lambda of: f"{PRACTICE}{submitted(of).key}/decide/",
}


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()


@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(client: Client, name: str) -> None:
    of = world()
    client.force_login(of.keeper if "practice" in name else of.leader)
    path = FORMS[name](of).format(of.project.slug)
    assert list(problems_of(client, f"/en/{path}")) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_in_any_one_field_does(client: Client, name: str) -> None:
    of = world()
    client.force_login(of.keeper if "practice" in name else of.leader)
    path = FORMS[name](of).format(of.project.slug)
    assert list(problems_of(client, f"/en/{path}", is_thorough=True)) == []
