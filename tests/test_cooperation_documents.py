"""Documents of the plenary and of phase 2 say their structure, what is where, and languages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from headway.cooperation.implementation.tests.factories import closed, report_of
from headway.cooperation.implementation.tests.factories import opened as opened_round
from headway.cooperation.implementation.tests.factories import world as phase_two
from headway.cooperation.peerreview.models import Review
from headway.cooperation.peerreview.services import answer_suggestion
from headway.cooperation.peerreview.states import Point, Reply
from headway.cooperation.peerreview.tests.factories import (
    AT,
    opened,
    reviews_in,
    submitted,
    verdicts,
    world,
)
from headway.cooperation.plans.tests.factories import BY
from tests.test_plan_documents import tags, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def plenary() -> tuple[str, User]:
    of = world()
    session = opened(of)
    for each in reviews_in(session):
        submitted(of, each, "Only in English", mark=2)
    Review.objects.unrestricted(reason="test").update(language="en")
    [first] = reviews_in(session)[:1]
    answer_suggestion(
        verdict_id=verdicts(first)[Point.WHO].pk, reply=Reply.ADAPTED, words="Sólo en español",
        language="es", version=verdicts(first)[Point.WHO].version, by=BY, at=AT,
    )  # fmt: skip
    arguments = [of.project.slug, session.key, "pdf"]
    return reverse("peerreview:plenary_document", args=arguments), of.lead


def programme() -> tuple[str, User]:
    of = phase_two()
    one = opened_round(of, "How many firms?")
    closed(report_of(one, of.city), "Only in English")
    arguments = [one.project.slug, one.key]
    return reverse("implementation:programme_pdf", args=arguments), of.person(of.lead)


@pytest.mark.parametrize("made", [plenary, programme])
def test_a_document_is_tagged_says_its_language_and_leads_to_its_parts(
    client: Client, made: Callable[[], tuple[str, User]]
) -> None:
    address, reader = made()
    client.force_login(reader)
    answer = client.get(address.replace("/en/", "/lt/", 1))
    content = b"".join(answer)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    document = PdfReader(io.BytesIO(content))
    root: Any = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("lt", True)
    found = tags(root["/StructTreeRoot"]["/K"], [])
    assert {"/H1", "/H2"} <= {each.get("/S") for each in found}
    assert all(each.get("/Alt") for each in found if each.get("/S") == "/Figure")
    assert len(titles(document.outline)) > 1
    page = next(each for each in document.pages if "Only in English" in each.extract_text())
    marked = page.get_contents().get_data()  # type: ignore[union-attr]  # it has contents
    assert b"/Lang(en)" in marked or "en" in {each.get("/Lang") for each in found}


def test_an_answer_says_its_own_language_in_a_pdf(client: Client) -> None:
    address, reader = plenary()
    client.force_login(reader)
    content = b"".join(client.get(address.replace("/en/", "/lt/", 1)))
    document = PdfReader(io.BytesIO(content))
    root: Any = document.trailer["/Root"]
    found = tags(root["/StructTreeRoot"]["/K"], [])
    page = next(each for each in document.pages if "Sólo en español" in each.extract_text())
    marked = page.get_contents().get_data()  # type: ignore[union-attr]  # it has contents
    assert b"/Lang(es)" in marked or "es" in {each.get("/Lang") for each in found}


def test_words_of_a_review_say_their_language_in_a_docx(client: Client) -> None:
    address, reader = plenary()
    client.force_login(reader)
    address = address.replace("/en/", "/lt/", 1).replace("pdf", "docx")
    written = Document(io.BytesIO(client.get(address).content))
    runs: list[Any] = [run for each in written.paragraphs for run in each.runs]
    said = {run.text: run._r.xpath("w:rPr/w:lang/@w:val") for run in runs}
    assert next(said[each] for each in said if "Only in English" in each) == ["en"]
    assert next(said[each] for each in said if "Sólo en español" in each) == ["es"]
    assert next(said[each] for each in said if "ritaikyta" in each) == []
    assert said["Pateikti vertinimai"] == []
