"""Both sides talk at the exact words of an operation; nobody else reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.amendments.tests.factories import World, consulted, reworded, rows, world
from headway.monitoring.amendments.tests.pages import agreement_of, answering, url

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client) -> World:
    made = world(asks_agreement=True)
    client.force_login(with_second_factor(made.coordinator))
    return made


def test_both_sides_talk_at_the_exact_words(client: Client, of: World) -> None:
    one = consulted(reworded(of, "A new quay"))
    each, asked = rows(one)[0], agreement_of(one, of, 0)
    client.force_login(of.members[0])
    address = reverse("amendments:quote", args=[one.key, each.key])
    assert client.get(address).status_code == 200
    sent = {"where": "title.en", "quote": "new  quay", "text": "Which one?", "request_key": "1"}
    for wrong, sentence in (
        ({"quote": "old pier"}, "These words do not stand there."),
        ({"quote": ""}, "Copy the words that you mean"),
        ({"text": " "}, "The comment is empty."),
    ):
        answer = client.post(address, sent | wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    answer = client.post(address, sent)
    assert answer.headers["Location"].startswith(answering(asked))
    client.force_login(of.coordinator)
    page = client.get(url("amendment", one)).content.decode()
    assert "Thread: “new quay”" in page
    assert "Which one?" in page
    place = answer.headers["Location"].partition("#thread-")[2].split("-")
    thread = f"{place[0]}/{place[1]}.{place[2]}/{place[3]}"
    say = reverse("amendments:say", args=[one.key])
    told = {"place": thread, "step": "comment", "text": "The northern one.", "request_key": "2"}
    assert client.post(say, told | {"text": ""}).status_code == 422
    assert client.post(say, told).status_code == 302
    assert client.post(say, told | {"text": "", "step": "resolve"}).status_code == 302
    shown = client.get(answering(asked)).content.decode()
    assert "The northern one." in shown
    assert client.post(say, told | {"place": "nowhere"}).status_code == 404


def test_nobody_else_reads_or_writes_in_the_talk(client: Client, of: World) -> None:
    one = consulted(reworded(of, "A new quay"))
    stranger = MembershipFactory.create(role=Role.REPORTER).user
    reader = MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
    address = reverse("amendments:quote", args=[one.key, rows(one)[0].key])
    for person, status in ((stranger, 404), (reader, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_who_may_only_read_what_is_asked_is_refused_before_the_answer_is_judged(
    client: Client, of: World
) -> None:
    asked = answering(agreement_of(consulted(reworded(of, "A new quay")), of, 0))
    reader = MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
    for person, answered in ((reader, 403), (of.members[0], 422)):
        client.force_login(person)
        assert client.get(asked).status_code == 200
        assert client.post(asked).status_code == answered
