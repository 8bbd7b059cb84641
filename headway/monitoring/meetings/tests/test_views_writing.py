"""A meeting run through its pages: planned, invited to, held, its minutes confirmed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse
from ical.calendar_stream import IcsCalendarStream

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.core.actors import writer_of
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.models import Body, Decision, FollowUp, Meeting
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.queries.minutes import typed_minutes
from headway.monitoring.meetings.services import make_feed, save_minutes
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    START,
    World,
    again,
    begun,
    confirmed,
    follow_up,
    invited,
    planned,
    point,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
MEETINGS = Meeting.objects.unrestricted(reason=REASON)


def url(name: str, *arguments: Any) -> str:  # noqa: ANN401
    return reverse(f"meetings:{name}", args=arguments)


def entered(client: Client, of: World) -> Client:
    client.force_login(of.leader)
    return client


def page(answer: Any) -> str:  # noqa: ANN401 -- what the test client returns
    return str(answer.content.decode())


MEETING = {
    "starts_at.day": "2026-12-08",
    "starts_at.time": "10:00",
    "ends_at": "90",
    "languages": ["lt", "en"],
    "place.lt": "Danės g. 17",
    "version": "1",
}


@time_machine.travel(AT, tick=False)
def test_a_meeting_is_planned_and_everybody_is_invited(client: Client) -> None:
    of = world()
    entered(client, of)
    client.post(url("meeting_add", of.body.slug), MEETING)
    [meeting] = MEETINGS.filter(body=of.body)
    assert (meeting.starts_at, meeting.place.words("lt")) == (START, "Danės g. 17")
    shown = page(client.get(url("invite", meeting.key)))
    assert "It goes to 4 people" in shown
    assert "Kviečiame Jus į posėdį" in shown
    client.post(url("invite", meeting.key))
    assert Mail.objects.unrestricted(reason=REASON).count() == 4
    assert again(meeting).state == MeetingState.INVITED


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"starts_at.day": "8 December"}, "This is no day."),
        ({"starts_at.time": "ten"}, "This is no time."),
        ({"ends_at": "0"}, "Write a whole number."),
        ({"link": "not an address"}, "This is no address."),
        ({"starts_at.day": "2027-03-28", "starts_at.time": "03:30"}, "never show this time"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said_and_the_rest_stays(
    client: Client, sent: dict[str, str], sentence: str
) -> None:
    of = world()
    answer = entered(client, of).post(url("meeting_add", of.body.slug), MEETING | sent)
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert 'value="Danės g. 17"' in page(answer)
    assert not MEETINGS.filter(body=of.body).exists()


@time_machine.travel(START, tick=False)
def test_a_meeting_is_held_point_by_point(client: Client) -> None:
    of = world()
    entered(client, of)
    meeting = planned(of)
    one, two = point(meeting, of, "One"), point(meeting, of, "Two")
    client.post(url("step", meeting.key, "begin"))
    attendance = {f"member-{seat.pk}": "present" for seat in of.seats}
    answer = client.post(url("attendance", meeting.key), attendance, follow=True)
    assert "There is a quorum: 3 of 3 members who vote attend, 2 are needed." in page(answer)
    answer = client.post(
        url("point", meeting.key, one.pk),
        {"minutes.lt": "Kalbėta.", "minutes.en": "Talked.", "version": "1", "next": "1"},
    )
    assert answer["Location"] == url("point", meeting.key, two.pk)
    votes: dict[str, str] = {f"member-{of.chair.pk}": "yes", f"member-{of.members[0].pk}": "no"}
    votes |= {
        f"member-{of.members[1].pk}": "excluded",
        f"member-{of.members[1].pk}.reason": "Works there",
    }
    answer = client.post(url("votes", meeting.key, two.pk), votes, follow=True)
    assert "Tied: 1 for, 1 against, 0 abstained." in page(answer)
    assert "takes no part: Works there" in page(answer)
    answer = client.post(url("decision_add", meeting.key, two.pk), {"words.lt": "Pritarti."})
    assert answer.status_code == 422
    client.post(url("decision_add", meeting.key, one.pk), {"words.lt": "Pritarti."})
    [decision] = Decision.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    assert decision.code == "2026-1"
    owner = {
        "organisation": str(of.organisation.pk),
        "due_on": "2027-01-29",
        "words.lt": "Užsakyti",
    }
    client.post(url("follow_up_add", meeting.key, one.pk), owner)
    assert FollowUp.objects.unrestricted(reason=REASON).filter(point=one).exists()
    client.post(url("step", meeting.key, "finish"))
    assert again(meeting).state == MeetingState.TO_CONFIRM
    client.force_login(who(of.chair))
    client.post(url("step", meeting.key, "confirm"))
    shown = page(client.get(url("meeting", meeting.key)))
    for words in ("Talked.", "Decision 2026-1", "Pritarti.", "Užsakyti", "minutes confirmed"):
        assert words in shown


def test_what_a_form_of_attendance_cannot_take_is_said_at_the_member(client: Client) -> None:
    of = world()
    meeting = begun(of)
    name = f"member-{of.chair.pk}"
    answer = entered(client, of).post(url("attendance", meeting.key), {name: "substituted"})
    assert answer.status_code == 422
    assert "Say who stands in for this member." in page(answer)


# -- typing ------------------------------------------------------------------------------------


def typing(client: Client, address: str, words: str, version: int = 1) -> Any:  # noqa: ANN401
    sent = {"typed": {"minutes.lt": words}, "version": str(version)}
    return client.post(address, json.dumps(sent), content_type="application/json")


def test_what_is_typed_is_kept_and_stands_in_place_the_next_time(client: Client) -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    entered(client, of)
    answer = typing(client, url("typed", meeting.key, at_point.pk), "Pusė sakin\x00io")
    assert json.loads(answer.content)["newer"] is False
    kept = typed_minutes(at_point, writer=writer_of(of.leader))
    assert kept is not None
    assert kept.typed == {"minutes.lt": "Pusė sakinio"}
    assert "Pusė sakinio" in page(client.get(url("point", meeting.key, at_point.pk)))


def test_who_types_hears_that_somebody_else_saved_and_then_sees_both(client: Client) -> None:
    of = world()
    meeting = begun(of)
    at_point = point(meeting, of)
    entered(client, of)
    save_minutes(point_id=at_point.pk, words=text("Theirs"), version=1, by=of.coordinator, at=START)
    answer = typing(client, url("typed", meeting.key, at_point.pk), "Mine")
    assert json.loads(answer.content)["newer"] is True
    sent = {"minutes.lt": "Mine", "minutes.en": "Mine", "version": "1"}
    both = client.post(url("point", meeting.key, at_point.pk), sent)
    assert both.status_code == 409
    assert "Theirs" in page(both)
    assert "Mine" in page(both)


@pytest.mark.parametrize("sent", ["", "[]", '{"typed": 1}', '{"version": "1"}', "{" * 9999])
def test_what_cannot_be_read_is_refused(client: Client, sent: str) -> None:
    of = world()
    meeting = begun(of)
    address = url("typed", meeting.key, point(meeting, of).pk)
    answer = entered(client, of).post(address, sent, content_type="application/json")
    assert answer.status_code == 400


def test_nothing_is_typed_into_minutes_that_were_handed_in(client: Client) -> None:
    of = world()
    meeting = written(of)
    [at_point] = points_of(meeting)
    answer = typing(entered(client, of), url("typed", meeting.key, at_point.pk), "Late")
    assert answer.status_code == 409
    assert "handed in" in json.loads(answer.content)["problem"]


# -- members, follow-ups, feeds ----------------------------------------------------------------


def test_a_member_reads_minutes_once_they_are_written_and_keeps_nothing(client: Client) -> None:
    of = world()
    running, done = begun(of), written(of)
    at_point = point(running, of)
    save_minutes(point_id=at_point.pk, words=text("CANARY"), version=1, by=of.coordinator, at=START)
    client.force_login(who(of.members[0]))
    shown = page(client.get(url("meeting", running.key)))
    assert "CANARY" not in shown
    assert "The minutes are not written yet." in shown
    assert client.get(url("document", running.key, "minutes", "pdf")).status_code == 403
    assert "Decision 2026-1" in page(client.get(url("meeting", done.key)))
    assert client.get(url("point", running.key, at_point.pk)).status_code == 403


def test_a_follow_up_is_reported_by_its_owner_on_its_own_page(client: Client) -> None:
    of = world()
    given = follow_up(confirmed(of), of)
    address = url("follow_up", given.key)
    entered(client, of)
    assert client.post(address, {"step": "finish", "result": " "}).status_code == 422
    client.post(address, {"step": "finish", "result": "The stand is booked."})
    assert "The stand is booked." in page(client.get(address))
    client.post(url("follow_up_again", given.key))
    assert 'name="step" value="finish"' in page(client.get(address))


def test_a_feed_is_read_without_signing_in_and_says_nothing_without_its_address(
    client: Client,
) -> None:
    of = world()
    meeting = invited(of)
    entered(client, of)
    client.post(url("feed_of_body", of.body.slug))
    shown = page(client.get(url("body", of.body.slug)))
    address = shown.partition('value="http://testserver')[2].partition('"')[0]
    client.logout()
    with time_machine.travel(AT, tick=False):
        answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = IcsCalendarStream.calendar_from_ics(page(answer)).events
    assert (event.uid, event.dtstart) == (meeting.uid, meeting.starts_at)
    assert not answer.cookies
    for wrong in (f"{address[:-5]}x.ics", url("feed", "abc"), url("feed", "abc~def")):
        assert client.get(wrong).status_code == 404
    assert client.get(url("body", of.body.slug)).status_code == 302


def test_a_feed_ends_with_one_press(client: Client) -> None:
    of = world()
    feed = make_feed(body_id=of.body.pk, by=of.leader, at=AT)
    entered(client, of).post(url("feed_end", feed.pk))
    assert "Make an address for my calendar" in page(client.get(url("body", of.body.slug)))


def test_a_body_is_added_with_its_rhythm(client: Client) -> None:
    of = world()
    client.force_login(with_second_factor(of.coordinator))
    sent = {
        "slug": "council",
        "name.lt": "Taryba",
        "kind": "council",
        "organisation": str(of.organisation.pk),
        "languages": ["lt"],
        "quorum_kind": "two_thirds",
        "majority": "of_votes",
        "every": "3",
        "unit": "month",
        "week": "2",
        "weekday": "1",
        "begins": "2026-01-01",
        "usual_minutes": "60",
    }
    with time_machine.travel(AT, tick=False):
        client.post(reverse("meetings:body_add", args=[of.strategy.slug]), sent)
    body = Body.objects.unrestricted(reason=REASON).get(slug="council")
    assert body.rhythm is not None
    assert (body.rhythm.every, body.quorum.kind) == (3, "two_thirds")


def test_what_bodies_gave_to_do_stands_among_ones_tasks(client: Client) -> None:
    of = world()
    given = follow_up(confirmed(of), of)
    with time_machine.travel(START, tick=False):
        shown = page(entered(client, of).get(reverse("reporting:tasks")))
    assert f'href="{url("follow_up", given.key)}"' in shown
    assert "Marketing Council: due 29 January 2027" in shown
    client.force_login(who(of.members[0]))
    assert "Book a stand" not in page(client.get(reverse("reporting:tasks")))


def test_a_decision_without_a_quorum_is_refused_and_its_words_stay(client: Client) -> None:
    of = world()
    meeting = begun(of, attending=1)
    at_point = point(meeting, of)
    client.force_login(of.leader)
    sent = {"words.en": "Go to the fair", "words.lt": "Vykti į mugę"}
    answer = client.post(url("decision_add", meeting.key, at_point.pk), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "There is no quorum" in shown.partition('role="alert"')[2]
    assert all(words in shown for words in sent.values())
    assert not Decision.objects.unrestricted(reason=REASON).exists()
