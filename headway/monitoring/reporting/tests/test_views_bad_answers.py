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


def test_all_that_is_wrong_is_said_at_once_and_each_thing_once() -> None:
    of = partner(figures=True)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    value = f"figure-{figure.pk}.value"
    said = sent(answer, status="", evidence_address="halls.lt", **{value: "daug"})
    shown = of.entered().post(of.address("part", part=answer.pk), said)
    errors = shown.context["form"].errors
    assert {name: len(each) for name, each in errors.items()} == {
        "status": 1, "evidence_address": 1, value: 1,
    }  # fmt: skip
    answer.refresh_from_db()
    assert (answer.way, answer.version) == ("", 1)


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
    assert "Write at most 2000 signs." in refused.content.decode()
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
