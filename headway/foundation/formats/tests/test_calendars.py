"""What two other libraries, written by others, read in the calendars that we write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from vobject.base import readOne

from headway.foundation.formats.calendars import Contact, Event, Method, calendar

AT = datetime(2026, 12, 8, 8, tzinfo=UTC)
ONA, SENDER = (
    Contact("ona@example.org", "Ona „O“ Žukienė"),
    Contact("kid@example.org", "Klaipėda ID"),
)
MEETING = Event(
    uid="abc.meeting@headway",
    sequence=0,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=90),
    stamped_at=AT - timedelta(days=14),
    summary="Rinkodaros taryba, 3 posėdis",
    description="1. Pavedimai\n2. Mugė; biudžetas, planas",
    location="Danės g. 17, Klaipėda",
    address="https://strategy.example.org/lt/meetings/abc/",
    language="lt",
    organiser=SENDER,
    attendees=(ONA,),
)


def read(text: str) -> tuple[Any, Any]:
    """Return the one event of a calendar as each library reads it."""
    [first] = IcsCalendarStream.calendar_from_ics(text).events
    return first, readOne(text).vevent


def test_an_invitation_says_when_where_who_and_that_it_is_one() -> None:
    text = calendar([MEETING], method=Method.REQUEST)
    ours, theirs = read(text)
    assert "METHOD:REQUEST\r\n" in text
    assert (ours.uid, ours.sequence, ours.status) == (MEETING.uid, 0, "CONFIRMED")
    assert (ours.dtstart, ours.dtend) == (MEETING.starts_at, MEETING.ends_at)
    assert (ours.summary, ours.location) == (MEETING.summary, MEETING.location)
    assert ours.description == MEETING.description
    assert str(ours.organizer.uri) == "mailto:kid@example.org"
    assert theirs.uid.value == MEETING.uid
    assert theirs.dtstart.value == MEETING.starts_at
    assert theirs.summary.value == MEETING.summary
    assert theirs.description.value == MEETING.description
    assert theirs.attendee.value == "mailto:ona@example.org"
    assert theirs.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]


def test_a_meeting_that_moves_keeps_its_uid_and_raises_its_sequence() -> None:
    later = replace(
        MEETING,
        sequence=1,
        starts_at=AT + timedelta(days=1),
        ends_at=AT + timedelta(days=1, hours=1),
    )
    ours, theirs = read(calendar([later], method=Method.REQUEST))
    assert (ours.uid, ours.sequence, ours.dtstart) == (MEETING.uid, 1, later.starts_at)
    assert (theirs.sequence.value, theirs.dtstart.value) == ("1", later.starts_at)


def test_a_cancellation_takes_it_out_of_calendars() -> None:
    text = calendar([replace(MEETING, sequence=2, is_cancelled=True)], method=Method.CANCEL)
    ours, theirs = read(text)
    assert "METHOD:CANCEL\r\n" in text
    assert (ours.status, theirs.status.value) == ("CANCELLED", "CANCELLED")


def test_what_is_only_planned_is_tentative() -> None:
    ours, theirs = read(calendar([replace(MEETING, is_tentative=True)], method=Method.PUBLISH))
    assert (ours.status, theirs.status.value) == ("TENTATIVE", "TENTATIVE")


def test_a_feed_needs_nobody_whom_it_is_for() -> None:
    alone = replace(MEETING, organiser=None, attendees=())
    text = calendar([alone, replace(alone, uid="other")], method=Method.PUBLISH, name="Tarybos")
    assert len(IcsCalendarStream.calendar_from_ics(text).events) == 2
    with pytest.raises(ValueError, match="no organiser"):
        calendar([alone], method=Method.REQUEST)


def test_an_empty_feed_is_a_calendar() -> None:
    text = calendar([], method=Method.PUBLISH, name="Nothing")
    assert IcsCalendarStream.calendar_from_ics(text).events == []


NOTHING = SimpleNamespace(value="")
SURROGATES: tuple[Literal["Cs"]] = ("Cs",)
WORDS = st.text(st.characters(exclude_categories=SURROGATES), max_size=120)
LITHUANIAN = st.lists(
    st.text('aąčęėįšųūžĄČĘĖĮŠŲŪŽ,;:\\"–„“', min_size=1, max_size=30), max_size=30
).map(" ".join)
"""Words as people write them: long enough to be folded in the midst of a letter of two bytes."""
ZONES = st.sampled_from(
    [UTC, *map(ZoneInfo, ("Europe/Vilnius", "America/Los_Angeles", "Pacific/Kiritimati"))]
)
NAMES = st.text(st.characters(exclude_categories=(*SURROGATES, "Cc")), max_size=40)
EVENTS = st.builds(
    Event,
    uid=st.uuids().map(str),
    sequence=st.integers(0, 2**31 - 1),
    starts_at=st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=ZONES),  # noqa: DTZ001
    ends_at=st.just(datetime(2200, 1, 2, tzinfo=UTC)),
    stamped_at=st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    summary=WORDS,
    description=LITHUANIAN,
    location=WORDS,
    language=st.sampled_from(["", "lt", "en"]),
    organiser=st.builds(Contact, st.emails().filter(lambda email: email.isascii()), NAMES),
    attendees=st.lists(
        st.builds(Contact, st.just("a@example.org"), NAMES), min_size=1, max_size=3
    ).map(tuple),
    is_cancelled=st.booleans(),
)


@settings(max_examples=500)
@given(EVENTS)
def test_whatever_people_write_two_libraries_read_it(event: Event) -> None:
    text = calendar([event], method=Method.REQUEST)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    ours, theirs = read(text)
    assert (ours.uid, theirs.uid.value) == (event.uid, event.uid)
    start = event.starts_at.astimezone(UTC).replace(microsecond=0)
    assert (ours.dtstart, theirs.dtstart.value) == (start, start)
    assert (ours.description or "") == event.description
    assert getattr(theirs, "description", NOTHING).value == event.description
    assert (ours.sequence, int(theirs.sequence.value)) == (event.sequence, event.sequence)
