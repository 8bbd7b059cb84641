"""What the form offers that puts a plan before who decides on it."""

from __future__ import annotations

import pytest

from headway.cooperation.adoption.forms import AskForm
from headway.cooperation.adoption.tests.factories import REASON, world
from headway.cooperation.plans.tests.factories import text
from headway.monitoring.meetings.models import Body
from headway.monitoring.meetings.tests.factories import world as body_world

pytestmark = pytest.mark.django_db


def test_the_body_that_the_plan_names_is_chosen_among_several() -> None:
    of = world()
    council = body_world(strategy=of.strategy, is_public=True).body
    council.name = text("City Council")
    bodies = [council, *Body.objects.unrestricted(reason=REASON).filter(pk=of.body.pk)]
    for says, chosen in (("city council ", council.pk), ("Somebody", None)):
        of.plan.adopter = text(says)
        assert AskForm(of.plan, bodies, ()).initial["body"] == chosen
    assert AskForm(of.plan, bodies[:1], ()).initial["body"] == council.pk, "there is no other"
