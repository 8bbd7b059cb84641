"""Bad input on pages of review sessions: a sentence at its field, and what was typed stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.cooperation.peerreview.models import TypedReview
from headway.cooperation.peerreview.states import Point, ReviewState
from headway.cooperation.peerreview.tests.factories import (
    REASON,
    World,
    added,
    again,
    fresh,
    opened,
    paired,
    planned,
    review_by,
    said,
    saved,
    submitted,
    verdicts,
    world,
    writer_of,
)

if TYPE_CHECKING:
    from django.test import Client

    from headway.cooperation.peerreview.models import Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world()


def sent(review: Review, word: str = "MINE", **other: str) -> dict[str, str]:
    """Return what a browser sends of a review that says the same word everywhere."""
    form = {"version": str(fresh(review).version), "language": "en"}
    for each in said(word):
        form |= {
            f"{each.point}.score": str(each.score),
            f"{each.point}.comment": each.comment,
            f"{each.point}.suggestion": each.suggestion,
        }
    return form | other


def page(name: str, review: Review, *more: str) -> str:
    session = review.reviewed.session
    return reverse(
        f"peerreview:{name}", args=[session.project.slug, session.key, review.key, *more]
    )


def test_pairing_that_cannot_be_says_so_with_names_and_keeps_what_was_typed(
    of: World, client: Client
) -> None:
    session = planned(of, units=0)
    for name in ("acep", "rrda"):
        added(of, session, "PL", name)
    client.force_login(of.lead)
    answer = client.post(
        reverse("peerreview:pair", args=[of.project.slug, session.key]),
        {
            "version": str(again(session).version),
            "rounds": "2",
            "minutes": "25",
            "rooms": "Blue room",
            "starts_at.day": "2021-06-17",
            "starts_at.time": "10:00",
        },
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "There is nobody whom ACEP and RRDA may meet" in shown
    assert "Blue room" in shown
    assert 'value="25"' in shown


def test_a_swap_that_breaks_a_rule_says_which(of: World, client: Client) -> None:
    session = paired(of)
    client.force_login(of.lead)
    address = reverse("peerreview:swap", args=[of.project.slug, session.key, 1])
    answer = client.post(address, {"version": str(session.version), "reason": "Kept words"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Choose one of those listed.") >= 2
    assert "Kept words" in answer.content.decode()


def test_two_who_write_one_review_choose_field_by_field(of: World, client: Client) -> None:
    review = review_by(opened(of), "KLAMUN & KID")
    seen = str(review.version)
    saved(of, review, "THEIRS")
    client.force_login(of.people["kid"])
    answer = client.post(page("write", review), sent(review) | {"version": seen})
    assert answer.status_code == 409
    assert "THEIRS comment who" in answer.content.decode()
    assert "MINE comment who" in answer.content.decode()
    fields = [f"{point}.{name}" for point in Point for name in ("comment", "suggestion")]
    chosen = sent(review) | {"clash": fields} | {"keep:who.comment": "mine"}
    chosen |= {
        f"theirs:{each.point}.{name}": getattr(each, name)
        for each in said("THEIRS")
        for name in ("comment", "suggestion")
    }
    assert client.post(page("write", review), chosen).status_code == 302
    now = verdicts(review)
    assert (now["who"].comment, now["who"].suggestion) == (
        "MINE comment who",
        "THEIRS suggestion who",
    )


def test_words_that_are_too_long_stay_in_their_field(of: World, client: Client) -> None:
    review = review_by(opened(of), "KLAMUN & KID")
    client.force_login(of.people["kid"])
    long = "word " * 900
    answer = client.post(page("write", review), sent(review) | {"who.comment": long})
    assert answer.status_code == 422
    assert "Write at most 4000 signs." in answer.content.decode()
    assert long.strip() in answer.content.decode()
    assert verdicts(review)["who"].comment == ""


def test_what_is_typed_comes_back_and_nothing_unreadable_is_kept(of: World, client: Client) -> None:
    review = review_by(opened(of), "KLAMUN & KID")
    client.force_login(of.people["kid"])
    typed = json.dumps({"typed": {"who.comment": "Half a \x00sentence"}, "version": "1"})
    kind = "application/json"
    assert client.post(page("typed", review), typed, content_type=kind).status_code == 200
    assert "Half a sentence" in client.get(page("write", review)).content.decode()
    for wrong in ("", "[]", '{"typed": 3}', "{" * 3000):
        answer = client.post(page("typed", review), wrong, content_type=kind)
        assert answer.status_code == 400
    assert TypedReview.objects.unrestricted(reason=REASON).count() == 1


def test_a_review_is_saved_then_submitted_by_two_presses(of: World, client: Client) -> None:
    review = review_by(opened(of), "KLAMUN & KID")
    client.force_login(of.people["kid"])
    step = page("review_step", review, "submit")
    assert client.post(step).status_code == 409
    client.post(page("write", review), sent(review))
    assert client.post(step).status_code == 302
    assert fresh(review).state == ReviewState.SUBMITTED
    assert client.post(page("review_step", review, "burn")).status_code == 404


def test_an_answer_without_why_is_asked_for_it(of: World, client: Client) -> None:
    review = submitted(of, review_by(opened(of), "KLAMUN & KID"))
    client.force_login(writer_of(of, review.reviewed.name))
    address, version = page("answer", review, "who"), str(verdicts(review)["who"].version)
    for form, sentence in (
        ({}, "Say whether it is accepted, adapted or declined."),
        ({"reply": "declined"}, "Say what you do instead, or why not"),
    ):
        answer = client.post(address, {"version": version, "language": "lt", **form})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    given = {"version": version, "language": "lt", "reply": "accepted", "next": "1"}
    done = client.post(address, given)
    assert (done.status_code, done["Location"]) == (302, page("answer", review, "monitoring"))
    assert verdicts(review)["who"].reply == "accepted"


def test_there_is_no_page_for_a_point_without_a_suggestion(of: World, client: Client) -> None:
    review = submitted(of, review_by(opened(of), "KLAMUN & KID"))
    client.force_login(writer_of(of, review.reviewed.name))
    assert client.get(page("answer", review, "nothing")).status_code == 404
