"""What an author that left the project still does with the adoption of its plan."""

from __future__ import annotations

import pytest

from headway.cooperation.adoption.models import Adoption
from headway.cooperation.adoption.permissions import can_ask_adoption, can_record_act
from headway.cooperation.adoption.queries import (
    deciding_organisations,
    decisions_to_record,
    plans_open_to,
)
from headway.cooperation.adoption.tests.factories import adopted, asked, published, world
from headway.cooperation.partnerships.tests.factories import leave
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_an_author_that_left_sees_no_act_and_records_none() -> None:
    of = world()
    one, second = asked(of), of.of.second
    house = of.of.project.members.get(organisation__slug=of.of.slugs[1]).organisation
    for left in (False, True):
        may = not left
        assert bool(can_record_act(second, one)) is may
        assert bool(can_ask_adoption(second, of.plan)) is may
        assert decisions_to_record(second).exists() is may
        assert Adoption.objects.visible_to(second).exists() is may
        assert plans_open_to(second).exists() is may
        assert (house in deciding_organisations(of.plan)) is may
        leave(of.of.project, house)


def test_an_organisation_that_decides_goes_on_deciding_though_it_is_no_partner_any_more() -> None:
    of = world()
    member = of.of.project.members.get(organisation__slug=of.of.slugs[2])
    decider = MembershipFactory.create(organisation=member.organisation, role=Role.APPROVER).user
    one = asked(of, organisation_id=member.organisation.pk)
    leave(of.of.project, member.organisation)
    assert can_record_act(decider, one)
    assert one in Adoption.objects.visible_to(decider)
    assert one in decisions_to_record(decider)


def test_a_lead_partner_that_left_sees_no_act_but_a_public_one() -> None:
    of, other = world(), world()
    one = adopted(of)
    published(other)
    lead = of.of.lead
    assert one in Adoption.objects.visible_to(lead)
    leave(of.of.project, of.of.project.members.get(role="lead").organisation)
    seen = Adoption.objects.visible_to(lead)
    assert [each.plan for each in seen] == [other.plan]
