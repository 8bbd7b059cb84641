"""Each page of bodies and meetings, as who convenes and as a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from headway.monitoring.meetings.services import add_paper, cancel_meeting
from headway.monitoring.meetings.tests.factories import (
    AT,
    activity,
    begun,
    confirmed,
    decided,
    follow_up,
    planned,
    point,
    who,
    world,
)
from headway.monitoring.strategy.tests.factories import adopted

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "lt"])
def test_every_page_opens_for_whoever_convenes(client: Client, language: str) -> None:
    edition, [node] = adopted()
    of = world(strategy=edition.strategy)
    client.force_login(of.leader)
    slug, ahead, running, past = of.body.slug, planned(of), begun(of), confirmed(of)
    at_point = point(running, of)
    decision = decided(at_point, of, node_ids=[node.pk])
    given, made = follow_up(past, of), activity(of, node_id=node.pk)
    add_paper(meeting_id=ahead.pk, title="Budget", address="/x/", by=of.coordinator, at=AT)
    pages: dict[str, list[Any]] = {
        "bodies": [],
        "body": [slug],
        "body_edit": [slug],
        "decisions": [slug],
        "follow_ups": [slug],
        "member_add": [slug],
        "member": [slug, of.chair.pk],
        "meeting_add": [slug],
        "programme": [slug],
        "activity_add": [slug],
        "activity": [slug, made.key],
        "activity_edit": [slug, made.key],
        "meeting": [ahead.key],
        "meeting_edit": [ahead.key],
        "invite": [ahead.key],
        "cancel": [ahead.key],
        "attendance": [running.key],
        "paper_add": [ahead.key],
        "point_add": [ahead.key],
        "point": [running.key, at_point.pk],
        "point_edit": [running.key, at_point.pk],
        "votes": [running.key, at_point.pk],
        "decision_add": [running.key, at_point.pk],
        "decision": [running.key, at_point.pk, decision.pk],
        "follow_up_add": [running.key, at_point.pk],
        "follow_up": [given.key],
        "follow_up_edit": [given.key],
    }
    for name, arguments in pages.items():
        address = reverse(f"meetings:{name}", args=arguments)
        answer = client.get(address.replace("/en/", f"/{language}/", 1))
        assert answer.status_code == 200, name
    for meeting in (ahead, running, past):
        address = reverse("meetings:meeting", args=[meeting.key])
        assert client.get(address).status_code == 200
        for kind in ("pack", "minutes"):
            for ending in ("pdf", "docx"):
                file = client.get(reverse("meetings:document", args=[meeting.key, kind, ending]))
                assert file.status_code == 200
                assert len(file.content) > 2_000


def test_who_may_only_look_at_a_duty_is_refused_before_the_form_is_judged(client: Client) -> None:
    of = world()
    pages = (
        reverse("meetings:follow_up", args=[follow_up(begun(of), of).key]),
        reverse("meetings:activity", args=[of.body.slug, activity(of).key]),
    )
    for person, answered in ((who(of.members[0]), 403), (of.leader, 422)):
        client.force_login(person)
        for page in pages:
            assert client.get(page).status_code == 200
            assert client.post(page).status_code == answered


def test_why_a_meeting_is_cancelled_stands_in_the_quotation_marks_of_the_language(
    client: Client,
) -> None:
    of = world()
    meeting = planned(of)
    cancel_meeting(meeting_id=meeting.pk, reason="Audra", by=of.coordinator, at=AT)
    client.force_login(of.leader)
    address = reverse("meetings:meeting", args=[meeting.key])
    for language, said in (("en", "“Audra”"), ("lt", "„Audra“")):
        page = client.get(address.replace("/en/", f"/{language}/", 1)).content.decode()
        assert said in page
