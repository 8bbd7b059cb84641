from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.monitoring.meetings.facts import ActivityPlan, FollowUpPlan
from headway.monitoring.meetings.models import Activity, FollowUp
from headway.monitoring.meetings.queries.calendars import meetings_in, open_feed
from headway.monitoring.meetings.queries.duties import (
    activities_of,
    follow_ups_waiting,
    open_follow_ups,
    points_for,
)
from headway.monitoring.meetings.services import (
    change_activity,
    change_follow_up,
    end_feed,
    end_member,
    give_follow_up,
    make_feed,
    report_activity,
    report_follow_up,
    take_up_activity,
    take_up_follow_up,
)
from headway.monitoring.meetings.states import FollowUpState
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    START,
    World,
    activity,
    begun,
    follow_up,
    invited,
    planned,
    point,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import adopted, text

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 29)
MAILS = Mail.objects.unrestricted(reason="test").filter(kind="meetings_follow_up")


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def done(given: FollowUp, by: Any, step: str = "finish") -> FollowUp:  # noqa: ANN401
    return report_follow_up(follow_up_id=given.pk, step=step, result="Booked.", by=by, at=START)


def test_what_is_given_to_do_waits_for_the_person_or_the_house_until_it_is_done() -> None:
    of = world()
    meeting = written(of)
    partner = OrganisationFactory.create()
    reader = MembershipFactory.create(organisation=partner, role=Role.READER).user
    person = UserFactory.create()
    theirs = follow_up(meeting, of, organisation_id=partner.pk)
    own = follow_up(meeting, of, organisation_id=None, person_id=person.pk, due_on=date(2027, 1, 1))
    assert list(follow_ups_waiting(reader)) == [theirs]
    assert list(follow_ups_waiting(person)) == [own]
    assert list(follow_ups_waiting(UserFactory.create())) == []
    done(own, person)
    assert list(follow_ups_waiting(person)) == []
    assert list(open_follow_ups(of.body)) == [theirs]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"words": EMPTY}, "words"),
        ({"organisation_id": None}, "organisation"),
        ({"organisation_id": 999_999}, "organisation"),
        ({"person_id": 999_999}, "person"),
    ],
)
def test_a_follow_up_needs_words_and_an_owner(said: dict[str, Any], field: str) -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        follow_up(written(of), of, **said)
    assert field in refused.value.problems


def test_a_follow_up_comes_out_of_a_meeting_that_has_begun() -> None:
    of = world()
    with pytest.raises(WrongState, match="Begin the meeting"):
        follow_up(planned(of), of)


def test_a_point_of_another_meeting_is_none_of_this_one() -> None:
    of = world()
    other = point(planned(of), of)
    plan = FollowUpPlan(text("Book"), DUE, of.organisation.pk)
    given = give_follow_up(
        meeting_id=begun(of).pk, plan=plan, point_id=other.pk, by=of.coordinator, at=START
    )
    assert given.point is None


def test_its_owner_says_what_came_of_it_with_words_and_nobody_else_does() -> None:
    of = world()
    partner = OrganisationFactory.create()
    reporter = MembershipFactory.create(organisation=partner).user
    reader = MembershipFactory.create(organisation=partner, role=Role.READER).user
    given = follow_up(written(of), of, organisation_id=partner.pk)
    for other in (reader, who(of.members[0]), UserFactory.create()):
        with pytest.raises(NotAllowed):
            done(given, other)
    with pytest.raises(BadInput):
        report_follow_up(follow_up_id=given.pk, step="finish", result=" ", by=reporter, at=START)
    found = done(given, reporter, "drop")
    assert (found.state, found.result, found.ended_by) == (
        FollowUpState.DROPPED,
        "Booked.",
        str(reporter),
    )
    with pytest.raises(WrongState):
        done(given, reporter)


def test_what_was_reported_is_taken_up_again_by_who_convenes() -> None:
    of = world()
    given = done(follow_up(written(of), of), of.leader)
    with pytest.raises(WrongState, match="Take it up again"):
        change_follow_up(
            follow_up_id=given.pk,
            plan=FollowUpPlan(text("x"), DUE, of.organisation.pk),
            version=given.version,
            by=of.coordinator,
            at=START,
        )
    found = take_up_follow_up(follow_up_id=given.pk, by=of.coordinator, at=START)
    assert (found.state, found.result, found.ended_at) == (FollowUpState.OPEN, "", None)


def test_the_second_of_two_who_change_a_follow_up_is_asked() -> None:
    of = world()
    given = follow_up(written(of), of)
    plan = FollowUpPlan(text("Book two"), DUE, of.organisation.pk)
    change: dict[str, Any] = {
        "follow_up_id": given.pk,
        "version": 1,
        "by": of.coordinator,
        "at": START,
    }
    assert change_follow_up(plan=plan, **change).words == plan.words
    with pytest.raises(Conflict):
        change_follow_up(plan=replace(plan, words=text("Book three")), **change)


# -- proposals ---------------------------------------------------------------------------------


