"""Whatever is typed by hand into a form of bodies and meetings gets a sentence; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.ui.tests.by_hand import problems_of
from headway.monitoring.meetings.invitations import token_of
from headway.monitoring.meetings.tests.factories import (
    World,
    activity,
    begun,
    decided,
    follow_up,
    invited,
    planned,
    point,
    voted,
    who,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def at_a_point(of: World, *, is_decided: bool = False) -> str:
    meeting = begun(of)
    one = point(meeting, of)
    if is_decided:
        voted(one, of, "yes", "yes", "yes")
        made = decided(one, of)
        return f"meetings/{meeting.key}/points/{one.pk}/decisions/{made.pk}/"
    return f"meetings/{meeting.key}/points/{one.pk}/"


def by_link(of: World) -> str:
    return f"invitations/{token_of(invited(of), of.members[0])}/"


FORMS: dict[str, Callable[[World], str]] = {
    "a body": lambda of: f"bodies/{of.body.slug}/edit/",
    "a new member": lambda of: f"bodies/{of.body.slug}/members/add/",
    "a member": lambda of: f"bodies/{of.body.slug}/members/{of.members[0].pk}/",
    "a new meeting": lambda of: f"bodies/{of.body.slug}/meetings/add/",
    "a meeting": lambda of: f"meetings/{invited(of).key}/edit/",
    "cancelling": lambda of: f"meetings/{invited(of).key}/cancel/",
    "an answer by the link": by_link,
    "an answer": lambda of: f"meetings/{invited(of).key}/answer/",
    "a new point": lambda of: f"meetings/{planned(of).key}/points/add/",
    "a point": lambda of: f"{at_a_point(of)}edit/",
    "a paper": lambda of: f"meetings/{planned(of).key}/papers/add/",
    "attendance": lambda of: f"meetings/{begun(of).key}/attendance/",
    "votes": lambda of: f"{at_a_point(of)}votes/",
    "minutes": at_a_point,
    "a new decision": lambda of: f"{at_a_point(of)}decisions/add/",
    "a decision": lambda of: at_a_point(of, is_decided=True),
    "a new follow-up": lambda of: f"{at_a_point(of)}follow-ups/add/",
    "a follow-up": lambda of: f"follow-ups/{follow_up(begun(of), of).key}/edit/",
    "what came of a follow-up": lambda of: f"follow-ups/{follow_up(begun(of), of).key}/",
    "a new activity": lambda of: f"bodies/{of.body.slug}/programme/add/",
    "an activity": lambda of: f"bodies/{of.body.slug}/programme/{activity(of).key}/edit/",
    "what came of an activity": lambda of: f"bodies/{of.body.slug}/programme/{activity(of).key}/",
}


def test_a_bad_body_gets_a_sentence(client: Client) -> None:
    of = world()
    client.force_login(with_second_factor(of.coordinator))
    address = f"/en/workspace/strategies/{of.strategy.slug}/bodies/add/"
    assert list(problems_of(client, address)) == []


@pytest.mark.parametrize(("turn", "name"), list(enumerate(FORMS)), ids=FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(client: Client, turn: int, name: str) -> None:
    of = world()
    client.force_login(who(of.chair))
    path = FORMS[name](of)
    assert list(problems_of(client, f"/en/{path}", turn=turn)) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_in_any_one_field_does(client: Client, name: str) -> None:
    of = world()
    client.force_login(who(of.chair))
    path = FORMS[name](of)
    assert list(problems_of(client, f"/en/{path}", is_thorough=True)) == []
