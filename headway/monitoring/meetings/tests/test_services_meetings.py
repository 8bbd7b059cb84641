from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ical.calendar_stream import IcsCalendarStream

from headway.foundation.core.agenda import ProposedPoint
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.facts import PointPlan, Rhythm
from headway.monitoring.meetings.queries.duties import points_for
from headway.monitoring.meetings.queries.meetings import (
    agenda_of,
    meetings_ahead,
    points_of,
    proposed_days,
)
from headway.monitoring.meetings.services import (
    add_paper,
    add_point,
    add_points,
    begin_meeting,
    cancel_meeting,
    change_meeting,
    change_point,
    invite,
    move_point,
    remove_paper,
    remove_point,
    save_minutes,
)
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.meetings.tests.factories import (
    AT,
    PLAN,
    SINCE,
    START,
    again,
    begun,
    confirmed,
    follow_up,
    invited,
    joined,
    planned,
    point,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import Meeting

pytestmark = pytest.mark.django_db
MAILS = Mail.objects.unrestricted(reason="test")
LATER = replace(
    PLAN, starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=1, hours=2)
)


def events(kind: str) -> list[Any]:
    """Return what the calendars of those who got a kind of mail were told."""
    found = MAILS.filter(kind=kind).order_by("pk")
    return [
        event
        for mail in found
        for event in IcsCalendarStream.calendar_from_ics(mail.enclosed).events
    ]


def test_meetings_are_numbered_and_named_in_both_languages() -> None:
    of = world()
    first, second = planned(of), planned(of)
    assert (first.number, second.number) == (1, 2)
    assert second.title.words("en") == "Meeting 2"
    assert second.title.words("lt") == "Posėdis Nr. 2"
    assert str(first) != str(second)


def test_nobody_is_told_of_a_meeting_that_is_only_planned() -> None:
    planned(world())
    assert not MAILS.exists()


def test_everybody_with_an_address_is_invited_once_with_an_entry_for_the_calendar() -> None:
    of = world()
    joined(of.body, of.coordinator, name="Jonas", email="jonas@example.org")
    joined(of.body, of.coordinator, name="Nobody writes to me")
    meeting = invited(of)
    people = [*of.seats, of.secretary]
    assert {mail.recipient for mail in MAILS.all()} == {
        "jonas@example.org",
        *(who(member).email for member in people),
    }
    [event, *_others] = events("meetings_invitation")
    assert (event.uid, event.sequence) == (meeting.uid, 0)
    assert (event.dtstart, event.dtend) == (meeting.starts_at, meeting.ends_at)
    assert str(event.organizer.uri) == "mailto:kid@example.org"
    mail = MAILS.get(recipient=who(of.chair).email)
    assert mail.enclosed_type == "text/calendar; method=REQUEST"
    assert "Marketing Council" in mail.subject
    assert "10:00–11:30, Lithuanian time" in mail.text
    assert f"https://strategy.example.org/en/meetings/{meeting.key}/" in mail.text
    assert "/meetings/" not in MAILS.get(recipient="jonas@example.org").text


def test_a_meeting_that_moves_moves_in_every_calendar() -> None:
    of = world()
    meeting = invited(of)
    change_meeting(
        meeting_id=meeting.pk, plan=LATER, version=meeting.version, by=of.coordinator, at=AT
    )
    moved = events("meetings_moved")
    assert len(moved) == len(events("meetings_invitation")) == 4
    assert {(event.uid, event.sequence, event.dtstart) for event in moved} == {
        (meeting.uid, 1, LATER.starts_at)
    }


def test_words_that_no_calendar_holds_reach_none() -> None:
    of = world()
    meeting = invited(of)
    plan = replace(PLAN, note=text("Bring the figures"))
    change_meeting(
        meeting_id=meeting.pk, plan=plan, version=meeting.version, by=of.coordinator, at=AT
    )
    assert again(meeting).sequence == 0
    assert not MAILS.filter(kind="meetings_moved").exists()


def test_a_meeting_that_is_only_planned_moves_unseen() -> None:
    of = world()
    meeting = planned(of)
    change_meeting(meeting_id=meeting.pk, plan=LATER, version=1, by=of.coordinator, at=AT)
    assert (again(meeting).sequence, MAILS.count()) == (0, 0)


