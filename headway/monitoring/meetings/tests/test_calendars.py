"""A meeting in the calendars of those who were invited, as two independent libraries read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from vobject.base import readOne

from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.services import cancel_meeting, change_meeting, invite
from headway.monitoring.meetings.tests.factories import (
    AT,
    PLAN,
    REASON,
    START,
    again,
    planned,
    point,
    who,
    world,
)
from headway.monitoring.strategy.tests.factories import StrategyFactory, text

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import Meeting
    from headway.monitoring.meetings.tests.factories import World

pytestmark = pytest.mark.django_db


def told(person: str) -> list[tuple[Any, Any, str]]:
    """Return what the calendar of one person is told, mail by mail, as each library reads it."""
    mails = Mail.objects.unrestricted(reason=REASON).filter(recipient=person).order_by("pk")
    found = []
    for mail in mails.exclude(enclosed=""):
        assert all(len(line.encode()) <= 75 for line in mail.enclosed.split("\r\n"))
        [event] = IcsCalendarStream.calendar_from_ics(mail.enclosed).events
        method = readOne(mail.enclosed).method.value
        assert f"method={method}" in mail.enclosed_type
        found.append((event, readOne(mail.enclosed).vevent, method))
    return found


def moved(meeting: Meeting, of: World, by: timedelta, **said: Any) -> Meeting:  # noqa: ANN401
    now = again(meeting)
    plan = replace(PLAN, starts_at=START + by, ends_at=START + by + timedelta(hours=1), **said)
    return change_meeting(
        meeting_id=now.pk, plan=plan, version=now.version, by=of.coordinator, at=AT
    )


def test_a_meeting_that_moves_moves_and_a_cancelled_one_is_cancelled() -> None:
    of = world()
    meeting = planned(of)
    point(meeting, of, "Mugė „Šviesa“; ąčęėįšųūž, biudžetas " * 6)
    invite(meeting_id=meeting.pk, by=of.coordinator, at=AT)
    moved(meeting, of, timedelta(days=1))
    moved(meeting, of, timedelta(days=1), note=text("Bring the plan"))
    moved(meeting, of, timedelta(days=2), place=text("Liepų g. 11"))
    cancel_meeting(meeting_id=meeting.pk, reason="Ill", by=of.coordinator, at=AT)
    found = told(who(of.chair).email)
    assert [(ours.sequence, method) for ours, _theirs, method in found] == [
        (0, "REQUEST"), (1, "REQUEST"), (2, "REQUEST"), (3, "CANCEL"),
    ]  # fmt: skip
    assert {ours.uid for ours, _theirs, _method in found} == {meeting.uid}
    days = [0, 1, 2, 2]
    for (ours, theirs, _method), day in zip(found, days, strict=True):
        start = START + timedelta(days=day)
        assert (ours.dtstart, theirs.dtstart.value) == (start, start)
        assert ours.sequence == int(theirs.sequence.value)
        assert "ąčęėįšųūž" in ours.description
        assert ours.description == theirs.description.value
    assert [ours.status for ours, _theirs, _method in found] == ["CONFIRMED"] * 3 + ["CANCELLED"]


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Europe/Vilnius", datetime(2027, 3, 29, 10)),  # noqa: DTZ001 -- of the zone
        ("America/Los_Angeles", datetime(2027, 3, 15, 10)),  # noqa: DTZ001
        ("Pacific/Kiritimati", datetime(2027, 1, 1, 0, 30)),  # noqa: DTZ001
    ],
)
def test_whatever_the_zone_of_the_strategy_calendars_show_the_same_moment(
    zone: str, local: datetime
) -> None:
    of = world(strategy=StrategyFactory.create(time_zone=zone))
    start = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    meeting = planned(of, starts_at=start, ends_at=start + timedelta(hours=1))
    invite(meeting_id=meeting.pk, by=of.coordinator, at=AT)
    [(ours, theirs, _method)] = told(who(of.chair).email)
    assert (ours.dtstart, theirs.dtstart.value) == (start, start)
    assert ours.dtstart.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    mail = Mail.objects.unrestricted(reason=REASON).get(recipient=who(of.chair).email)
    assert f"{local:%H:%M}" in mail.text, "the letter tells it on the clocks of the strategy"
