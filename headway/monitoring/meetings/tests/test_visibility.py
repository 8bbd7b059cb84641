"""Who sees what of a body: canaries in each row that could leak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.meetings.models import (
    AgendaPoint,
    Attendance,
    Body,
    Decision,
    Exclusion,
    FollowUp,
    Meeting,
    Member,
    Paper,
    TypedMinutes,
    Vote,
)
from headway.monitoring.meetings.permissions import can_read_minutes
from headway.monitoring.meetings.queries.published import (
    public_bodies,
    public_decisions,
    public_decisions_about,
)
from headway.monitoring.meetings.services import (
    add_paper,
    cancel_meeting,
    end_member,
    note_votes,
    type_minutes,
)
from headway.monitoring.meetings.states import Choice
from headway.monitoring.meetings.tests.factories import (
    AT,
    START,
    World,
    begun,
    confirmed,
    decided,
    follow_up,
    invited,
    joined,
    planned,
    point,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import adopted

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
INNER = (Meeting, Member, AgendaPoint, Paper, Attendance, Exclusion, Vote, TypedMinutes, FollowUp)


def full(of: World) -> Meeting:
    """Return a meeting under way with a row in every table."""
    meeting = begun(of)
    at_point = point(meeting, of)
    note_votes(
        point_id=at_point.pk,
        votes={of.chair.pk: Choice.YES},
        excluded={of.members[0].pk: "Kin"},
        by=of.coordinator,
        at=START,
    )
    type_minutes(
        point_id=at_point.pk, typed={"x": "y"}, seen_version=1, by=of.coordinator, at=START
    )
    add_paper(meeting_id=meeting.pk, title="Budget", address="/x/", by=of.coordinator, at=AT)
    follow_up(meeting, of)
    return meeting


def strangers(of: World) -> list[User | AnonymousUser]:
    left = joined(of.body, of.coordinator)
    end_member(member_id=left.pk, until=AT.date(), by=of.coordinator, at=AT)
    return [NOBODY, UserFactory.create(), who(left), who(world().chair)]


def test_whoever_does_not_belong_to_a_body_sees_nothing_of_its_inner_life() -> None:
    of = world(is_public=True)
    joined(of.body, of.coordinator, name="Without an account")
    full(of)
    for stranger in strangers(of):
        own = Meeting.objects.visible_to(stranger)
        assert not own.filter(body=of.body).exists()
        for model in INNER:
            seen = {row.pk for row in model.objects.visible_to(stranger)}
            ours = {row.pk for row in model.objects.visible_to(of.coordinator)}
            assert ours
            assert not seen & ours, model


def test_members_and_the_leading_house_see_it_and_only_those_who_convene_read_drafts() -> None:
    of = world()
    meeting = full(of)
    reader = MembershipFactory.create(organisation=of.organisation, role=Role.READER).user
    for insider in (who(of.members[0]), reader):
        for model in INNER:
            assert model.objects.visible_to(insider).exists(), model
        assert not can_read_minutes(insider, meeting)
    for keeper in (who(of.chair), who(of.secretary), of.leader, of.coordinator):
        assert can_read_minutes(keeper, meeting)
    for everything in (AdministratorFactory.create(), AuditorFactory.create()):
        assert can_read_minutes(everything, meeting)
        assert Meeting.objects.visible_to(everything).exists()


def test_members_are_not_shown_what_is_only_planned_or_was_cancelled_before() -> None:
    of = world()
    hidden, gone, told = planned(of), planned(of), invited(of)
    cancel_meeting(meeting_id=gone.pk, reason="Too early", by=of.coordinator, at=AT)
    member = who(of.members[0])
    assert list(Meeting.objects.visible_to(member)) == [told]
    assert set(Meeting.objects.visible_to(of.leader)) == {hidden, gone, told}
    cancel_meeting(meeting_id=told.pk, reason="Storm", by=of.coordinator, at=AT)
    assert list(Meeting.objects.visible_to(member)) == [told]


def test_a_decision_is_public_once_its_minutes_are_confirmed_and_its_body_is_public() -> None:
    for is_public in (True, False):
        of = world(is_public=is_public)
        open_draft = begun(of)
        decided(point(open_draft, of), of, "CANARY in a draft")
        written(of)
        done = confirmed(of)
        public = public_decisions(of.strategy)
        assert [row.meeting for row in public] == ([done] if is_public else [])
        assert list(public_bodies(of.strategy)) == ([of.body] if is_public else [])
        member = Decision.objects.visible_to(who(of.members[0])).filter(body=of.body)
        assert "CANARY" not in " ".join(str(row.words) for row in member)
        assert member.count() == 2
        assert Decision.objects.visible_to(of.coordinator).filter(body=of.body).count() == 3


def test_nothing_of_a_strategy_that_is_not_public_is() -> None:
    edition, [node] = adopted(is_public=False)
    of = world(strategy=edition.strategy, is_public=True)
    confirmed(of)
    assert not public_decisions(of.strategy).exists()
    assert not Body.objects.visible_to(NOBODY).exists()
    assert not public_decisions_about(node).exists()


def test_what_was_decided_about_a_measure_is_read_by_the_measure_and_the_day() -> None:
    edition, nodes = adopted(measures=2)
    of = world(strategy=edition.strategy, is_public=True)
    meeting = confirmed(of)
    decision = Decision.objects.visible_to(NOBODY).get(meeting=meeting)
    decision.nodes.set([nodes[0]])
    assert list(public_decisions_about(nodes[0])) == [decision]
    assert not public_decisions_about(nodes[1]).exists()
    assert not public_decisions_about(nodes[0], known_by=AT).exists()
    assert public_decisions_about(nodes[0], known_by=START).exists()
