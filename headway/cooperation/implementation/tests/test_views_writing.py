"""Both sides write through the pages, without JavaScript, and see what two wrote at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.cooperation.implementation import services
from headway.cooperation.implementation.models import (
    Evidence,
    MonitoringRound,
    PolicyChange,
    ProgressReport,
    ReportPart,
    StepProgress,
    TypedPart,
)
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    change,
    opened,
    parts,
    report_of,
    submitted,
    told,
    world,
    written,
)
from headway.cooperation.implementation.tests.test_pages import at, client_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
STEP = ("harbour", "harbour-s1")


def test_a_partner_tells_how_a_step_stands_and_shows_it(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    client = client_of(of.person(of.city))
    said = {
        "status": "under_way", "months": ["2022-03-01", "2022-02-01"], "obstacle.en": "Ice",
        "version": 0,
    }  # fmt: skip
    assert client.post(at("step", *STEP), said).status_code == 302
    row = StepProgress.objects.unrestricted(reason="test").get()
    assert [f"{month:%Y-%m}" for month in row.standing.months] == ["2022-02", "2022-03"]
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    sent = {"title": "", "file": file}
    answer = client.post(at("evidence_add", *STEP), sent)
    assert answer.status_code == 422
    kept = answer.context["brought"].file
    sent = {"title": "Minutes", "brought": kept.pk}
    assert client.post(at("evidence_add", *STEP), sent).status_code == 302
    proof = Evidence.objects.unrestricted(reason="test").get()
    page = client.get(at("evidence", *STEP, proof.pk))
    assert b"".join(page) == b"%PDF-1.7 minutes"
    assert page["Content-Disposition"].startswith("attachment")
    assert client.post(at("evidence_remove", *STEP, proof.pk)).status_code == 302
    assert not Evidence.objects.unrestricted(reason="test").exists()


def test_two_people_tell_of_one_step_and_the_second_chooses() -> None:
    of = world()
    client = client_of(of.person(of.city))
    told(of, "harbour-s1", "under_way", "2022-03")
    mine = {"status": "done", "months": ["2022-04-01"], "version": 0}
    answer = client.post(at("step", *STEP), mine)
    assert answer.status_code == 409
    assert "2022-03" in answer.content.decode()


def test_the_file_of_another_person_is_not_taken_as_mine(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    theirs = client_of(of.person(of.abroad))
    file = SimpleUploadedFile("secret.pdf", b"secret")
    answer = theirs.post(at("evidence_add", "hills", "hills-s1"), {"title": "", "file": file})
    kept = answer.context["brought"].file
    sent = {"title": "Minutes", "brought": kept.pk}
    answer = client_of(of.person(of.city)).post(at("evidence_add", *STEP), sent)
    assert answer.status_code == 422
    assert "secret" not in answer.content.decode()


def test_the_lead_prepares_opens_and_closes_a_round() -> None:
    of = world()
    client = client_of(of.person(of.lead))
    said = {"period": "2022-S1", "due_on": "2022-09-30", "question-0.en": "How many?"}
    client.post(at("round_add"), said)
    one = MonitoringRound.objects.unrestricted(reason="test").get()
    assert str(one.asked[0]) == "How many?"
    assert client.post(at("round_open", one.key)).status_code == 302
    moved = {"due_on": "2022-10-31", "version": 2}
    assert client.post(at("round", one.key), moved).status_code == 302
    assert client.post(at("round_close", one.key)).status_code == 302
    one.refresh_from_db()
    assert (one.state, f"{one.due_on}", len(one.asked)) == ("closed", "2022-10-31", 1)
    assert client.post(at("round", one.key), moved | {"version": 4}).status_code == 409


def test_a_report_goes_from_words_to_closing() -> None:
    of = world()
    partner, lead = client_of(of.person(of.agency)), client_of(of.person(of.lead))
    report = report_of(opened(of, "How many?"), of.agency)
    first, last = parts(report)
    page = at("report", report.key)
    answer = partner.post(at("submit", report.key), follow=True)
    assert report.state == "draft"
    assert "This report says nothing yet." in answer.content.decode()
    said = {"words.en": "A fair", "why.en": "Later", "version": 1}
    assert partner.post(at("part", report.key, first.pk), said).status_code == 302
    said = {"answer-0.en": "Twelve", "version": 1}
    assert partner.post(at("part", report.key, last.pk), said).status_code == 302
    assert "A fair" not in lead.get(page).content.decode()
    partner.post(at("submit", report.key))
    assert "Twelve" in lead.get(page).content.decode()
    lead.post(at("ask", report.key), {"words": "Which fair?"})
    assert "Which fair?" in partner.get(page).content.decode()
    partner.post(at("say", report.key), {"place": "", "text": "The one in May"})
    partner.post(at("submit", report.key))
    assert "The one in May" in lead.get(page).content.decode()
    assert lead.post(at("close", report.key)).status_code == 302
    rows = ProgressReport.objects.unrestricted(reason="test")
    assert rows.get(pk=report.pk).state == "closed"


def test_what_is_typed_is_kept_for_its_writer_and_offered_again() -> None:
    of = world()
    person = of.person(of.city)
    client = client_of(person)
    report = report_of(opened(of), of.city)
    part = parts(report)[0]
    body = json.dumps({"typed": {"words.en": "We beg"}, "version": "1"})
    answer = client.post(at("typed", report.key, part.pk), body, content_type="application/json")
    assert answer.json()["newer"] is False
    assert "We beg" in client.get(at("part", report.key, part.pk)).content.decode()
    written(report)
    page = client.get(at("part", report.key, part.pk)).content.decode()
    assert "Somebody else saved these words meanwhile" in page
    assert TypedPart.objects.unrestricted(reason="test").count() == 1
    mine = {"words.en": "We begin", "version": 1}
    answer = client.post(at("part", report.key, part.pk), mine)
    assert answer.status_code == 409
    said = ReportPart.objects.unrestricted(reason="test").get(pk=part.pk)
    assert str(said.words) == "We worked"


@pytest.mark.parametrize("body", ["", "[]", '{"typed": 1}', '{"version": 1}'])
def test_what_cannot_be_read_is_said(body: str) -> None:
    of = world()
    report = report_of(opened(of), of.city)
    address = at("typed", report.key, parts(report)[0].pk)
    answer = client_of(of.person(of.city)).post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_a_comment_without_words_comes_back() -> None:
    of = world()
    report = submitted(report_of(opened(of), of.city))
    client = client_of(of.person(of.lead))
    answer = client.post(at("say", report.key), {"place": "harbour-a1", "text": " "})
    assert answer.status_code == 422
    answer = client.post(at("say", report.key), {"place": "hills-a1", "text": "Words"})
    assert answer.status_code == 422
    said = {"place": "harbour-a1", "text": "Well done", "request_key": "k"}
    assert client.post(at("say", report.key), said).status_code == 302
    answer = client.post(at("say", report.key), {"place": "harbour-a1", "step": "resolve"})
    assert answer.status_code == 302
    answer = client.post(at("say", report.key), {"place": "harbour-a2", "step": "resolve"})
    assert answer.status_code == 404


def test_a_change_is_told_asked_about_revised_and_confirmed() -> None:
    of = world()
    partner, lead = client_of(of.person(of.city)), client_of(of.person(of.lead))
    said = {
        "kind": "governance", "title.en": "A council", "happened_on": "2022-05",
        "evidence_title.en": "The act", "evidence_address": "https://example.org/act",
        "amount": "432808.47",
    }  # fmt: skip
    assert partner.post(at("change_add", "harbour"), said).status_code == 302
    made = PolicyChange.objects.unrestricted(reason="test").get()
    lead.post(at("change_ask", made.key), {"words": "Who sits in it?"})
    assert "Who sits in it?" in partner.get(at("change_edit", made.key)).content.decode()
    partner.post(at("change_edit", made.key), said | {"about.en": "Firms", "version": 2})
    lead.post(at("change_confirm", made.key))
    made.refresh_from_db()
    assert (made.state, str(made.about), f"{made.amount}") == ("confirmed", "Firms", "432808.47")


def test_two_people_revise_a_change_and_the_second_chooses() -> None:
    of = world()
    made = change(of)
    services.ask_about_change(change_id=made.pk, words="Which?", by=BY, at=AT)
    client = client_of(of.person(of.city))
    said = {
        "kind": "governance", "title.en": "Mine", "happened_on": "2022-05",
        "evidence_title.en": "The act", "evidence_address": "https://example.org/act",
        "version": 1,
    }  # fmt: skip
    answer = client.post(at("change_edit", made.key), said)
    assert answer.status_code == 409
    assert "A new call" in answer.content.decode()


def test_what_waits_stands_in_the_workspace() -> None:
    of = world()
    report = report_of(opened(of), of.city)
    person = of.person(of.city)
    page = client_of(person).get("/en/workspace/").content.decode()
    assert at("report", report.key) in page
    assert (
        at("report", report.key)
        not in client_of(of.person(of.abroad)).get("/en/workspace/").content.decode()
    )