def test_open_follow_ups_are_proposed_with_owner_and_day() -> None:
    of = world()
    given = follow_up(written(of), of)
    [proposed] = points_for(of.body, DUE)
    assert (proposed.origin, proposed.key, proposed.link) == (
        "follow_up",
        given.key,
        f"/follow-ups/{given.key}/",
    )
    assert proposed.note.words("en").endswith("due 29 January 2027")
    assert proposed.note.words("lt").endswith("2027 m. sausio 29 d.")
    [late] = points_for(of.body, DUE + timedelta(days=1))
    assert late.note.words("en").endswith("overdue")
    done(given, of.leader)
    assert points_for(of.body, DUE) == []


# -- activities --------------------------------------------------------------------------------


def test_a_programme_is_in_the_order_of_its_days_and_reported_like_follow_ups() -> None:
    of = world()
    late, early = activity(of), activity(of, due_on=date(2027, 2, 1))
    assert list(activities_of(of.body)) == [early, late]
    with pytest.raises(NotAllowed):
        report_activity(
            activity_id=late.pk, step="finish", result="x", by=who(of.members[0]), at=START
        )
    found = report_activity(
        activity_id=late.pk, step="finish", result="Seen by 900.", by=of.leader, at=START
    )
    assert (found.state, found.result) == ("done", "Seen by 900.")
    assert take_up_activity(activity_id=late.pk, by=of.leader, at=START).state == "planned"


def test_an_activity_serves_a_measure_of_its_own_strategy() -> None:
    edition, [node] = adopted()
    _other, [foreign] = adopted()
    of = world(strategy=edition.strategy)
    assert activity(of, node_id=node.pk).node == node
    for said, field in (({"node_id": foreign.pk}, "node"), ({"words": EMPTY}, "words")):
        with pytest.raises(BadInput) as refused:
            activity(of, **said)
        assert field in refused.value.problems


def test_an_activity_changes_while_it_is_planned() -> None:
    of = world()
    made = activity(of)
    plan = ActivityPlan(text("Film"), DUE, "web")
    found = change_activity(activity_id=made.pk, plan=plan, version=1, by=of.coordinator, at=START)
    assert (found.channel, found.due_on) == ("web", DUE)
    with pytest.raises(Conflict):
        change_activity(
            activity_id=made.pk,
            plan=replace(plan, words=text("Song")),
            version=1,
            by=of.coordinator,
            at=START,
        )
    report_activity(activity_id=made.pk, step="drop", result="No money.", by=of.leader, at=START)
    with pytest.raises(WrongState):
        change_activity(activity_id=made.pk, plan=plan, version=3, by=of.coordinator, at=START)


# -- calendars ---------------------------------------------------------------------------------


def in_feed(key: str) -> list[int]:
    feed = open_feed(key)
    return [meeting.pk for meeting in meetings_in(feed, at=AT)] if feed else [-1]


def test_a_feed_shows_what_its_owner_may_see_now_and_nothing_more() -> None:
    of, other = world(), world()
    hidden, shown = planned(of), invited(of)
    invited(other)
    member = who(of.members[0])
    feed = make_feed(body_id=None, by=member, at=AT)
    assert in_feed(feed.key) == [shown.pk]
    assert in_feed(make_feed(body_id=of.body.pk, by=of.leader, at=AT).key) == [hidden.pk, shown.pk]
    end_member(member_id=of.members[0].pk, until=AT.date(), by=of.coordinator, at=AT)
    assert in_feed(feed.key) == []


def test_a_feed_ends_when_it_is_renewed_ended_or_its_owner_may_not_sign_in() -> None:
    of = world()
    invited(of)
    member = who(of.members[0])
    first = make_feed(body_id=of.body.pk, by=member, at=AT)
    second = make_feed(body_id=of.body.pk, by=member, at=AT)
    assert (in_feed(first.key), len(in_feed(second.key))) == ([-1], 1)
    with pytest.raises(NotAllowed):
        end_feed(feed_id=second.pk, by=of.leader, at=AT)
    end_feed(feed_id=second.pk, by=member, at=AT)
    assert in_feed(second.key) == [-1]
    third = make_feed(body_id=None, by=member, at=AT)
    member.is_active = False
    member.save()
    assert in_feed(third.key) == [-1]
    assert in_feed("") == [-1]


def test_nobody_gets_a_feed_of_a_body_that_they_do_not_belong_to() -> None:
    with pytest.raises(NotAllowed):
        make_feed(body_id=world().body.pk, by=UserFactory.create(), at=AT)


# -- who sees what -----------------------------------------------------------------------------


def test_what_is_to_be_done_is_seen_by_its_owner_and_inside_the_body_alone(of: World) -> None:
    person = UserFactory.create()
    given = follow_up(written(of), of, organisation_id=None, person_id=person.pk)
    made = activity(of, person_id=person.pk)
    for user, sees in (
        (person, True),
        (who(of.members[0]), True),
        (AdministratorFactory.create(), True),
        (UserFactory.create(), False),
        (who(world().chair), False),
    ):
        assert FollowUp.objects.visible_to(user).filter(pk=given.pk).exists() is sees
        assert Activity.objects.visible_to(user).filter(pk=made.pk).exists() is sees


@pytest.fixture
def of() -> World:
    return world()


def test_nothing_is_kept_of_what_was_refused() -> None:
    of = world()
    with pytest.raises(BadInput):
        activity(of, words=EMPTY)
    assert not Activity.objects.unrestricted(reason=REASON).exists()
