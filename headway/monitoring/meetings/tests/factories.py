"""A body with members, and its meeting in each state, in few calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.monitoring.meetings.facts import (
    ActivityPlan,
    Attended,
    BodyPlan,
    FollowUpPlan,
    MeetingPlan,
    MemberPlan,
    PointPlan,
)
from headway.monitoring.meetings.models import Meeting
from headway.monitoring.meetings.services import (
    add_member,
    add_point,
    begin_meeting,
    confirm_minutes,
    create_body,
    finish_minutes,
    give_follow_up,
    invite,
    note_attendance,
    note_votes,
    plan_activity,
    plan_meeting,
    record_decision,
)
from headway.monitoring.meetings.states import Choice, MemberRole, Presence
from headway.monitoring.strategy.tests.factories import StrategyFactory, coordinator_of, text

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.meetings.models import (
        Activity,
        AgendaPoint,
        Body,
        Decision,
        FollowUp,
        Member,
    )
    from headway.monitoring.strategy.models import Strategy

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
START = datetime(2026, 12, 8, 8, tzinfo=UTC)
"""10:00 in Lithuania."""
PLAN = MeetingPlan(START, START + timedelta(minutes=90), place=text("Danės g. 17"))
SINCE = date(2026, 1, 5)
REASON = "a test looks at everything"


@dataclass
class World:
    """A body with a chair, members with a vote, and a secretary without one."""

    body: Body
    coordinator: User
    chair: Member
    members: list[Member]
    secretary: Member
    leader: User
    """Who reports for the leading organisation."""

    @property
    def strategy(self) -> Strategy:
        return self.body.strategy

    @property
    def organisation(self) -> Organisation:
        return self.body.organisation

    @property
    def seats(self) -> list[Member]:
        return [self.chair, *self.members]


def body_plan(organisation: Organisation, **said: Any) -> BodyPlan:  # noqa: ANN401
    return replace(BodyPlan(text("Marketing Council"), organisation.pk), **said)


def world(members: int = 2, *, strategy: Strategy | None = None, **said: Any) -> World:  # noqa: ANN401
    """Return a body with a chair, so many other members with a vote, and a secretary."""
    strategy = strategy or StrategyFactory.create()
    coordinator = coordinator_of(strategy)
    leading = OrganisationFactory.create(email="kid@example.org")
    body = create_body(
        strategy_id=strategy.pk,
        slug=f"body-{leading.slug}",
        plan=body_plan(leading, **said),
        by=coordinator,
        at=AT,
    )
    chair = joined(body, coordinator, role=MemberRole.CHAIR)
    others = [joined(body, coordinator) for _number in range(members)]
    secretary = joined(body, coordinator, role=MemberRole.SECRETARY, votes=False)
    leader = MembershipFactory.create(organisation=leading, role=Role.REPORTER).user
    return World(body, coordinator, chair, others, secretary, leader)


def joined(body: Body, by: User, **said: Any) -> Member:  # noqa: ANN401
    """Return a new member: a new person, unless `name` or `user_id` says who."""
    if "user_id" not in said and "name" not in said:
        said["user_id"] = UserFactory.create().pk
    return add_member(body_id=body.pk, plan=MemberPlan(**{"since": SINCE, **said}), by=by, at=AT)


def who(member: Member) -> User:
    """Return the person whom a member is, of those that this module makes."""
    assert member.user is not None
    return member.user


def planned(of: World, *, at: datetime = AT, **plan: Any) -> Meeting:  # noqa: ANN401
    return plan_meeting(body_id=of.body.pk, plan=replace(PLAN, **plan), by=of.coordinator, at=at)


def invited(of: World, **plan: Any) -> Meeting:  # noqa: ANN401
    meeting = planned(of, **plan)
    invite(meeting_id=meeting.pk, by=of.coordinator, at=AT)
    return again(meeting)


def again(meeting: Meeting) -> Meeting:
    """Return a meeting as it stands now."""
    rows = Meeting.objects.unrestricted(reason=REASON)
    return rows.select_related("body__strategy", "body__organisation").get(pk=meeting.pk)


def begun(of: World, *, attending: int | None = None, **plan: Any) -> Meeting:  # noqa: ANN401
    """Return a meeting under way which everybody attends, or the first so many seats."""
    meeting = planned(of, **plan)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    attend(meeting, of, attending=attending)
    return again(meeting)


def attend(meeting: Meeting, of: World, *, attending: int | None = None) -> None:
    count = len(of.seats) if attending is None else attending
    note_attendance(
        meeting_id=meeting.pk,
        attended=[
            Attended(seat.pk, Presence.PRESENT if place < count else Presence.ABSENT)
            for place, seat in enumerate(of.seats)
        ],
        by=of.coordinator,
        at=START,
    )


def point(meeting: Meeting, of: World, title: str = "Trade fair", **said: Any) -> AgendaPoint:  # noqa: ANN401
    plan = replace(PointPlan(text(title)), **said)
    return add_point(meeting_id=meeting.pk, plan=plan, by=of.coordinator, at=AT)


def voted(
    at_point: AgendaPoint, of: World, *choices: str, excluded: dict[int, str] | None = None
) -> None:
    """Let the seats vote in their order: the chair first."""
    votes = {seat.pk: choice for seat, choice in zip(of.seats, choices, strict=False) if choice}
    note_votes(
        point_id=at_point.pk, votes=votes, excluded=excluded or {}, by=of.coordinator, at=START
    )


def decided(
    at_point: AgendaPoint,
    of: World,
    words: str = "Go to the fair",
    **said: Any,  # noqa: ANN401
) -> Decision:
    return record_decision(
        point_id=at_point.pk, words=text(words), by=of.coordinator, at=START, **said
    )


def written(of: World, **plan: Any) -> Meeting:  # noqa: ANN401
    """Return a meeting of one decision whose minutes wait for confirmation."""
    meeting = begun(of, **plan)
    at_point = point(meeting, of)
    voted(at_point, of, *[Choice.YES] * len(of.seats))
    decided(at_point, of)
    finish_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)
    return again(meeting)


def confirmed(of: World, **plan: Any) -> Meeting:  # noqa: ANN401
    meeting = written(of, **plan)
    confirm_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)
    return again(meeting)


def follow_up(meeting: Meeting, of: World, **said: Any) -> FollowUp:  # noqa: ANN401
    plan = FollowUpPlan(text("Book a stand"), date(2027, 1, 29), of.organisation.pk)
    return give_follow_up(
        meeting_id=meeting.pk, plan=replace(plan, **said), by=of.coordinator, at=START
    )


def activity(of: World, **said: Any) -> Activity:  # noqa: ANN401
    plan = ActivityPlan(text("Film about the port"), date(2027, 3, 1), "media", text("Investors"))
    return plan_activity(body_id=of.body.pk, plan=replace(plan, **said), by=of.coordinator, at=AT)
