"""The executive summary of a plan as files: structure, languages, words for the drawing."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from pypdf import PdfReader

from headway.cooperation.plans.tests.factories import fresh, published, world
from headway.foundation.core.texts import TranslatedText
from headway.front.portal.tests.test_plans import url

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_summary_is_a_pdf_and_a_docx_in_the_languages_of_the_plan(client: Client) -> None:
    of = world()
    one = published(of)
    document = client.get(url(of, one, "summary.lt.pdf", language="en"))
    assert document.headers["Content-Type"] == "application/pdf"
    assert document.headers["Content-Disposition"] == f'attachment; filename="{one.slug}-4.lt.pdf"'
    assert b"pdfuaid:part" in document.content
    written = Document(io.BytesIO(client.get(url(of, one, "summary.en.docx")).content))
    headings = [each.text for each in written.paragraphs if each.style.name.startswith("Heading")]  # type: ignore[union-attr]
    assert headings[:2] == ["From the harbour to new markets", "The region and its policy"]
    assert "1. Action 1" in headings
    for wrong in ("summary.de.pdf", "summary.en.exe", "summary.x.y.pdf"):
        assert client.get(url(of, one, wrong)).status_code == 404


def tags(element: Any, found: list[Any]) -> list[Any]:  # noqa: ANN401 -- as pypdf has them
    """Return every structure element below one, as pypdf reads them."""
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            tags(each, found)
    elif isinstance(element, dict):
        found.append(element)
        if "/K" in element:
            tags(element["/K"], found)
    return found


def titles(outline: Any) -> list[str]:  # noqa: ANN401 -- as pypdf has them
    """Return the bookmarks at all depths, in their order."""
    if isinstance(outline, list):
        return [title for each in outline for title in titles(each)]
    return [outline["/Title"]]


def test_the_pdf_says_its_structure_its_languages_and_what_the_drawing_shows(
    client: Client,
) -> None:
    of = world()
    one = published(of, actions=2)
    edition = fresh(one).published
    assert edition is not None
    kept = edition.text
    english = TranslatedText.of({"en": "Only in English"})
    edition.kept_text = replace(kept, why=english).as_json()
    edition.save()
    reader = PdfReader(io.BytesIO(client.get(url(of, one, "summary.lt.pdf")).content))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("lt", True)
    found = tags(root["/StructTreeRoot"]["/K"], [])
    assert [each.get("/Alt", "") for each in found if each.get("/S") == "/Figure"] == [
        "Piešinys jūrlapio maniera: krantas, gylio linijos ir kursas į uostą su 2 kelio taškais"
    ]
    assert "en" in {each.get("/Lang") for each in found}
    told = titles(reader.outline)
    assert told[0] == "From the harbour to new markets lietuviškai"
    assert {"Action 1 lietuviškai", "Action 2 lietuviškai"} < set(told)
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 5
    assert "Only in English" in pages[1]
    assert "Action 1" in pages[2]
    assert "Action 2" in pages[3]
    assert edition.sha256[:20] in pages[4]
