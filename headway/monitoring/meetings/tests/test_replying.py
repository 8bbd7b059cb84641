from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.facts import MeetingPlan, Said
from headway.monitoring.meetings.invitations import meant_by, token_of
from headway.monitoring.meetings.models import Meeting, Reply
from headway.monitoring.meetings.queries.replying import answers_to, invitation_of
from headway.monitoring.meetings.services import (
    answer_invitation,
    begin_meeting,
    cancel_meeting,
    change_meeting,
    end_member,
    invite,
)
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    START,
    again,
    invited,
    joined,
    planned,
    who,
    world,
)

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import Member
    from headway.monitoring.meetings.tests.factories import World

pytestmark = pytest.mark.django_db
ENTRIES = Entry.objects.unrestricted(reason="test").filter(verb="invitation_answered")


def answered(meeting: Meeting, member: Member, answer: str = "comes", **said: Any) -> Reply:  # noqa: ANN401
    by = said.pop("by", member.user or SystemActor(str(member)))
    return answer_invitation(
        meeting_id=meeting.pk, member_id=member.pk, said=Said(answer, **said), by=by, at=AT
    )


def replies(meeting: Meeting) -> list[tuple[str, str, str]]:
    rows = Reply.objects.unrestricted(reason=REASON).filter(meeting=meeting)
    found = rows.select_related("member__user", "substitute__user").order_by("pk")
    return [(str(one.member), one.answer, one.stands_in) for one in found]


def moved(meeting: Meeting, of: World) -> Meeting:
    plan = MeetingPlan(START + timedelta(days=1), START + timedelta(days=1, hours=1))
    return change_meeting(
        meeting_id=meeting.pk, plan=plan, version=meeting.version, by=of.coordinator, at=AT
    )


def test_a_member_says_whether_they_come_and_the_last_answer_counts() -> None:
    of = world()
    substitute = joined(of.body, of.coordinator, name="Jonas", substitutes_id=of.chair.pk)
    meeting = invited(of)
    first, second = of.members
    answered(meeting, first)
    answered(meeting, first, "declines")
    answered(meeting, second)
    answered(meeting, of.chair, "substituted", substitute_id=substitute.pk)
    assert replies(meeting) == [
        (str(first), "declines", ""),
        (str(second), "comes", ""),
        (str(of.chair), "substituted", "Jonas"),
    ]
    said = answers_to(meeting)
    assert (said.coming, said.seats, said.silent) == (2, 3, 2)
    assert ENTRIES.count() == 4


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"answer": "perhaps"}, "answer", "whether you come"),
        ({"answer": ""}, "answer", "whether you come"),
        ({"answer": "comes", "substitute_name": "Jonas"}, "answer", "Nobody stands in"),
        ({"answer": "substituted"}, "name", "who stands in"),
        ({"answer": "substituted", "substitute_name": " \n "}, "name", "who stands in"),
        ({"answer": "substituted", "substitute_name": "x" * 201}, "name", "200 signs"),
        ({"answer": "substituted", "substitute_id": 999_999}, "substitute", "somebody else"),
    ],
)
def test_an_answer_that_says_nothing_is_refused_with_a_sentence(
    said: dict[str, Any], field: str, words: str
) -> None:
    of = world()
    meeting = invited(of)
    with pytest.raises(BadInput) as refused:
        answered(meeting, of.chair, **said)
    assert words in refused.value.problems[field]
    assert replies(meeting) == []


def test_nobody_stands_in_who_has_a_seat_and_for_nobody_without_one() -> None:
    of = world()
    meeting = invited(of)
    with pytest.raises(BadInput, match="somebody else"):
        answered(meeting, of.chair, "substituted", substitute_id=of.members[0].pk)
    both: dict[str, Any] = {"substitute_id": of.secretary.pk, "substitute_name": "Jonas"}
    with pytest.raises(BadInput, match="not both"):
        answered(meeting, of.chair, "substituted", **both)
    with pytest.raises(BadInput, match="no vote"):
        answered(meeting, of.secretary, "substituted", substitute_name="Jonas")


def test_members_answer_for_themselves_alone() -> None:
    of = world()
    meeting = invited(of)
    closed = who(of.chair)
    closed.is_active = False
    for other in (of.coordinator, who(of.members[0]), UserFactory.create(), closed):
        with pytest.raises(NotAllowed):
            answered(meeting, of.chair, by=other)
    assert replies(meeting) == []


def test_answers_are_taken_from_the_invitation_until_the_meeting_begins() -> None:
    of = world()
    meeting = planned(of)
    with pytest.raises(WrongState, match="Nobody is invited"):
        answered(meeting, of.chair)
    invite(meeting_id=meeting.pk, by=of.coordinator, at=AT)
    answered(meeting, of.chair)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    with pytest.raises(WrongState, match="has begun"):
        answered(meeting, of.chair, "declines")
    other = invited(of)
    cancel_meeting(meeting_id=other.pk, reason="Ill", by=of.coordinator, at=AT)
    with pytest.raises(WrongState, match="was cancelled"):
        answered(other, of.chair)
    assert [answer for _who, answer, _name in replies(meeting)] == ["comes"]


def test_what_moves_the_meeting_asks_anew() -> None:
    of = world()
    meeting = invited(of)
    answered(meeting, of.chair)
    later = moved(meeting, of)
    said = answers_to(later)
    assert (said.coming, said.silent) == (0, 4)
    answered(later, of.chair)
    assert (answers_to(later).coming, answers_to(later).silent) == (1, 3)


def test_who_left_the_body_is_asked_no_more() -> None:
    of = world()
    meeting = invited(of)
    gone = of.members[0]
    end_member(member_id=gone.pk, until=AT.date(), by=of.coordinator, at=AT)
    assert invitation_of(meeting.key, gone.pk) is None
    with pytest.raises(BadInput, match="not a member"):
        answered(meeting, gone)


