"""Nobody does with a body or a meeting what is not theirs to do: each service, each person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.errors import NotAllowed
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.meetings import services
from headway.monitoring.meetings.facts import (
    ActivityPlan,
    FollowUpPlan,
    MemberPlan,
    PointPlan,
)
from headway.monitoring.meetings.permissions import can_read_minutes, can_see_body, can_see_duty
from headway.monitoring.meetings.tests.factories import (
    AT,
    PLAN,
    SINCE,
    START,
    World,
    activity,
    begun,
    body_plan,
    decided,
    follow_up,
    invited,
    planned,
    point,
    voted,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import StrategyFactory, coordinator_of, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import AgendaPoint, Meeting

pytestmark = pytest.mark.django_db


def person(of: World, name: str) -> User:
    people: dict[str, Callable[[], User]] = {
        "coordinator": lambda: of.coordinator,
        "administrator": AdministratorFactory.create,
        "chair": lambda: who(of.chair),
        "secretary": lambda: who(of.secretary),
        "leader": lambda: of.leader,
        "member": lambda: who(of.members[0]),
        "reader": lambda: (
            MembershipFactory.create(organisation=of.organisation, role=Role.READER).user
        ),
        "coordinator of another": lambda: coordinator_of(StrategyFactory.create()),
        "chair of another": lambda: who(world().chair),
        "stranger": UserFactory.create,
    }
    return people[name]()


KEEPERS = ("coordinator", "administrator", "chair", "secretary", "leader")
OTHERS = ("member", "reader", "coordinator of another", "chair of another", "stranger")


def pointed(of: World) -> tuple[Meeting, AgendaPoint]:
    meeting = begun(of)
    return meeting, point(meeting, of)


def on_body(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    return partial(getattr(services, name), body_id=of.body.pk, at=AT, **said)


def on_meeting(
    of: World,
    name: str,
    make: Callable[[World], Meeting],
    **said: Any,  # noqa: ANN401
) -> Callable[..., object]:
    return partial(getattr(services, name), meeting_id=make(of).pk, at=AT, **said)


def on_point(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    _meeting, one = pointed(of)
    return partial(getattr(services, name), point_id=one.pk, at=START, **said)


def remove_paper(of: World) -> Callable[..., object]:
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, uploaded_at=AT)
    paper = services.add_paper(
        meeting_id=planned(of).pk, title="A", file=file, by=of.coordinator, at=AT
    )
    return partial(services.remove_paper, paper_id=paper.pk, at=AT)


def on_decision(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    _meeting, one = pointed(of)
    voted(one, of, "yes", "yes", "yes")
    made = decided(one, of)
    return partial(getattr(services, name), decision_id=made.pk, at=START, **said)


def on_follow_up(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    given = follow_up(begun(of), of)
    if name == "take_up_follow_up":
        services.report_follow_up(
            follow_up_id=given.pk, step="finish", result="x", by=of.coordinator, at=START
        )
    return partial(getattr(services, name), follow_up_id=given.pk, at=START, **said)


def on_activity(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    made = activity(of)
    if name == "take_up_activity":
        services.report_activity(
            activity_id=made.pk, step="finish", result="x", by=of.coordinator, at=START
        )
    return partial(getattr(services, name), activity_id=made.pk, at=START, **said)


def on_member(of: World, name: str, **said: Any) -> Callable[..., object]:  # noqa: ANN401
    return partial(getattr(services, name), member_id=of.members[1].pk, at=AT, **said)


SERVICES: dict[str, Callable[[World], Callable[..., object]]] = {
    "change_body": lambda of: on_body(
        of, "change_body", plan=body_plan(of.organisation, name=text("Council")), version=1
    ),
    "add_member": lambda of: on_body(of, "add_member", plan=MemberPlan(SINCE, name="Ona")),
    "change_member": lambda of: on_member(
        of, "change_member", plan=MemberPlan(SINCE, user_id=of.members[1].user_id), version=1
    ),
    "end_member": lambda of: on_member(of, "end_member", until=AT.date()),
    "plan_meeting": lambda of: on_body(of, "plan_meeting", plan=PLAN),
    "change_meeting": lambda of: on_meeting(of, "change_meeting", planned, plan=PLAN, version=1),
    "invite": lambda of: on_meeting(of, "invite", planned),
    "cancel_meeting": lambda of: on_meeting(of, "cancel_meeting", invited, reason="Ill"),
    "begin_meeting": lambda of: on_meeting(of, "begin_meeting", invited),
    "add_point": lambda of: on_meeting(of, "add_point", planned, plan=PointPlan(text("Fair"))),
    "add_points": lambda of: on_meeting(of, "add_points", planned, points=[]),
    "change_point": lambda of: on_point(of, "change_point", plan=PointPlan(text("X")), version=1),
    "move_point": lambda of: on_point(of, "move_point", place=1),
    "remove_point": lambda of: on_point(of, "remove_point"),
    "add_paper": lambda of: on_meeting(
        of, "add_paper", planned, title="A", address="/en/strategies/keds/"
    ),
    "remove_paper": remove_paper,
    "note_attendance": lambda of: on_meeting(of, "note_attendance", begun, attended=[]),
    "note_votes": lambda of: on_point(of, "note_votes", votes={}, excluded={}),
    "save_minutes": lambda of: on_point(of, "save_minutes", words=text("Agreed."), version=1),
    "type_minutes": lambda of: on_point(of, "type_minutes", typed={}, seen_version=1),
    "finish_minutes": lambda of: on_meeting(of, "finish_minutes", begun),
    "take_up_minutes": lambda of: on_meeting(of, "take_up_minutes", written),
    "record_decision": lambda of: on_point(of, "record_decision", words=text("Go")),
    "change_decision": lambda of: on_decision(
        of, "change_decision", words=text("Stay"), node_ids=(), version=1
    ),
    "remove_decision": lambda of: on_decision(of, "remove_decision"),
    "give_follow_up": lambda of: on_meeting(
        of, "give_follow_up", begun,
        plan=FollowUpPlan(text("Book"), START.date(), of.organisation.pk),
    ),
    "change_follow_up": lambda of: on_follow_up(
        of, "change_follow_up",
        plan=FollowUpPlan(text("Book two"), START.date(), of.organisation.pk), version=1,
    ),
    "take_up_follow_up": lambda of: on_follow_up(of, "take_up_follow_up"),
    "plan_activity": lambda of: on_body(
        of, "plan_activity", plan=ActivityPlan(text("Film"), START.date())
    ),
    "change_activity": lambda of: on_activity(
        of, "change_activity", plan=ActivityPlan(text("Film"), START.date()), version=1
    ),
    "take_up_activity": lambda of: on_activity(of, "take_up_activity"),
}  # fmt: skip
ELSEWHERE = {
    "answer_invitation": "test_replying",
    "confirm_minutes": "below",
    "create_body": "below",
    "end_feed": "test_services_duties",
    "make_feed": "test_services_duties",
    "report_activity": "below",
    "report_follow_up": "below",
    "send_activities": "done by the worker",
    "send_follow_ups": "done by the worker",
}


def test_every_service_has_its_row() -> None:
    assert {*SERVICES, *ELSEWHERE} == set(services.__all__)


@pytest.mark.parametrize("name", SERVICES)
def test_only_who_convenes_does_it(name: str) -> None:
    of = world(members=3)
    do = SERVICES[name](of)
    for other in OTHERS:
        with pytest.raises(NotAllowed):
            do(by=person(of, other))
    do(by=person(of, "chair"))


@pytest.mark.parametrize("keeper", KEEPERS)
def test_each_of_those_who_convene_does_it(keeper: str) -> None:
    of = world()
    on_body(of, "plan_meeting", plan=PLAN)(by=person(of, keeper))


def test_only_the_coordinator_of_the_strategy_adds_a_body() -> None:
    of = world()
    do = partial(
        services.create_body,
        strategy_id=of.strategy.pk, slug="other", plan=body_plan(of.organisation), at=AT,
    )  # fmt: skip
    for other in ("chair", "secretary", "leader", *OTHERS):
        with pytest.raises(NotAllowed):
            do(by=person(of, other))
    do(by=of.coordinator)


def test_minutes_are_confirmed_by_the_chair_and_the_coordinator_stands_in() -> None:
    for name in ("secretary", "leader", *OTHERS):
        of = world()
        with pytest.raises(NotAllowed):
            services.confirm_minutes(meeting_id=written(of).pk, by=person(of, name), at=START)
    for name in ("chair", "coordinator", "administrator"):
        of = world()
        services.confirm_minutes(meeting_id=written(of).pk, by=person(of, name), at=START)


@pytest.mark.parametrize("name", ["report_follow_up", "report_activity"])
def test_what_is_to_be_done_is_reported_by_its_owner_and_who_convenes(name: str) -> None:
    make = on_follow_up if name == "report_follow_up" else on_activity
    for other in OTHERS:
        of = world()
        do = make(of, name, step="finish", result="x")
        with pytest.raises(NotAllowed):
            do(by=person(of, other))
    for keeper in KEEPERS:
        of = world()
        make(of, name, step="finish", result="x")(by=person(of, keeper))


def test_who_left_keeps_nothing() -> None:
    of = world()
    chair = who(of.chair)
    services.end_member(member_id=of.chair.pk, until=AT.date(), by=of.coordinator, at=AT)
    with pytest.raises(NotAllowed):
        on_body(of, "plan_meeting", plan=PLAN)(by=chair)
    secretary = who(of.secretary)
    secretary.is_active = False
    with pytest.raises(NotAllowed):
        on_body(of, "plan_meeting", plan=PLAN)(by=secretary)


INSIDE = (*KEEPERS, "member", "reader")
OUTSIDE = ("coordinator of another", "chair of another", "stranger")


def test_only_who_belongs_to_a_body_sees_its_meetings_and_gets_a_calendar_of_them() -> None:
    of = world()
    for name in INSIDE:
        user = person(of, name)
        assert can_see_body(user, of.body)
        services.make_feed(body_id=of.body.pk, by=user, at=AT)
    for name in OUTSIDE:
        user = person(of, name)
        assert not can_see_body(user, of.body)
        with pytest.raises(NotAllowed):
            services.make_feed(body_id=of.body.pk, by=user, at=AT)


def test_a_calendar_is_ended_by_its_owner() -> None:
    of = world()
    feed = services.make_feed(body_id=None, by=who(of.chair), at=AT)
    for name in ("coordinator", "member", "stranger"):
        with pytest.raises(NotAllowed):
            services.end_feed(feed_id=feed.pk, by=person(of, name), at=AT)
    services.end_feed(feed_id=feed.pk, by=person(of, "administrator"), at=AT)


def test_minutes_are_read_by_members_once_they_are_written() -> None:
    of = world()
    running, done = begun(of), written(of)
    for name in ("member", "reader"):
        assert not can_read_minutes(person(of, name), running)
        assert can_read_minutes(person(of, name), done)
    for name in OUTSIDE:
        assert not can_read_minutes(person(of, name), done)
    assert can_read_minutes(who(of.secretary), running)


def test_what_is_to_be_done_is_seen_by_its_owner_and_inside_the_body() -> None:
    of = world()
    meeting = begun(of)
    own = UserFactory.create()
    given = follow_up(meeting, of, organisation_id=None, person_id=own.pk)
    for name in INSIDE:
        assert can_see_duty(person(of, name), given)
    assert can_see_duty(own, given)
    for name in OUTSIDE:
        assert not can_see_duty(person(of, name), given)
