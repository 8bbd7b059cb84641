from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.facts import ActivityPlan, FollowUpPlan
from headway.monitoring.meetings.models import FollowUp
from headway.monitoring.meetings.services import (
    change_activity,
    change_follow_up,
    report_activity,
    report_follow_up,
    send_activities,
    send_follow_ups,
    take_up_activity,
)
from headway.monitoring.meetings.tests.factories import (
    REASON,
    START,
    activity,
    follow_up,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import StrategyFactory, text

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 29)
MAILS = Mail.objects.unrestricted(reason="test").filter(kind="meetings_follow_up")


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_the_owner_is_told_a_week_before_and_on_the_day_and_no_day_loses_a_letter() -> None:
    of = world()
    given = follow_up(written(of), of)
    assert send_follow_ups(at=on(DUE - timedelta(days=8))) == 0
    assert send_follow_ups(at=on(DUE - timedelta(days=6))) == 1
    assert send_follow_ups(at=on(DUE - timedelta(days=6))) == 0
    assert send_follow_ups(at=on(DUE + timedelta(days=3))) == 1
    assert send_follow_ups(at=on(DUE + timedelta(days=9))) == 1
    assert send_follow_ups(at=on(DUE + timedelta(days=90))) == 0
    first, second, third = MAILS.order_by("pk")
    assert {mail.recipient for mail in (first, second, third)} == {of.leader.email}
    assert "Due 29 January 2027" in first.subject
    assert "Overdue: Book a stand" in second.subject
    assert f"https://strategy.example.org/en/follow-ups/{given.key}/" in first.text


@pytest.mark.parametrize(
    ("language", "said"), [("lt", "„Book a stand (lt)“"), ("en", "“Book a stand”")]
)
def test_what_is_to_be_done_stands_in_the_quotation_marks_of_the_language(
    language: str, said: str
) -> None:
    of = world()
    type(of.leader).objects.filter(pk=of.leader.pk).update(language=language)
    follow_up(written(of), of)
    activity(of, due_on=DUE, person_id=of.leader.pk)
    send_follow_ups(at=on(DUE))
    send_activities(at=on(DUE))
    first, second = Mail.objects.unrestricted(reason="test").filter(recipient=of.leader.email)
    assert said in first.text
    assert said.replace("Book a stand", "Film about the port") in second.text


def test_nobody_is_told_of_what_is_done_and_anew_of_what_moves() -> None:
    of = world()
    given = follow_up(written(of), of)
    send_follow_ups(at=on(DUE))
    plan = FollowUpPlan(given.words, DUE + timedelta(days=30), of.organisation.pk)
    change_follow_up(
        follow_up_id=given.pk, plan=plan, version=given.version, by=of.coordinator, at=START
    )
    assert send_follow_ups(at=on(DUE + timedelta(days=24))) == 1
    report_follow_up(follow_up_id=given.pk, step="finish", result="x", by=of.leader, at=START)
    assert send_follow_ups(at=on(DUE + timedelta(days=31))) == 0
    assert MAILS.count() == 2


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_letters_leave_at_nine_of_the_strategys_own_clocks(zone: str) -> None:
    of = world(strategy=StrategyFactory.create(time_zone=zone))
    follow_up(written(of), of)
    activity(of, due_on=DUE, person_id=of.leader.pk)
    nine = datetime.combine(DUE, time(9), ZoneInfo(zone)).astimezone(UTC)
    before = nine - timedelta(seconds=1)
    assert (send_follow_ups(at=before), send_activities(at=before)) == (0, 0)
    assert (send_follow_ups(at=nine), send_activities(at=nine)) == (1, 1)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_a_night_in_which_clocks_change_sends_nothing_twice(day: date) -> None:
    of = world()
    of.body.strategy.time_zone = "Europe/Vilnius"
    of.body.strategy.save()
    person = UserFactory.create()
    activity(of, due_on=day, person_id=person.pk)
    activity(of, due_on=day, person_id=person.pk, words=text("Song"))
    local = datetime.combine(day, time(), ZoneInfo("Europe/Vilnius")).astimezone(UTC)
    hours = [send_activities(at=local + timedelta(hours=hour)) for hour in range(24)]
    assert sum(hours) == 2


def test_an_activity_is_told_to_its_owner_and_without_one_to_who_leads_the_body() -> None:
    of = world()
    person = UserFactory.create(language="lt")
    own = activity(of, due_on=DUE, person_id=person.pk)
    activity(of, due_on=DUE, words=text("Song"))
    ended = activity(of, due_on=DUE, words=text("Fair"))
    report_activity(activity_id=ended.pk, step="drop", result="No money.", by=of.leader, at=START)
    for day, number in ((-8, 0), (-7, 2), (-1, 0), (0, 2), (1, 0), (7, 2), (90, 0)):
        assert send_activities(at=on(DUE + timedelta(days=day))) == number, day
    mails = Mail.objects.unrestricted(reason="test").filter(kind="meetings_activity")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(
        [person.email, of.leader.email] * 3
    )
    theirs = mails.filter(recipient=person.email).order_by("pk")[0]
    assert f"https://strategy.example.org/lt/bodies/{of.body.slug}/programme/{own.key}/" in (
        theirs.text
    )
    assert "2027 m. sausio 29 d." in theirs.text
    assert not mails.filter(text__contains="Fair").exists()


def test_an_activity_that_moves_or_is_taken_up_again_is_told_anew() -> None:
    of = world()
    made = activity(of, due_on=DUE)
    assert send_activities(at=on(DUE)) == 1
    plan = ActivityPlan(made.words, DUE + timedelta(days=30))
    moved = change_activity(activity_id=made.pk, plan=plan, version=1, by=of.coordinator, at=START)
    late = DUE + timedelta(days=30)
    assert (moved.told_on, send_activities(at=on(late))) == (None, 1)
    report_activity(activity_id=made.pk, step="finish", result="Done.", by=of.leader, at=START)
    assert send_activities(at=on(late + timedelta(days=1))) == 0
    take_up_activity(activity_id=made.pk, by=of.coordinator, at=START)
    assert send_activities(at=on(late + timedelta(days=2))) == 1


def test_letters_that_were_found_due_twice_are_written_once() -> None:
    """Two workers find the same; the second writes nothing, even if nobody noted the first."""
    of = world()
    given = follow_up(written(of), of)
    assert send_follow_ups(at=on(DUE)) == 1
    FollowUp.objects.unrestricted(reason=REASON).filter(pk=given.pk).update(told_on=None)
    send_follow_ups(at=on(DUE))
    assert MAILS.count() == 1


def test_a_person_is_told_rather_than_the_whole_house() -> None:
    of = world()
    person = UserFactory.create(language="lt")
    follow_up(written(of), of, person_id=person.pk)
    send_follow_ups(at=on(DUE))
    assert [mail.recipient for mail in MAILS.all()] == [person.email]
