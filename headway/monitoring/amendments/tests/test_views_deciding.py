"""The act of an amendment is filled in from what a body decided in its meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.monitoring.amendments.queries.amendments import points_for
from headway.monitoring.amendments.tests.factories import World, proposed, reworded, rows, world
from headway.monitoring.amendments.tests.pages import read, url
from headway.monitoring.meetings.models import AgendaPoint
from headway.monitoring.meetings.services import add_points
from headway.monitoring.meetings.tests import factories as meeting
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.amendments.models import Amendment

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client) -> World:
    made = world()
    client.force_login(with_second_factor(made.coordinator))
    return made


def decided_in_meeting(of: World, about: Amendment, words: str) -> meeting.World:
    """Let a body of the strategy decide on an amendment in a meeting that goes on."""
    body = meeting.world(strategy=of.strategy)
    body.body.name = text("City council")
    body.body.save()
    held = meeting.begun(body)
    waiting = [each for each in points_for(body.body, meeting.AT.date()) if each.key == about.key]
    add_points(meeting_id=held.pk, points=waiting, by=body.coordinator, at=meeting.AT)
    points = AgendaPoint.objects.unrestricted(reason="a test made them")
    meeting.decided(points.get(meeting=held, origin_key=about.key), body, words)
    return body


def test_the_form_holds_the_body_the_number_and_the_day(client: Client, of: World) -> None:
    one = proposed(reworded(of, "New quay"))
    decided_in_meeting(of, one, "The quay is named anew.")
    answer = client.get(url("decide", one))
    page = answer.content.decode()
    for said in ('value="City council"', 'value="City council (lt)"', 'value="2026-1"'):
        assert said in page
    assert 'value="2026-12-08"' in page
    assert '<option value="adopt" selected>' in page
    assert "filled in from decision 2026-1 of the meeting of 8 Dec 2026" in read(answer)
    assert "The quay is named anew." in read(answer)


def test_what_was_typed_wins_over_the_meeting(client: Client, of: World) -> None:
    one = proposed(reworded(of, "New quay"))
    decided_in_meeting(of, one, "The quay is named anew.")
    sent = {"number": "T2-7", "in_force_on": "soon", f"operation-{rows(one)[0].key}": "adopted"}
    page = client.post(url("decide", one), sent).content.decode()
    assert 'value="T2-7"' in page
    assert 'value="2026-1"' not in page


def test_the_decision_on_another_amendment_fills_nothing_in(client: Client, of: World) -> None:
    one, other = (proposed(reworded(of, title)) for title in ("New quay", "Old quay"))
    decided_in_meeting(of, other, "The other quay is named anew.")
    answer = client.get(url("decide", one))
    assert 'value="2026-1"' not in answer.content.decode()
    assert "filled in" not in read(answer)


def test_a_decision_of_a_body_that_the_coordinator_cannot_see_is_not_told(
    client: Client, of: World
) -> None:
    """A key may be the same elsewhere; who keeps another strategy's body does not speak here."""
    one = proposed(reworded(of, "New quay"))
    body = decided_in_meeting(of, one, "Told to nobody outside.")
    body.body.strategy = meeting.world().body.strategy
    body.body.save()
    answer = client.get(url("decide", one))
    assert "Told to nobody outside." not in read(answer)
