from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from headway.cooperation.peerreview.tests import factories as reviews
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.audit.queries import TRAIL_PAGE
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.services import ask_time
from headway.monitoring.reporting.tests.keeping import desk
from headway.monitoring.strategy.services import appoint_coordinator, discard_draft, set_life
from headway.monitoring.strategy.tests import workspace

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
HOME, AUDIT = "workspace:home", "workspace:audit"


@pytest.fixture
def keeper(client: Client) -> User:
    person = with_second_factor(UserFactory.create())
    client.force_login(person)
    return person


def page_of(client: Client, route: str, **query: str) -> str:
    return client.get(reverse(route), query).content.decode()


def test_the_home_opens_with_what_waits(client: Client, keeper: User) -> None:
    made = workspace.make(keeper=keeper, measures=2)
    assert "Waiting for you: 1 open draft, 2 statuses to set." in page_of(client, HOME)
    assert made.draft
    discard_draft(draft_id=made.draft.pk, by=workspace.BY, at=workspace.AT)
    for node in made.measures:
        set_life(node_id=node.pk, status="done", by=workspace.BY, at=workspace.AT)
    assert "Nothing waits for you." in page_of(client, HOME)


def test_strategies_of_others_are_not_on_the_home(client: Client, keeper: User) -> None:
    workspace.make(slug="other-plan", is_public=True)
    assert "other-plan" not in page_of(client, HOME)


def test_the_home_names_organisations_and_roles(client: Client) -> None:
    membership = MembershipFactory.create(role=Role.APPROVER)
    client.force_login(membership.user)
    page = page_of(client, HOME)
    assert str(membership.organisation) in page
    assert "Edit its page" in page
    assert "Create a strategy" not in page


def test_an_administrator_finds_people_mails_and_the_trail(client: Client) -> None:
    client.force_login(with_second_factor(AdministratorFactory.create()))
    page = page_of(client, HOME)
    for route in ("organisations:people", "notices:outbox", AUDIT, "strategy:create"):
        assert f'href="{reverse(route)}"' in page


def test_an_auditor_finds_the_trail_but_no_mails(client: Client) -> None:
    client.force_login(AuditorFactory.create())
    page = page_of(client, HOME)
    assert f'href="{reverse(AUDIT)}"' in page
    assert reverse("notices:outbox") not in page


@pytest.mark.parametrize("strategies", [1, 3])
def test_the_home_takes_as_many_queries_whatever_is_kept(
    client: Client,
    keeper: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    strategies: int,
) -> None:
    for number in range(strategies):
        workspace.make(slug=f"plan-{number}", measures=number + 1, keeper=keeper)
    client.get(reverse(HOME))
    with django_assert_num_queries(9):
        client.get(reverse(HOME))


def test_the_home_lists_plans_to_review_and_suggestions_to_answer(client: Client) -> None:
    of = reviews.world()
    session = reviews.opened(of)
    review = reviews.review_by(session, "KLAMUN & KID")
    client.force_login(of.people["kid"])
    page = page_of(client, HOME)
    assert "Waiting for you: 1 plan to review." in page
    path = [of.project.slug, session.key, review.key]
    assert f'<a href="{reverse("peerreview:review", args=path)}">' in page
    reviews.submitted(of, review)
    assert "Nothing waits for you." in page_of(client, HOME)
    client.force_login(reviews.writer_of(of, review.reviewed.name))
    assert "1 plan to review, 8 suggestions to answer." in page_of(client, HOME)


def test_the_trail_tells_who_did_what(client: Client) -> None:
    client.force_login(AuditorFactory.create())
    made, person = workspace.make(), UserFactory.create(name="Ona")
    appoint_coordinator(strategy_id=made.strategy.pk, user=person, by=workspace.BY, at=workspace.AT)
    page = page_of(client, AUDIT)
    assert "test made Ona a coordinator of plan." in page
    assert "test added 1 Objective to the draft." in page
    only = page_of(client, AUDIT, type="strategy.strategy")
    assert "test made Ona a coordinator of plan." in only
    assert "test added 1 Objective to the draft." not in only


def test_the_trail_comes_in_pages(client: Client) -> None:
    client.force_login(AuditorFactory.create())
    workspace.make(measures=TRAIL_PAGE)
    first, second = page_of(client, AUDIT), page_of(client, AUDIT, page="2")
    assert ("Older entries" in first, "Newer entries" in first) == (True, False)
    assert ("Older entries" in second, "Newer entries" in second) == (False, True)


def test_the_trail_is_closed_to_others(client: Client, keeper: User) -> None:
    answer = client.get(reverse(AUDIT))
    assert answer.status_code == 403
    assert "Only administrators and auditors can read the audit trail." in answer.content.decode()


def test_a_coordinator_sees_how_many_reports_wait_for_review(
    client: Client, settings: Settings
) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"
    of = desk(client, 3)
    of.hand_in(0)
    of.hand_in(1)
    ask_time(report_id=of.reports[2].pk, reason="", by=of.of.reporters[2], at=timezone.now())
    page = client.get(reverse("workspace:home")).content.decode()
    assert "2 reports to review, 1 request for more time" in page
    assert of.at("collecting") in page
    assert "2 reports wait for your review" in page
