"""A good practice tells which planned actions follow from it, as everybody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.plans import services
from headway.cooperation.plans.facts import Lesson, Named
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    World,
    actions,
    adopted,
    complete,
    described,
    plan,
    published,
    text,
    world,
)
from headway.foundation.core.provenance import Provenance

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.cooperation.plans.models import Plan, PlannedAction

pytestmark = pytest.mark.django_db
LESSON = "Mentors come from firms"
QUERIES = 4
"""Of the page of a practice from which something follows."""


def page(client: Client, of: World) -> str:
    return f"/en/projects/{of.project.slug}/practices/{of.practice.key}/"


def read(client: Client, of: World) -> str:
    answer = client.get(page(client, of))
    assert answer.status_code == 200
    return answer.content.decode()


def publish(one: Plan) -> None:
    services.publish_plan(plan_id=one.pk, by=BY, at=AT)


def learnt(of: World, one: PlannedAction, words: str) -> None:
    """Let a planned action follow from the practice by these words."""
    practice = Named(of.practice.title, of.practice.key)
    described(of, one, lessons=(Lesson("practice", practice, text(words)),))


def test_a_practice_leads_to_the_actions_that_follow_from_it(client: Client) -> None:
    of = world()
    one = complete(of, plan(of), actions=2)
    for each in actions(one):
        learnt(of, each, LESSON)
    publish(adopted(one))
    shown = read(client, of)
    assert "What it led to" in shown
    for each in actions(one):
        address = f"/en/projects/{of.project.slug}/plans/{one.slug}/#action-{each.key}"
        assert f'href="{address}"' in shown
    assert shown.count(f">{LESSON} ") == 2


def test_what_was_taken_from_it_says_that_it_is_made_up(client: Client) -> None:
    of = world()
    one = complete(of, plan(of))
    told = actions(one)[0]
    told.provenance = Provenance(synthetic=("lessons",))
    told.save()
    publish(adopted(one))
    assert '<span class="tag">synthetic</span>' in read(client, of)


def test_nobody_reads_it_before_the_plan_is_published_nor_what_is_revised_since(
    client: Client,
) -> None:
    of = world()
    one = complete(of, plan(of))
    learnt(of, actions(one)[0], LESSON)
    adopted(one)
    assert "What it led to" not in read(client, of)
    publish(one)
    assert LESSON in read(client, of)
    services.revise_plan(plan_id=one.pk, reason="More firms", by=BY, at=AT)
    learnt(of, actions(one)[0], "CANARY")
    shown = read(client, of)
    assert LESSON in shown
    assert "CANARY" not in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_however_much_follows(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    published(of, actions=number)
    read(client, of)
    with django_assert_num_queries(QUERIES):
        read(client, of)
