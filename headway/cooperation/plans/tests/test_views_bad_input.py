"""Whatever is typed by hand into a form of plans gets a sentence; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.plans.tests.factories import (
    actions,
    complete,
    plan,
    published,
    recommendation,
    world,
)
from headway.cooperation.plans.tests.test_views import url
from headway.foundation.ui.tests.by_hand import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from headway.cooperation.plans.tests.factories import World

pytestmark = pytest.mark.django_db


def of_action(of: World) -> str:
    one = complete(of, plan(of))
    return url(of, one, "actions", actions(one)[0].key)


def of_recommendation(of: World) -> str:
    return url(of).replace("/plans/", f"/recommendations/{recommendation(of).key}/")


FORMS: dict[str, Callable[[World], str]] = {
    "a new one": lambda of: f"{url(of)}~add/",
    "its own words": lambda of: url(of, complete(of, plan(of)), "context"),
    "a new action": lambda of: url(of, plan(of), "actions", "~add"),
    "an action": of_action,
    "revising": lambda of: url(of, published(of), "steps", "revise"),
    "commenting": lambda of: url(of, complete(of, plan(of)), "comments"),
    "a new recommendation": lambda of: url(of).replace("/plans/", "/recommendations/~add/"),
    "a recommendation": of_recommendation,
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(client: Client, name: str) -> None:
    of = world()
    client.force_login(of.author)
    assert list(problems_of(client, FORMS[name](of))) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_in_any_one_field_does(client: Client, name: str) -> None:
    of = world()
    client.force_login(of.author)
    assert list(problems_of(client, FORMS[name](of), is_thorough=True)) == []
