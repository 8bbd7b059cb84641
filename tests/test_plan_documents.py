"""A plan's summary and a recommendation as files: structure, languages, words for pictures."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import documents, services
from headway.cooperation.plans.facts import Named
from headway.cooperation.plans.models import PlannedAction
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    fresh,
    published,
    recommendation,
    text,
    world,
)
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import TranslatedText
from headway.front.portal.tests.test_plans import illustrated, url

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from headway.cooperation.plans.models import Recommendation
    from headway.cooperation.plans.tests.factories import World

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


def test_pictures_stand_in_both_files_with_words_for_who_cannot_see_them(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(documents, "EMBLEM", 12)
    of = world()
    one, *_pictures = illustrated(of)
    reader, _root, found = opened(client.get(url(of, one, "summary.lt.pdf")).content)
    assert figures_of(found) == ["Flag of Europe"] * 3, "cover, action, emblem"
    assert "European Union (Free to use)" in reader.pages[-1].extract_text()
    written = Document(io.BytesIO(client.get(url(of, one, "summary.en.docx")).content))
    shown = [each._inline.docPr.get("descr") for each in written.inline_shapes]
    assert shown == ["Flag of Europe"] * 3
    assert [each.width for each in written.inline_shapes] == [Mm(16), Mm(16), Mm(12)]


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


def opened(content: bytes) -> tuple[PdfReader, Any, list[Any]]:
    """Return a PDF, its root, and every element of its structure."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    return reader, root, tags(root["/StructTreeRoot"]["/K"], [])


def figures_of(elements: list[Any]) -> list[str]:
    """Return what each figure is said to show."""
    return [each.get("/Alt", "") for each in elements if each.get("/S") == "/Figure"]


def squeezed(words: str) -> str:
    """Return words without what a line's end puts between them."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)


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
    made_up = Provenance(synthetic=("steps",))
    PlannedAction.objects.unrestricted(reason="a loader says so").update(provenance=made_up)
    reader, root, found = opened(client.get(url(of, one, "summary.lt.pdf")).content)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("lt", True)
    assert figures_of(found) == [
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
    assert "Sintetiška, sukurta demonstracijai: žingsniai." in pages[2]
    assert "Action 2" in pages[3]
    assert edition.sha256[:20] in pages[4]


def test_whoever_holds_the_pdf_sees_on_each_page_what_it_is_and_in_the_end_where_it_stands(
    client: Client,
) -> None:
    of = world()
    one = published(of)
    edition = fresh(one).published
    assert edition is not None
    named = (Named(text("Strategy of the city"), "KEDS"),)
    edition.kept_text = replace(edition.text, abbreviations=named).as_json()
    edition.save()
    reader = PdfReader(io.BytesIO(client.get(url(of, one, "summary.lt.pdf")).content))
    pages = ["".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]
    title = "".join(str(edition.text.title.words("lt")).split())
    assert all(title in page for page in pages)
    authors = ["".join(str(each.name.passage("lt")).split()) for each in edition.text.authors]
    assert all(name in pages[0] and name in pages[-1] for name in authors)
    assert "KEDS:Strategyofthecitylietuviškai" in pages[-1]
    assert url(of, one, language="lt") in pages[-1]


def found_in_english(of: World) -> tuple[Recommendation, str]:
    """Return a draft whose findings are a list in English alone, and its address."""
    findings = TranslatedText.of({"en": "- Firms stay.\n- [Ports](https://example.org) help."})
    row = recommendation(of, findings=findings)
    row.provenance = Provenance(synthetic=("title",))
    row.save()
    return row, f"/en/projects/{of.project.slug}/recommendations/{row.key}/"


def test_a_recommendation_is_a_pdf_in_each_of_its_languages_once_it_is_published(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    of.project.emblem = emblem()
    of.project.funding_statement, of.project.disclaimer = text("Co-financed"), text("No opinion")
    of.project.save()
    row, page = found_in_english(of)
    where = f"{page}document.lt.pdf"
    assert client.get(where).status_code == 404, "a draft is nobody else's"
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    assert f'href="{where}"' in client.get(page).content.decode()
    content = client.get(where).content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    reader, root, found = opened(content)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("lt", True)
    assert figures_of(found) == ["Flag of Europe"]
    spoken = [each["/S"] for each in found if each.get("/Lang") == "en"]
    assert "/L" in spoken, "the findings are a list in English"
    own = ["Help firms abroad lietuviškai", "Kas rekomenduojama", "Išvados"]
    assert titles(reader.outline) == own
    told = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    for words in (
        "Add a task to the agency. lietuviškai",
        "Ports help.",
        "1 redakcija, paskelbta 2026 m. kovo 2 d.",
        "Į ką kreiptis",
        "Sintetiška, sukurta demonstracijai: pavadinimas.",
        "Co-financed lietuviškai",
        "No opinion lietuviškai",
    ):
        assert squeezed(words) in squeezed(told)  # a line may end anywhere in it
    whole = "".join(told.replace("\u200b", "").split())
    assert page.replace("/en/", "/lt/") in whole, "its address, which may break at a line’s end"


def test_a_recommendation_is_a_docx_whose_lists_are_lists_in_their_language(
    client: Client,
) -> None:
    row, page = found_in_english(world())
    services.publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    written = Document(io.BytesIO(client.get(f"{page}document.lt.docx").content))
    bullets = [each for each in written.paragraphs if each.style.name == "List Bullet"]  # type: ignore[union-attr]
    items: list[Any] = bullets[-2:]  # after the authors
    assert [each.text for each in items] == ["Firms stay.", "Ports help."]
    assert [each.runs[0]._r.xpath("w:rPr/w:lang/@w:val") for each in items] == [["en"], ["en"]]
    for wrong in ("document.de.pdf", "document.en.exe"):
        assert client.get(f"{page}{wrong}").status_code == 404


def test_a_document_in_a_language_of_no_interface_says_which_words_are_in_it(
    client: Client,
) -> None:
    of = world()
    one = published(of)
    edition = fresh(one).published
    assert edition is not None
    lead = TranslatedText.of({"en": "A plan", "hu": "Egy terv"})
    action = replace(edition.text.actions[0], lead=lead, cost=None, cost_state="unknown")
    kept = replace(edition.text, languages=("en", "lt", "hu"), actions=(action,))
    edition.kept_text = kept.as_json()
    edition.save()
    made = Document(io.BytesIO(client.get(url(of, one, "summary.hu.docx")).content))
    assert made.core_properties.language == "en"
    runs: list[Any] = [run for each in made.paragraphs for run in each.runs]
    said = {run.text.strip(): run._r.xpath("w:rPr/w:lang/@w:val") for run in runs}
    assert (said["Egy terv"], said["Not known yet."]) == (["hu"], ["en"])
    assert said["Authors"] == said["On the web"] == []
    assert any("/en/projects/" in words for words in said), "a page that is there"
    _reader, root, found = opened(client.get(url(of, one, "summary.hu.pdf")).content)
    assert root["/Lang"] == "en"
    assert "hu" in {each.get("/Lang") for each in found}
