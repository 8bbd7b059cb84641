from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import EMPTY
from headway.monitoring.meetings.facts import MemberPlan, QuorumRule, Rhythm
from headway.monitoring.meetings.models import Body, Member
from headway.monitoring.meetings.queries.people import current_members
from headway.monitoring.meetings.services import (
    add_member,
    change_body,
    change_member,
    create_body,
    end_member,
)
from headway.monitoring.meetings.states import MemberRole
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    SINCE,
    body_plan,
    joined,
    who,
    world,
)
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db


def test_a_body_goes_by_what_was_said() -> None:
    of = world(
        quorum=QuorumRule("number", 5),
        rhythm=Rhythm(3, "month", 1, SINCE, week=2),
        has_casting_vote=True,
    )
    body = Body.objects.unrestricted(reason=REASON).get(pk=of.body.pk)
    assert body.quorum == QuorumRule("number", 5)
    assert body.rhythm == Rhythm(3, "month", 1, SINCE, week=2)
    assert body.has_casting_vote
    assert body.languages == of.strategy.languages


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": EMPTY}, "name"),
        ({"organisation_id": 0}, "organisation"),
        ({"quorum": QuorumRule("number", 0)}, "quorum_number"),
        ({"since": date(2026, 5, 1), "until": date(2026, 4, 30)}, "until"),
        ({"usual_minutes": 0}, "usual_minutes"),
        ({"rhythm": Rhythm(0, "month", 1, SINCE)}, "every"),
        ({"rhythm": Rhythm(1, "month", 1, SINCE, week=5)}, "weekday"),
        ({"name": text("x" * 301)}, "name.lt"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(said: dict[str, Any], field: str) -> None:
    of = world()
    plan = replace(body_plan(of.organisation), **said)
    with pytest.raises(BadInput) as refused:
        change_body(body_id=of.body.pk, plan=plan, version=1, by=of.coordinator, at=AT)
    assert field in refused.value.problems


def test_no_two_bodies_share_an_address() -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        create_body(
            strategy_id=of.strategy.pk,
            slug=of.body.slug,
            plan=body_plan(of.organisation),
            by=of.coordinator,
            at=AT,
        )
    assert set(refused.value.problems) == {"slug"}


def test_what_was_made_up_stays_marked_when_a_body_is_changed() -> None:
    of = world()
    made_up = Provenance(synthetic=("members",))
    body = create_body(
        strategy_id=of.strategy.pk,
        slug="made-up",
        plan=body_plan(of.organisation),
        provenance=made_up,
        by=of.coordinator,
        at=AT,
    )
    plan = body_plan(of.organisation, name=text("Council of marketing"))
    change_body(body_id=body.pk, plan=plan, version=1, by=of.coordinator, at=AT)
    assert Body.objects.unrestricted(reason="test").get(pk=body.pk).provenance == made_up


def test_the_second_of_two_who_change_a_body_sees_both_texts() -> None:
    of = world()
    plan = body_plan(of.organisation, name=text("Council of marketing"))
    change_body(body_id=of.body.pk, plan=plan, version=1, by=of.coordinator, at=AT)
    mine = body_plan(of.organisation, name=text("Board"))
    with pytest.raises(Conflict) as clashing:
        change_body(body_id=of.body.pk, plan=mine, version=1, by=of.coordinator, at=AT)
    assert {clash.field for clash in clashing.value.clashes} == {"name.lt", "name.en"}


def test_who_convenes_a_body_keeps_it_and_nobody_else_does() -> None:
    of = world()
    deputy = joined(of.body, of.coordinator, role=MemberRole.DEPUTY)
    keepers = [of.coordinator, of.leader, who(of.chair), who(of.secretary), who(deputy)]
    keepers.append(AdministratorFactory.create())
    for version, keeper in enumerate(keepers, start=1):
        change_body(
            body_id=of.body.pk, plan=body_plan(of.organisation), version=version, by=keeper, at=AT
        )
    for other in (who(of.members[0]), UserFactory.create()):
        with pytest.raises(NotAllowed, match="Only those who convene"):
            change_body(
                body_id=of.body.pk, plan=body_plan(of.organisation), version=9, by=other, at=AT
            )


def test_who_has_left_keeps_nothing_any_more() -> None:
    of = world()
    end_member(member_id=of.chair.pk, until=AT.date(), by=of.coordinator, at=AT)
    with pytest.raises(NotAllowed):
        joined(of.body, who(of.chair))


def test_a_member_is_a_person_or_a_name_and_a_chair_is_one() -> None:
    of = world(members=0)
    guest = joined(of.body, of.coordinator, name=" Jonas ", email="jonas@example.org")
    assert (str(guest), guest.address, guest.user) == ("Jonas", "jonas@example.org", None)
    for said, field in (
        ({"name": " "}, "name"),
        ({"user_id": of.chair.user_id}, "user"),
        ({"name": "Ona", "role": MemberRole.CHAIR}, "role"),
        ({"name": "Ona", "substitutes_id": of.secretary.pk}, "substitutes"),
    ):
        with pytest.raises(BadInput) as refused:
            joined(of.body, of.coordinator, **said)
        assert set(refused.value.problems) == {field}


def test_an_observer_never_votes() -> None:
    of = world()
    assert not joined(of.body, of.coordinator, name="Ona", role=MemberRole.OBSERVER).votes


def test_who_substitutes_has_no_seat_of_their_own() -> None:
    of = world()
    stand_in = joined(of.body, of.coordinator, name="Ona", substitutes_id=of.members[0].pk)
    assert not stand_in.has_seat
    with pytest.raises(BadInput):  # nor does anybody stand in for one who stands in
        joined(of.body, of.coordinator, name="Rasa", substitutes_id=stand_in.pk)


def test_who_loses_whom_they_stand_in_for_stands_in_for_nobody() -> None:
    of = world()
    stand_in = joined(of.body, of.coordinator, name="Ona", substitutes_id=of.members[0].pk)
    end_member(member_id=of.members[0].pk, until=AT.date(), by=of.coordinator, at=AT)
    stand_in = Member.objects.unrestricted(reason=REASON).get(pk=stand_in.pk)
    assert (stand_in.substitutes_id, stand_in.has_seat) == (None, False)


def test_the_role_of_a_member_changes_and_who_it_is_stays() -> None:
    of = world()
    plan = MemberPlan(SINCE, MemberRole.DEPUTY, user_id=of.members[0].user_id)
    found = change_member(
        member_id=of.members[0].pk, plan=plan, version=1, by=of.coordinator, at=AT
    )
    assert (found.role, found.user) == (MemberRole.DEPUTY, of.members[0].user)
    with pytest.raises(Conflict):
        change_member(
            member_id=found.pk,
            plan=replace(plan, role=MemberRole.MEMBER),
            version=1,
            by=of.coordinator,
            at=AT,
        )


@pytest.mark.parametrize("until", [date(2026, 1, 4), date(2026, 11, 21)])
def test_work_ends_neither_before_it_began_nor_tomorrow(until: date) -> None:
    of = world()
    with pytest.raises(BadInput):
        end_member(member_id=of.chair.pk, until=until, by=of.coordinator, at=AT)


def test_what_has_ended_neither_changes_nor_ends_again() -> None:
    of = world()
    end_member(member_id=of.chair.pk, until=AT.date(), by=of.coordinator, at=AT)
    with pytest.raises(WrongState):
        end_member(member_id=of.chair.pk, until=AT.date(), by=of.coordinator, at=AT)
    with pytest.raises(WrongState):
        change_member(
            member_id=of.chair.pk, plan=MemberPlan(SINCE), version=2, by=of.coordinator, at=AT
        )
    assert of.chair not in current_members(of.body)
    back = joined(of.body, of.coordinator, user_id=of.chair.user_id, role=MemberRole.CHAIR)
    assert back.pk != of.chair.pk


def test_only_a_coordinator_adds_a_body() -> None:
    of = world()
    with pytest.raises(NotAllowed):
        create_body(
            strategy_id=of.strategy.pk,
            slug="another",
            plan=body_plan(of.organisation),
            by=of.leader,
            at=AT,
        )


def test_a_member_of_another_body_is_none_here() -> None:
    of, other = world(), world()
    with pytest.raises(NotAllowed):
        add_member(body_id=of.body.pk, plan=MemberPlan(SINCE), by=who(other.chair), at=AT)
