"""Each page of review sessions, as those open it whom it is for, in how many queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headway.cooperation.peerreview.states import Point
from headway.cooperation.peerreview.tests.factories import (
    World,
    opened,
    paired,
    planned,
    reviews_in,
    submitted,
    units_in,
    verdicts,
    world,
    writer_of,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
QUERIES = {
    "sessions": 4,
    "session_add": 5,
    "session": 8,
    "session_edit": 5,
    "timetable": 6,
    "unit_add": 5,
    "unit": 7,
    "pair": 9,
    "swap": 9,
    "plenary": 6,
    "plenary_words": 3,
    "review": 5,
    "edition": 3,
    "write": 6,
    "answer": 5,
}
"""Of each page, with the session and the account, whatever the number of units and reviews."""


@pytest.fixture
def of() -> World:
    return world()


@pytest.mark.parametrize("language", ["en", "lt"])
def test_every_page_opens_in_a_fixed_number_of_queries(
    of: World, client: Client, language: str
) -> None:
    still, session = paired(of, rounds=2), opened(of)
    slug = of.project.slug
    for each in reviews_in(session)[1:]:
        submitted(of, each, mark=2)
    review = reviews_in(session)[1]
    draft = reviews_in(session)[0]
    lead = [slug, still.key]
    pages: list[tuple[str, list[Any], Any]] = [
        ("sessions", [slug], of.lead),
        ("session_add", [slug], of.lead),
        ("session", lead, of.lead),
        ("session_edit", lead, of.lead),
        ("timetable", lead, of.people["kid"]),
        ("unit_add", lead, of.lead),
        ("unit", [*lead, units_in(still)["LOMB"].key], of.lead),
        ("pair", lead, of.lead),
        ("swap", [*lead, 1], of.lead),
        ("session", [slug, session.key], of.people["kid"]),
        ("plenary", [slug, session.key], of.lead),
        ("plenary_words", [slug, session.key], of.lead),
        ("review", [slug, session.key, review.key], writer_of(of, review.reviewed.name)),
        ("review", [slug, session.key, review.key], writer_of(of, review.reviewer.name)),
        ("edition", [slug, session.key, review.key], writer_of(of, review.reviewer.name)),
        ("write", [slug, session.key, draft.key], writer_of(of, draft.reviewer.name)),
        (
            "answer",
            [slug, session.key, review.key, Point.WHO],
            writer_of(of, review.reviewed.name),
        ),
    ]
    asked: dict[str, int] = {}
    for name, arguments, person in pages:
        client.force_login(person)
        address = reverse(f"peerreview:{name}", args=arguments)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address.replace("/en/", f"/{language}/", 1))
        assert answer.status_code == 200, name
        asked[name] = max(len(queries), asked.get(name, 0))
    assert asked == QUERIES
    for ending in ("pdf", "docx"):
        client.force_login(of.lead)
        file = client.get(reverse("peerreview:plenary_document", args=[slug, session.key, ending]))
        assert file.status_code == 200
        assert len(file.content) > 2_000


def test_an_answer_is_read_in_the_language_it_was_written_in(of: World, client: Client) -> None:
    session = opened(of)
    review = submitted(of, reviews_in(session)[0])
    arguments = [of.project.slug, session.key, review.key]
    address = reverse("peerreview:answer", args=[*arguments, Point.WHO])
    client.force_login(writer_of(of, review.reviewed.name))
    form = client.get(address.replace("/en/", "/lt/", 1)).content.decode()
    assert '<option value="lt" selected>' in form, "one begins in the language of the page"
    version = verdicts(review)[Point.WHO].version
    given = {"reply": "adapted", "words": "Poco a poco", "language": "es", "version": version}
    assert client.post(address, given | {"language": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert '<option value="es" selected>' in client.get(address).content.decode()
    plenary = reverse("peerreview:plenary", args=[of.project.slug, session.key])
    client.force_login(of.lead)
    for page in (reverse("peerreview:review", args=arguments), plenary):
        shown = " ".join(client.get(page).content.decode().split())
        assert '<div lang="es"><p>Poco a poco</p>' in shown
        assert '<div lang="en"><p>SAID suggestion who</p>' in shown


def test_a_session_without_units_opens(of: World, client: Client) -> None:
    session = planned(of, units=0)
    client.force_login(of.lead)
    answer = client.get(reverse("peerreview:session", args=[of.project.slug, session.key]))
    assert "No unit presents a plan here yet." in answer.content.decode()


def test_whoever_pairs_reads_before_who_has_met_before(of: World, client: Client) -> None:
    paired(of)
    session = planned(of)
    client.force_login(of.lead)
    address = reverse("peerreview:pair", args=[of.project.slug, session.key])
    assert "in another session" in client.get(address).content.decode()


def test_units_of_a_first_session_have_met_nobody(of: World, client: Client) -> None:
    session = planned(of)
    client.force_login(of.lead)
    address = reverse("peerreview:pair", args=[of.project.slug, session.key])
    assert "in another session" not in client.get(address).content.decode()


def test_closing_is_what_to_do_once_every_review_is_there(of: World, client: Client) -> None:
    session = opened(of)
    client.force_login(of.lead)
    address = reverse("peerreview:session", args=[of.project.slug, session.key])
    assert closing_button(client, address) == "btn"
    for each in reviews_in(session):
        submitted(of, each)
    assert closing_button(client, address) == "btn main"


def closing_button(client: Client, address: str) -> str:
    found = re.search(
        r'<button[^>]*class="([^"]*)"[^>]*>Close the session', client.get(address).content.decode()
    )
    assert found
    return found[1]


def test_the_zones_of_partners_come_first(of: World, client: Client) -> None:
    client.force_login(of.lead)
    page = client.get(reverse("peerreview:session_add", args=[of.project.slug])).content.decode()
    near = page[page.index("Countries that take part") : page.index("All others")]
    assert "Europe/Vilnius" in near
    assert "Europe/Lisbon" not in near