def test_a_cancelled_meeting_leaves_the_calendars_and_says_why() -> None:
    of = world()
    meeting = invited(of)
    cancel_meeting(meeting_id=meeting.pk, reason="The port is closed.", by=of.coordinator, at=AT)
    gone = events("meetings_cancelled")
    assert {(event.uid, event.sequence, event.status) for event in gone} == {
        (meeting.uid, 1, "CANCELLED")
    }
    mail = MAILS.filter(kind="meetings_cancelled").order_by("pk")[0]
    assert mail.enclosed_type == "text/calendar; method=CANCEL"
    assert "The port is closed." in mail.text


def test_nobody_hears_that_what_nobody_knew_of_is_cancelled() -> None:
    of = world()
    meeting = planned(of)
    cancel_meeting(meeting_id=meeting.pk, reason="Too early.", by=of.coordinator, at=AT)
    assert (again(meeting).sequence, MAILS.count()) == (0, 0)


def test_cancelling_needs_a_reason_and_a_meeting_that_has_not_begun() -> None:
    of = world()
    meeting = planned(of)
    with pytest.raises(BadInput):
        cancel_meeting(meeting_id=meeting.pk, reason=" ", by=of.coordinator, at=AT)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    with pytest.raises(WrongState):
        cancel_meeting(meeting_id=meeting.pk, reason="Late", by=of.coordinator, at=AT)
    with pytest.raises(WrongState, match="has begun"):
        change_meeting(meeting_id=meeting.pk, plan=LATER, version=2, by=of.coordinator, at=AT)


def test_nobody_is_invited_to_what_is_over_or_to_a_body_without_addresses() -> None:
    of = world()
    late = planned(of)
    with pytest.raises(BadInput, match="has passed"):
        invite(meeting_id=late.pk, by=of.coordinator, at=START)
    assert again(late).state == MeetingState.PLANNED
    alone = world(members=0)
    for member in (alone.chair, alone.secretary):
        person = who(member)
        person.is_active = False
        person.save()
    with pytest.raises(BadInput, match="Nobody has an address"):
        invite(meeting_id=planned(alone).pk, by=alone.coordinator, at=AT)


def test_a_meeting_ends_after_it_begins() -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        planned(of, ends_at=START)
    assert set(refused.value.problems) == {"ends_at"}


def test_nobody_is_invited_into_the_past() -> None:
    of = world()
    meeting = invited(of)
    plan = replace(PLAN, starts_at=AT, ends_at=AT + timedelta(hours=1))
    with pytest.raises(BadInput, match="has passed"):
        change_meeting(
            meeting_id=meeting.pk, plan=plan, version=meeting.version, by=of.coordinator, at=AT
        )


def test_the_second_of_two_who_move_a_meeting_is_asked() -> None:
    of = world()
    meeting = planned(of)
    change_meeting(meeting_id=meeting.pk, plan=LATER, version=1, by=of.coordinator, at=AT)
    with pytest.raises(Conflict):
        change_meeting(meeting_id=meeting.pk, plan=PLAN, version=1, by=of.coordinator, at=AT)


def test_a_member_plans_nothing() -> None:
    of = world()
    meeting = invited(of)
    member = who(of.members[0])
    with pytest.raises(NotAllowed):
        begin_meeting(meeting_id=meeting.pk, by=member, at=START)
    with pytest.raises(NotAllowed):
        add_point(meeting_id=meeting.pk, plan=PointPlan(text("x")), by=member, at=AT)


def test_a_body_that_meets_as_a_rule_is_offered_the_next_days_it_has_not_taken() -> None:
    of = world(rhythm=Rhythm(1, "month", 1, SINCE, week=2))
    assert [str(day) for day in proposed_days(of.body, at=AT)] == [
        "2026-12-08",
        "2027-01-12",
        "2027-02-09",
    ]
    planned(of)
    assert [str(day) for day in proposed_days(of.body, at=AT)] == [
        "2027-01-12",
        "2027-02-09",
        "2027-03-09",
    ]


def test_who_belongs_to_a_body_sees_what_is_ahead() -> None:
    of = world()
    planned(of)
    meeting = invited(of)
    member = who(of.members[0])
    assert list(meetings_ahead(member, at=AT)) == [meeting]
    assert meetings_ahead(of.leader, at=AT).count() == 2
    assert not meetings_ahead(member, at=START + timedelta(days=1)).exists()


# -- agenda ------------------------------------------------------------------------------------


def titles(meeting: Meeting) -> list[str]:
    return [each.title.words("en") for each in points_of(meeting)]


def proposal(key: str, origin: str = "measure") -> ProposedPoint:
    return ProposedPoint(origin, key, text("Measure behind"), text(key), f"/measures/{key}/")