# -- the link in the mail ----------------------------------------------------------------------


def link_to(address: str) -> str:
    """Return the path of the personal link in the newest mail to an address, as it goes out."""
    mail = Mail.objects.unrestricted(reason=REASON).filter(recipient=address).order_by("-pk")[0]
    said = str(letter(mail).body)
    found = re.search(r"https://strategy\.example\.org(/\S*/invitations/\S+)", said)
    assert found, said
    assert found[1] not in mail.text + mail.html + mail.enclosed, "nobody else reads it"
    return found[1]


def test_somebody_without_an_account_answers_by_the_link_in_the_mail() -> None:
    of = world()
    joined(of.body, of.coordinator, name="Jonas", email="jonas@example.org")
    meeting = invited(of)
    client, path = Client(), link_to("jonas@example.org")
    assert client.get(path).status_code == 200
    assert replies(meeting) == [], "mail scanners open links"
    refused = client.post(path, {"name": "Petras"})
    assert refused.status_code == 422
    assert "Petras" in refused.content.decode(), "what was typed stays"
    sent = {"answer": "substituted", "name": "Petras"}
    assert client.post(path, sent).status_code == 302
    assert replies(meeting) == [("Jonas", "substituted", "Petras")]
    assert "Petras" in client.get(path).content.decode()
    assert [entry.payload.actor_name for entry in ENTRIES.all()] == ["Jonas"]
    assert "sessionid" not in client.cookies, "it lets nobody in"


def test_the_mail_says_that_an_answer_in_the_calendar_does_not_reach_anybody() -> None:
    of = world()
    invited(of)
    mail = Mail.objects.unrestricted(reason=REASON).get(recipient=who(of.chair).email)
    assert "an answer that you give in the calendar itself does not reach us" in mail.text
    assert "RSVP=FALSE" in mail.enclosed.replace("\r\n ", "")


def test_the_mail_of_a_change_has_the_same_link_and_a_cancellation_has_none() -> None:
    of = world()
    joined(of.body, of.coordinator, name="Jonas", email="jonas@example.org")
    meeting = invited(of)
    before = link_to("jonas@example.org")
    moved(again(meeting), of)
    assert link_to("jonas@example.org") == before
    cancel_meeting(meeting_id=meeting.pk, reason="Ill", by=of.coordinator, at=AT)
    last = Mail.objects.unrestricted(reason=REASON).filter(kind="meetings_cancelled")
    assert not last.filter(has_link=True).exists()


def test_a_link_that_was_not_signed_here_leads_nowhere() -> None:
    of = world()
    meeting = invited(of)
    token = token_of(meeting, of.chair)
    assert meant_by(token) == (meeting.key, of.chair.pk)
    other = token.replace(f"~{of.chair.pk}~", f"~{of.members[0].pk}~")
    assert other != token
    for bad in (other, "x", "~", f"{meeting.key}~{of.chair.pk}", token[:-1]):
        assert meant_by(bad) is None
        assert Client().get(f"/en/invitations/{bad}/").status_code == 404


def test_a_link_opens_nothing_but_the_answer() -> None:
    of = world()
    meeting = invited(of)
    client = Client()
    path = reverse("meetings:answer_by_link", args=[token_of(meeting, of.chair)])
    assert client.get(path).status_code == 200
    assert client.post(path, {"answer": "comes"}).status_code == 302
    for other in (f"/en/meetings/{meeting.key}/", f"/en/meetings/{meeting.key}/answer/"):
        found = client.get(other)
        assert (found.status_code, "next=" in found["Location"]) == (302, True)


def test_a_link_of_a_closed_account_or_before_the_invitation_leads_nowhere() -> None:
    of = world()
    meeting, person = invited(of), who(of.chair)
    path = reverse("meetings:answer_by_link", args=[token_of(meeting, of.chair)])
    assert Client().get(path).status_code == 200
    person.is_active = False
    person.save()
    assert Client().get(path).status_code == 404
    path = reverse("meetings:answer_by_link", args=[token_of(planned(of), of.members[0])])
    assert Client().get(path).status_code == 404


def test_after_the_meeting_has_begun_the_link_says_that_it_is_too_late() -> None:
    of = world()
    meeting = invited(of)
    path = reverse("meetings:answer_by_link", args=[token_of(meeting, of.chair)])
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    page = Client().get(path)
    assert (page.status_code, "no longer taken" in page.content.decode()) == (200, True)
    assert Client().post(path, {"answer": "comes"}).status_code == 409
    assert replies(meeting) == []


# -- pages -------------------------------------------------------------------------------------


def test_a_member_answers_on_the_page_and_who_invites_reads_who_comes(client: Client) -> None:
    of = world()
    meeting = invited(of)
    client.force_login(who(of.members[0]))
    page = client.get(f"/en/meetings/{meeting.key}/").content.decode()
    assert "Say whether you come" in page
    assert str(of.members[1]) not in page, "the answers of others are for who invites"
    path = f"/en/meetings/{meeting.key}/answer/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"answer": "declines"}).status_code == 302
    client.force_login(of.leader)
    page = client.get(f"/en/meetings/{meeting.key}/").content.decode()
    assert "0 of 3 votes will be here" in page
    assert "3 have not answered yet" in page
    assert client.get(path).status_code == 404, "who is no member is asked nothing"


def test_attendance_shows_what_each_had_answered(client: Client) -> None:
    of = world()
    meeting = invited(of)
    answered(meeting, of.chair, "substituted", substitute_name="Petras")
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)
    client.force_login(of.leader)
    page = client.get(f"/en/meetings/{meeting.key}/attendance/").content.decode()
    assert "Sends a substitute: Petras" in page
