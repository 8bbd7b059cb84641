"""What waits to be talked about, gathered from every app, and taken up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from headway.cooperation.adoption.tests.factories import asked
from headway.cooperation.adoption.tests.factories import world as adoption_world
from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.core.partial_dates import PartialDate
from headway.front.workspace.agendas import waiting_for
from headway.monitoring.amendments.tests.factories import proposed, reworded, world
from headway.monitoring.indicators.models import Indicator
from headway.monitoring.indicators.queries import waiting as indicators
from headway.monitoring.indicators.tests.factories import define, tell
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.tests.factories import AT, follow_up, planned, who, written
from headway.monitoring.meetings.tests.factories import world as body_of
from headway.monitoring.reporting.tests.factories import DEADLINE, handed_in, opened, report_of
from headway.monitoring.reporting.tests.factories import world as asking
from headway.monitoring.strategy.queries import waiting as strategies
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import BY, EditionFactory, add, adopt

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"


def edition() -> Edition:
    """Return a strategy of which one measure is past its day, and one indicator behind."""
    draft = EditionFactory.create()
    top = add(draft, "Objective", code="1")
    late = add(draft, "Late", top, code="1.1", due=PartialDate.parse("2025"))
    add(draft, "In time", top, code="1.2", due=PartialDate.parse("2026"))
    add(draft, "Without a day", top, code="1.3")
    define(draft, late.node, key="behind2222")
    return adopt(draft)


def test_a_measure_waits_once_its_own_day_has_passed_until_it_is_done() -> None:
    strategy = edition().strategy
    [waiting] = strategies.points_in(strategies.edition_on(strategy, TODAY), TODAY)
    assert (waiting.origin, waiting.title.words("en")) == ("measure_overdue", "1.1 Late")
    assert waiting.note.words("en") == "Due 2025"
    assert (
        strategies.points_in(
            strategies.edition_on(strategy, date(2025, 12, 31)), date(2025, 12, 31)
        )
        == []
    )
    node = strategy.nodes.get(key=waiting.key)
    set_life(node_id=node.pk, status="finished", by=BY, at=AT)
    assert strategies.points_in(strategies.edition_on(strategy, TODAY), TODAY) == []


def test_an_indicator_waits_while_it_is_off_its_path() -> None:
    found = edition()
    assert indicators.points_in(strategies.edition_on(found.strategy, TODAY), TODAY) == []
    tell(Indicator.objects.get(key="behind2222"), "2025", 350)
    [waiting] = indicators.points_in(strategies.edition_on(found.strategy, TODAY), TODAY)
    assert (waiting.origin, waiting.key) == ("indicator_behind", "behind2222")
    assert waiting.note.words("en") == "behind"


def test_a_partner_waits_while_its_report_is_late_and_leads_to_a_page_for_all(
    client: Client,
) -> None:
    of = asking(partners=2)
    asked = opened(of)
    handed_in(report_of(asked, of.partners[0]), by=of.reporters[0])
    body = body_of(strategy=of.edition.strategy).body
    assert waiting_for(body, DEADLINE.date()) == []
    [group] = waiting_for(body, DEADLINE.date() + timedelta(days=3))
    [waiting] = group.points
    assert waiting.title == of.partners[1].name
    assert waiting.note.words("en").endswith("was due on 31 July 2026")
    assert client.get(waiting.address).status_code == 200


def test_a_strategy_that_is_not_in_force_has_nothing_that_waits() -> None:
    draft = EditionFactory.create()
    assert strategies.points_in(strategies.edition_on(draft.strategy, TODAY), TODAY) == []
    assert indicators.points_in(strategies.edition_on(draft.strategy, TODAY), TODAY) == []


def test_follow_ups_come_first_and_everything_leads_somewhere(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    found = edition()
    tell(Indicator.objects.get(key="behind2222"), "2025", 350)
    of = body_of(strategy=found.strategy)
    follow_up(written(of), of)
    with django_assert_max_num_queries(8):
        waiting = waiting_for(of.body, TODAY)
    assert [group.title for group in waiting] == [
        "Follow-ups from last time",
        "Measures past their day",
        "Indicators off their path",
    ]
    links = [point.link for group in waiting for point in group.points]
    node = found.strategy.nodes.get(texts__code="1.1")
    assert links[1:] == [
        f"/strategies/{found.strategy.slug}/measures/{node.key}/",
        "/indicators/behind2222/",
    ]


def test_a_proposal_that_waits_is_offered_for_a_decision() -> None:
    of = world()
    one = proposed(reworded(of, "Quays"))
    body = body_of(strategy=of.strategy).body
    groups = {group.title: group.points for group in waiting_for(body, TODAY)}
    [point] = groups["Proposals to decide"]
    assert (point.key, point.is_to_decide) == (one.key, True)
    assert point.link == f"/workspace/strategies/{of.strategy.slug}/amendments/{one.key}/"


def test_a_plan_that_waits_is_offered_to_the_body_that_decides_alone() -> None:
    of = adoption_world()
    one = asked(of)
    other = body_of(strategy=of.strategy).body
    groups = {group.title: group.points for group in waiting_for(of.body, TODAY)}
    [point] = groups["Plans to adopt"]
    assert (point.key, point.is_to_decide) == (one.key, True)
    assert point.link.endswith(f"/plans/{of.plan.slug}/adoption/{one.key}/")
    assert str(of.plan.title) not in str(point)
    assert "Plans to adopt" not in {group.title for group in waiting_for(other, TODAY)}


@time_machine.travel(AT, tick=False)
def test_what_is_chosen_is_put_on_the_agenda(client: Client) -> None:
    of = body_of(strategy=edition().strategy)
    follow_up(written(of), of)
    meeting = planned(of)
    client.force_login(of.leader)
    assert (
        "Take up what waits"
        in client.get(reverse("meetings:meeting", args=[meeting.key])).content.decode()
    )
    address = reverse("workspace:agenda", args=[meeting.key])
    page = client.get(address).content.decode()
    assert "2 things wait." in page
    [late] = strategies.points_in(strategies.edition_on(of.strategy, AT.date()), AT.date())
    client.post(address, {"point": [late.ident, "measure_overdue:unknown"]})
    [point] = points_of(meeting)
    assert (point.title, point.origin_key) == (late.title, late.key)
    assert "on the agenda already" in client.get(address).content.decode()


def test_nobody_but_those_who_convene_sees_what_waits(client: Client) -> None:
    of = body_of()
    meeting = planned(of)
    client.force_login(who(of.members[0]))
    assert client.get(reverse("workspace:agenda", args=[meeting.key])).status_code == 404


def test_the_home_shows_what_is_to_be_done_and_which_meetings_are_ahead(client: Client) -> None:
    of = body_of()
    with time_machine.travel(AT, tick=False):
        follow_up(written(of), of)
        planned(of)
        client.force_login(of.leader)
        page = client.get(reverse("workspace:home")).content.decode()
    assert "Waiting for you: 1 task that you were given." in page
    assert "Book a stand" in page
    assert "Marketing Council, Meeting 2" in page


def test_the_home_of_who_keeps_a_strategy_counts_what_is_to_be_decided(client: Client) -> None:
    of = world()
    proposed(reworded(of, "Quays"))
    reworded(of, "Still written")
    client.force_login(with_second_factor(of.coordinator))
    page = client.get(reverse("workspace:home")).content.decode()
    assert reverse("amendments:list", args=[of.strategy.slug]) in page
    assert "1 waits for a decision" in page