def test_an_agenda_begins_with_what_is_open_from_last_time() -> None:
    of = world()
    past = written(of)
    follow_up(past, of)
    meeting = planned(of)
    point(meeting, of, "Opening")
    waiting = [proposal("1.3.4"), *points_for(of.body, AT.date())]
    add_points(meeting_id=meeting.pk, points=waiting, by=of.coordinator, at=AT)
    assert titles(meeting) == ["Book a stand", "Opening", "1.3.4"]
    first, _opening, last = points_of(meeting)
    assert (first.kind, first.origin_type, first.origin_link) == (
        "follow_up",
        "follow_up",
        f"/follow-ups/{past.follow_ups.unrestricted(reason='test').get().key}/",
    )
    assert "Organisation" in first.note.words("en")
    assert "due 29 January 2027" in first.note.words("en")
    assert (last.origin_key, last.origin_label.words("en")) == ("1.3.4", "Measure behind")


def test_what_waits_is_taken_up_once() -> None:
    of = world()
    meeting = planned(of)
    for _time in range(2):
        add_points(meeting_id=meeting.pk, points=[proposal("1.3.4")], by=of.coordinator, at=AT)
    assert titles(meeting) == ["1.3.4"]


def test_points_move_and_leave_without_a_gap() -> None:
    of = world()
    meeting = planned(of)
    one, two, three = (point(meeting, of, title) for title in ("One", "Two", "Three"))
    move_point(point_id=three.pk, place=1, by=of.coordinator, at=AT)
    assert titles(meeting) == ["Three", "One", "Two"]
    move_point(point_id=three.pk, place=99, by=of.coordinator, at=AT)
    assert titles(meeting) == ["One", "Two", "Three"]
    remove_point(point_id=two.pk, by=of.coordinator, at=AT)
    assert [(each.place, each.pk) for each in points_of(meeting)] == [(1, one.pk), (2, three.pk)]


def test_a_point_at_which_something_was_written_stays() -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    save_minutes(point_id=at_point.pk, words=text("Talked"), version=1, by=of.coordinator, at=START)
    with pytest.raises(WrongState, match="stays on the agenda"):
        remove_point(point_id=at_point.pk, by=of.coordinator, at=START)


def test_a_point_needs_a_title_and_its_minutes() -> None:
    of = world()
    meeting = planned(of)
    for plan, field in (
        (PointPlan(EMPTY), "title"),
        (PointPlan(text("x"), minutes=0), "minutes"),
    ):
        with pytest.raises(BadInput) as refused:
            add_point(meeting_id=meeting.pk, plan=plan, by=of.coordinator, at=AT)
        assert field in refused.value.problems


def test_a_point_changes_until_the_minutes_are_handed_in() -> None:
    of = world()
    at_point = point(planned(of), of)
    change_point(
        point_id=at_point.pk, plan=PointPlan(text("Fair")), version=1, by=of.coordinator, at=AT
    )
    with pytest.raises(Conflict):
        change_point(
            point_id=at_point.pk, plan=PointPlan(text("x")), version=1, by=of.coordinator, at=AT
        )
    with pytest.raises(WrongState, match="handed in"):
        point(written(of), of)
    with pytest.raises(WrongState):
        point(confirmed(of), of)


def test_papers_lie_with_their_point() -> None:
    of = world()
    meeting = planned(of)
    at_point = point(meeting, of)
    whole = add_paper(
        meeting_id=meeting.pk, title="Report", address="/reports/", by=of.coordinator, at=AT
    )
    own = add_paper(
        meeting_id=meeting.pk,
        title="Budget",
        address="/budget/",
        point_id=at_point.pk,
        by=of.coordinator,
        at=AT,
    )
    agenda = agenda_of(meeting)
    assert (agenda.papers, agenda.points[0].papers) == ((whole,), (own,))
    remove_paper(paper_id=whole.pk, by=of.coordinator, at=AT)
    assert agenda_of(meeting).papers == ()


def test_a_paper_has_a_title_and_is_a_file_or_a_page_of_this_meeting() -> None:
    of = world()
    meeting, other = planned(of), point(planned(of), of)
    for said, field in (
        ({"title": " ", "address": "/x/"}, "title"),
        ({"title": "x"}, "file"),
        ({"title": "x", "address": "/x/", "point_id": other.pk}, "point"),
    ):
        with pytest.raises(BadInput) as refused:
            add_paper(meeting_id=meeting.pk, by=of.coordinator, at=AT, **said)
        assert set(refused.value.problems) == {field}
