"""The whole way, as the coordinator goes it: a meeting adopts a plan, and the strategy changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from headway.cooperation.adoption.queries import points_for
from headway.cooperation.adoption.tests.factories import AT, BY, again, asked, links, text, world
from headway.cooperation.plans import services as plans
from headway.cooperation.plans.tests.factories import described
from headway.foundation.accounts.tests.factories import with_second_factor
from headway.monitoring.amendments.services import adopt_amendment, propose_amendment
from headway.monitoring.amendments.tests.factories import act
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.services import (
    add_points,
    begin_meeting,
    plan_meeting,
    record_decision,
)
from headway.monitoring.meetings.tests.factories import PLAN, attend
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from headway.cooperation.adoption.models import Adoption
    from headway.cooperation.adoption.tests.factories import World
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.meetings.models import Decision, Meeting

pytestmark = pytest.mark.django_db
CANARY = "Canary of the harbour"


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def decided_at_a_meeting(of: World) -> tuple[Meeting, Decision]:
    """Take the plan up on the agenda of its body, which decides on it."""
    meeting = plan_meeting(body_id=of.body.pk, plan=PLAN, by=of.coordinator, at=AT)
    points = points_for(of.body, AT.date())
    add_points(meeting_id=meeting.pk, points=points, by=of.coordinator, at=AT)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=PLAN.starts_at)
    attend(meeting, of.meets)
    [point] = points_of(meeting)
    said = text("Adopted.")
    return meeting, record_decision(
        point_id=point.pk, words=said, by=of.coordinator, at=PLAN.ends_at
    )


def recorded(client: Client, of: World, one: Adoption) -> None:
    """Record the act on the page that the decision of the meeting fills."""
    meeting, decision = decided_at_a_meeting(of)
    address = url(of, "record", key=one.key)
    assert decision.code in told(client, f"{address}?decision={decision.key}")
    sent = {"way": "meeting", "meeting": meeting.pk, "verb": "adopt", "number": decision.code}
    assert client.post(address, sent).status_code == 302
    assert str(again(one).act_date) == "2026-12-08"


def in_force(client: Client, of: World) -> Amendment:
    """Make the draft on its page, and take it on as the next edition."""
    address = url(of, "amend", action=of.action.key, strategy=of.strategy.slug)
    assert client.post(address, {"step": "make"}).status_code == 302
    one = links(of)[0].amendment
    given: Any = {"amendment_id": one.pk, "by": of.coordinator, "at": PLAN.ends_at}
    propose_amendment(**given)
    adopt_amendment(act=act(), outcomes={}, **given)
    return one


def test_from_the_meeting_to_a_new_edition(client: Client, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"
    of = world()
    described(of.of, of.action, title=text(CANARY))
    Strategy.objects.filter(pk=of.strategy.pk).update(is_public=True)
    one, coordinator = asked(of), with_second_factor(of.coordinator)
    with time_machine.travel(PLAN.ends_at + timedelta(days=1)):
        client.force_login(coordinator)
        recorded(client, of, one)
        amendment = in_force(client, of)
        client.logout()
        public = [
            reverse("portal:measure", args=[of.strategy.slug, of.strategy.nodes.get().key]),
            reverse("portal:amendment", args=[of.strategy.slug, amendment.number]),
        ]
        for page in public:
            assert CANARY not in told(client, page)
        plans.publish_plan(plan_id=of.plan.pk, by=BY, at=PLAN.ends_at)
        plan = reverse("portal:plan", args=[of.of.project.slug, of.plan.slug])
        for page in public:
            words = told(client, page)
            assert CANARY in words
            assert f"{plan}#action-{of.action.key}" in words
        assert f'id="action-{of.action.key}"' in told(client, plan)
        client.force_login(coordinator)
        assert "edition 2" in told(client, url(of, "plan"))


def url(of: World, name: str, **said: object) -> str:
    where = {"slug": of.of.project.slug, "plan": of.plan.slug, **said}
    return reverse(f"adoption:{name}", kwargs=where)
