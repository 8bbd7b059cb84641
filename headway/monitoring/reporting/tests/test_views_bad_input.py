"""What a coordinator types wrong: a sentence that says so, and what was typed is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.models import BulkEdit, Round
from headway.monitoring.reporting.services import close_round, open_review
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.factories import REASON
from headway.monitoring.reporting.tests.keeping import A_DAY, desk

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.reporting.tests.keeping import Desk

pytestmark = pytest.mark.django_db
LONG = "word " * 20_000


def mails() -> int:
    return Mail.objects.unrestricted(reason=REASON).count()


def until(of: Desk, days: int) -> dict[str, object]:
    day = timezone.now() + days * A_DAY
    ids = [str(report.pk) for report in of.reports]
    return {"until.day": f"{day:%Y-%m-%d}", "until.time": "17:00", "report": ids}


@pytest.mark.parametrize("step", ["compare", "save"])
def test_a_deadline_that_has_passed_is_refused_before_it_is_compared(
    client: Client, step: str
) -> None:
    of = desk(client, 2)
    given = until(of, -3) | {"step": step}
    answer = client.post(of.round("deadlines"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This moment has passed. Choose a later one." in page
    assert f'value="{given["until.day"]}"' in page
    assert page.count(" checked") == 2
    assert "Save and tell them by mail" not in page


def test_a_second_press_moves_no_deadline_twice_and_writes_once(client: Client) -> None:
    of = desk(client, 2)
    given = until(of, 20) | {"step": "save"}
    first = client.post(of.round("deadlines"), given)
    written = mails()
    second = client.post(of.round("deadlines"), given)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert mails() == written
    assert BulkEdit.objects.unrestricted(reason=REASON).count() == 1


@pytest.mark.parametrize(("field", "most"), [("title.en", 200), ("letter.en", 5000)])
def test_a_round_with_too_many_words_is_not_prepared(client: Client, field: str, most: int) -> None:
    of = desk(client)
    given = {
        "period": "2025",
        "deadline.day": "2027-01-31",
        "deadline.time": "17:00",
        "reminders.every": "30",
        "asks_statuses": "on",
    }
    answer = client.post(of.at("round_add"), given | {field: LONG})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Write at most {most} signs." in page
    assert LONG.strip() in page
    assert Round.objects.unrestricted(reason=REASON).count() == 1


@pytest.mark.parametrize("reason", ["", LONG])
def test_a_report_goes_back_only_with_a_word_that_can_be_read(client: Client, reason: str) -> None:
    of = desk(client)
    report = of.hand_in()
    open_review(report_id=report.pk, by=of.of.coordinator, at=timezone.now())
    written = mails()
    answer = client.post(of.report("review_return"), {"reason": reason})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Write at most 2000 signs." if reason else "Say what is to be changed") in page
    assert reason in page
    assert mails() == written


def test_a_subject_is_one_line_and_short(client: Client) -> None:
    of = desk(client)
    given = {"report": str(of.reports[0].pk), "request_key": "k", "words.en": "W", "step": "send"}
    answer = client.post(of.round("letter"), given | {"subject.en": LONG})
    assert answer.status_code == 422
    assert "Write at most 200 signs." in answer.content.decode()
    client.post(of.round("letter"), given | {"subject.en": "One\r\n line"})
    [letter] = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter")
    assert letter.subject == "One line"


def test_nobody_is_written_to_about_a_round_that_is_over(client: Client) -> None:
    of = desk(client)
    close_round(round_id=of.asked.pk, by=of.of.coordinator, at=timezone.now())
    assert Round.objects.unrestricted(reason=REASON).get().state == RoundState.CLOSED
    given = {"report": str(of.reports[0].pk), "request_key": "k", "step": "send"}
    answer = client.post(of.round("letter"), given | {"subject.en": "S", "words.en": "W"})
    assert answer.status_code == 422
    assert not Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter").exists()
"""Bad input of whoever answers: a sentence that says what to do, and what was typed stays."""

from __future__ import annotations

import pytest

from headway.monitoring.reporting.models import Submission, TaskLink
from headway.monitoring.reporting.tests.answering import (
    brought,
    partner,
    saved,
    sent,
)
from headway.monitoring.reporting.tests.factories import REASON, figures_in

pytestmark = pytest.mark.django_db


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    of = partner(figures=True)
    client = of.entered()
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    said = sent(answer, status="", **{f"figure-{figure.pk}.value": "daug"})
    shown = client.post(of.address("part", part=answer.pk), said)
    assert shown.status_code == 422
    told = shown.content.decode()
    assert "<title>Error:" in told
    assert f'href="#id_figure-{figure.pk}-value"' in told
    assert 'value="daug"' in told
    assert "Two halls were built" in told


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "halls.lt"])
def test_what_is_no_web_address_is_refused_at_a_figure_as_at_a_measure(address: str) -> None:
    of = partner(figures=True)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer, evidence_address=address) | {
        f"{name}.value": "10", f"{name}.evidence_address": address,
    }  # fmt: skip
    refused = of.entered().post(of.address("part", part=answer.pk), said)
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert set(errors) == {"evidence_address", f"{name}.evidence_address"}


def test_a_reason_that_is_too_long_is_refused_and_stays() -> None:
    of = partner()
    refused = of.entered().post(of.address("time"), {"reason": "ž" * 2001})
    assert refused.status_code == 422
    assert "longer than 2000 signs" in refused.content.decode()
    assert "ž" * 2001 in refused.content.decode()
    of.report.refresh_from_db()
    assert of.report.wanted_until is None


def test_signs_that_no_database_keeps_are_left_out() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    client.post(of.address("time"), {"reason": "Atostogos\0"})
    of.report.refresh_from_db()
    assert of.report.wanted_because == "Atostogos"
    colleague = {"name": "Ona\r\nBcc: x@example.org", "email": "ona@example.org"}
    client.post(of.address("hand_over", part=answer.pk), colleague)
    links = TaskLink.objects.unrestricted(reason=REASON).filter(person=None)
    assert links.get().name == "Ona Bcc: x@example.org"
    saved(of, client)
    client.post(of.address("check"), {"request_key": "a\0b"})
    kept = Submission.objects.unrestricted(reason=REASON).get()
    assert kept.request_key == f"{of.report.key}-ab"


def test_what_cannot_be_read_while_typing_is_refused() -> None:
    of = partner()
    (answer,) = of.answers
    address = of.address("typed", part=answer.pk)
    for words in ("{", "[]", "[" * 100_000):
        refused = of.entered().post(address, words, content_type="application/json")
        assert refused.status_code == 400


def test_an_empty_file_at_a_figure_is_refused_there_and_what_was_typed_stays() -> None:
    of = partner(figures=True)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer) | {f"{name}.value": "10", f"{name}.evidence_file": brought("a.pdf", b"")}
    refused = of.entered().post(of.address("part", part=answer.pk), said)
    assert refused.status_code == 422
    problems = {f"{name}.evidence_file": ["The file is empty. Choose another."]}
    assert refused.context["form"].errors == problems
    assert "Two halls were built" in refused.content.decode()
