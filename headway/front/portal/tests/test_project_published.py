"""The home of a project leads to all that it published, and says nothing of what it did not."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.exchange.facts import MaterialPlan
from headway.cooperation.exchange.services import add_material
from headway.cooperation.exchange.tests import factories as exchange
from headway.cooperation.partnerships.tests.factories import InstrumentFactory
from headway.cooperation.plans import services
from headway.cooperation.plans.tests import factories as plans
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.cooperation.exchange.models import Event
    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.tests.factories import World

pytestmark = pytest.mark.django_db
CANARY = "Canary of a draft"
QUERIES, MOST_BYTES = 8, 100_000
ELSEWHERE = "https://videos.example.org/watch"


def exchanged(of: World) -> exchange.World:
    """Return the same project as the factories of events and good practices know it."""
    lead, host, other = of.project.members.filter(role="lead").first(), of.member, of.member
    assert lead
    houses = (lead.organisation, host.organisation, other.organisation)
    return exchange.World(of.project, *houses, of.lead, of.author, of.stranger)


def video(event: Event, words: str, *, is_public: bool = True) -> None:
    said = MaterialPlan(plans.text(words), kind="video", link=ELSEWHERE, is_public=is_public)
    add_material(event_id=event.pk, plan=said, by=plans.BY, at=plans.AT)


def recommended(of: World, words: str, *, publish: bool = True) -> str:
    row = plans.recommendation(of, title=plans.text(words))
    if publish:
        services.publish_recommendation(recommendation_id=row.pk, by=plans.BY, at=plans.AT)
    return row.key


def another(of: World) -> World:
    """Return the same world with another instrument, for another plan."""
    return replace(of, instrument=InstrumentFactory.create(project=of.project, strategy=None))


def address(of: World, *parts: str, language: str = "en") -> str:
    return f"/{language}/projects/{of.project.slug}/" + "/".join(parts)


@pytest.mark.parametrize("rows", [1, 3])
def test_all_that_is_published_is_led_to_in_both_languages_at_the_same_price(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = plans.world()
    learnt = exchanged(of)
    leads_to: list[str] = []
    for number in range(rows):
        one = plans.published(of if not number else another(of))
        event = exchange.announced(
            learnt, start=PartialDate(2026, 12, 1 + number), begins=None, finishes=None
        )
        video(event, f"Video {number}")
        practice = exchange.published(learnt)
        recommendation = recommended(of, f"Recommendation {number}")
        leads_to += [
            f"plans/{one.slug}/",
            f"events/{event.key}/",
            f"practices/{practice.key}/",
            f"recommendations/{recommendation}/",
        ]
    for language in ("en", "lt"):
        with django_assert_num_queries(QUERIES):
            answer = client.get(address(of, language=language))
        page = answer.content.decode()
        for each in leads_to:
            assert f'href="{address(of, each, language=language)}"' in page
        assert page.count(f'href="{ELSEWHERE}"') == rows
        assert "<iframe" not in page
        assert "<video" not in page
        assert len(gzip.compress(answer.content)) < MOST_BYTES
    for each in leads_to:
        assert client.get(address(of, each)).status_code == 200


def test_no_draft_is_told_to_whoever_looks(client: Client) -> None:
    of = plans.world()
    learnt, said = exchanged(of), plans.text(CANARY)
    revised(of)
    plans.complete(another_one := another(of), plans.plan(another_one, title=said), title=said)
    recommended(of, CANARY, publish=False)
    exchange.planned(learnt, title=said)
    exchange.announced(learnt, title=said, is_public=False, takes_registrations=False)
    video(exchange.announced(learnt), CANARY, is_public=False)
    exchange.begun(learnt, title=said)
    exchange.submitted(learnt, title=said)
    for reader in (None, of.stranger, of.author, of.lead):
        if reader:
            client.force_login(reader)
        page = client.get(address(of)).content.decode()
        assert "From the harbour to new markets" in page, "what was published stands"
        assert CANARY not in page


def revised(of: World) -> Plan:
    """Return a published plan whose authors write other words now."""
    one = plans.published(of)
    services.revise_plan(plan_id=one.pk, reason=CANARY, by=plans.BY, at=plans.AT)
    words = replace(plans.words_of(one), title=plans.text(CANARY))
    version = plans.fresh(one).version
    services.change_context(plan_id=one.pk, said=words, version=version, by=plans.BY, at=plans.AT)
    services.add_action(plan_id=one.pk, title=plans.text(CANARY), by=plans.BY, at=plans.AT)
    return one
