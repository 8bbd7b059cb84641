"""The working page of a project: what it leads to in all apps, and what waits there for whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.cooperation.adoption.tests import factories as adoption
from headway.cooperation.implementation.tests import factories as phase_2
from headway.cooperation.partnerships.hooks import PROJECT_DOORS
from headway.cooperation.peerreview.tests import factories as reviews
from headway.cooperation.plans.tests import factories as plans
from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.strategy.tests.factories import CoordinatorFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
NOTHING = "Nothing in this project waits for you."


def shown(client: Client, project: Project, person: User) -> str:
    client.force_login(person)
    answer = client.get(reverse("partnerships:project", args=[project.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def part(page: str, ident: str) -> str:
    return page.split(f'id="{ident}"')[1].split("</section>")[0]


def test_the_page_leads_to_what_partners_do_in_every_app(client: Client) -> None:
    of = adoption.world()
    page = part(shown(client, of.of.project, of.of.author), "doors")
    assert len(PROJECT_DOORS.all()) == 5
    for door in PROJECT_DOORS.all():
        assert f'<div id="{door.ident}"><dt>{door.title}</dt>' in page
    led = re.findall(r'href="([^"]+)"', page)
    assert reverse("adoption:plan", args=[of.of.project.slug, of.plan.slug]) in led
    assert reverse("implementation:overview", args=[of.of.project.slug]) + "#rounds" in led
    assert {client.get(each).status_code for each in led} == {200}


def test_what_waits_is_counted_for_whom_it_waits_and_in_its_own_project(client: Client) -> None:
    of, elsewhere = phase_2.world(), reviews.world()
    one = phase_2.opened(of)
    city, lead = of.person(of.city), of.person(of.lead)
    MembershipFactory.create(
        user=city, organisation=elsewhere.houses["kid"], role=Role.REPORTER
    )  # who reports in two projects
    report = "1 report waits for you to hand it in."
    assert report in part(shown(client, of.project, city), "waits")
    assert report not in shown(client, elsewhere.project, city)
    assert NOTHING in shown(client, of.project, lead)
    assert NOTHING in shown(client, of.project, of.person(of.city, Role.READER))
    phase_2.submitted(phase_2.report_of(one, of.city))
    assert report not in shown(client, of.project, city)
    assert "1 report waits for you to close it or to ask." in shown(client, of.project, lead)


def test_reviews_plans_and_decisions_wait_for_their_own_people(client: Client) -> None:
    of = reviews.world()
    session = reviews.opened(of)
    review = reviews.review_by(session, "KLAMUN & KID")
    page = shown(client, of.project, of.people["kid"])
    assert "1 review waits for you to write it." in page
    assert "suggestions wait" not in page
    reviews.submitted(of, review)
    page = shown(client, of.project, reviews.writer_of(of, review.reviewed.name))
    assert "8 suggestions wait for your answer." in page
    decided = adoption.world()
    adoption.asked(decided)
    page = shown(client, decided.of.project, decided.of.second)
    assert "1 plan waits for a decision, which you record." in page
    assert "decision" not in part(shown(client, decided.of.project, decided.of.author), "waits")


def test_another_region_s_draft_is_neither_counted_nor_named(client: Client) -> None:
    of = plans.world()
    one = plans.complete(of, plans.plan(of))
    address = reverse("adoption:plan", args=[of.project.slug, one.slug])
    own = shown(client, of.project, of.author)
    assert "1 action plan waits for you to go on with it." in own
    assert address in own
    for person in (of.lead, of.stranger):
        page = shown(client, of.project, person)
        assert NOTHING in page
        assert address not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_seven_queries_for_who_needs_a_second_factor(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    of = phase_2.world()
    for year in range(count):
        phase_2.opened(of, period=str(2020 + year))
    person = with_second_factor(of.person(of.city))
    CoordinatorFactory.create(user=person)
    client.force_login(person)
    with django_assert_num_queries(7):
        client.get(reverse("partnerships:project", args=[of.project.slug]))
