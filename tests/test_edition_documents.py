"""The documents of editions, read back: the whole text, what changed, and nothing of a draft."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from headway.foundation.attachments.services import keep_file
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText
from headway.front.portal.comparing import comparison
from headway.front.portal.tests.editions import Editions, two_editions
from headway.monitoring.amendments.tests.factories import AT, BY
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.tests.factories import add, draft_after
from tests.test_plan_documents import tags

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def pdf_words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(BytesIO(answer.content))
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def docx_of(client: Client, address: str) -> Any:  # noqa: ANN401 -- python-docx has no types
    answer = client.get(address)
    assert answer.status_code == 200
    return Document(BytesIO(answer.content))


def settled(document: Any, *, accepted: bool) -> list[str]:  # noqa: ANN401
    """Return the paragraphs that are left when all changes are accepted, or all rejected."""
    gone = qn("w:del") if accepted else qn("w:ins")
    return [
        "".join(
            sign.text
            for sign in paragraph._p.iter(qn("w:t"), qn("w:delText"))
            if gone not in {each.tag for each in sign.iterancestors()}
        )
        for paragraph in document.paragraphs
    ]


TEXTS = {
    "en": (
        "Edition: 2", "In force from: 12 May 2020", "Act: City council, No T2-1, adopted",
        "Contents", "1 Objective 1", "1.1 Green quay for ships", "Due: 2027",
        "Responsible: ", "Level of funding: 1,200,000 EUR",
        "Indicator: New jobs: baseline 0 jobs (2020); target 40 jobs (2030)", "1.3 Shore power",
    ),
    "lt": (
        "Redakcija: 2", "Įsigaliojimo data: 2020 m. gegužės 12 d.", "Aktas: City council (lt), Nr.",
        "Turinys", "1.1 Žalioji krantinė laivams", "Terminas: 2027 m.",
        "Finansavimo apimtis: 1 200 000 EUR", "1.3 Elektra krantinėje",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "lt"])
def test_the_whole_text_is_a_document_in_each_language(client: Client, language: str) -> None:
    found = two_editions()
    address = f"{found.address}editions/2/text.{language}"
    words = pdf_words(client, f"{address}.pdf").replace("\xa0", " ")
    document = docx_of(client, f"{address}.docx")
    written = " ".join(paragraph.text for paragraph in document.paragraphs).replace("\xa0", " ")
    for said in TEXTS[language]:
        assert said in words, said
        assert said in written, said
    for text in (words, written):
        assert "Road" not in text
    assert "Road" in pdf_words(client, f"{found.address}editions/1/text.{language}.pdf")
    assert document.core_properties.language == language


def test_words_in_another_language_say_so_in_the_whole_text(client: Client) -> None:
    found = two_editions()
    alone = TranslatedText.of({"en": "Only in English."})
    NodeText.objects.unrestricted(reason="test").filter(code="1.1").update(description=alone)
    document = docx_of(client, f"{found.address}editions/2/text.lt.docx")
    runs = [run for each in document.paragraphs for run in each.runs]
    spoken = {run.text: run._r.xpath("w:rPr/w:lang/@w:val") for run in runs}
    assert spoken["Only in English. [English]"] == ["en"]
    answer = client.get(f"{found.address}editions/2/text.lt.pdf")
    root: Any = PdfReader(BytesIO(answer.content)).trailer["/Root"]
    assert "en" in {each.get("/Lang") for each in tags(root["/StructTreeRoot"]["/K"], [])}


def test_accepting_all_leaves_the_new_text_and_rejecting_all_the_old(client: Client) -> None:
    found = two_editions()
    document = docx_of(client, f"{found.address}editions/compare/document.docx?from=1&to=2")
    accepted, rejected = (settled(document, accepted=way) for way in (True, False))
    differing = comparison(found.first, found.second)
    told = [
        difference
        for section in differing.sections
        for difference in (section.difference, *section.indicators)
        if difference
    ]
    lines = [line for difference in told for line in difference.lines]
    assert len(lines) > 12
    changed = [(old, new) for old, new in zip(rejected, accepted, strict=True) if old != new]
    assert changed == [(line.before, line.after) for line in lines]


def test_a_comparison_as_a_pdf_says_what_differs_with_signs(client: Client) -> None:
    found = two_editions()
    for language, said in (
        ("en", ("Changed: 1 measure, 1 indicator.", "1.2 Ships (moved)", "[+2027]")),
        ("lt", ("Pakeista: 1 priemonė, 1 rodiklis.", "1.2 Ships (lt) (perkelta)", "[+2027 m.]")),
    ):
        address = found.address.replace("/en/", f"/{language}/")
        words = pdf_words(client, f"{address}editions/compare/document.pdf?from=1&to=2")
        for each in said:
            assert each in words, each


def test_no_document_says_anything_of_a_draft(client: Client) -> None:
    found = two_editions()
    draft = draft_after(found.second)
    add(draft, "CANARY", code="9")
    Edition.objects.unrestricted(reason="a test").filter(pk=draft.pk).update(act_number="CANARY")
    said = []
    for number in (1, 2):
        for language in ("lt", "en"):
            address = f"{found.address}editions/{number}/text.{language}"
            said.append(pdf_words(client, f"{address}.pdf"))
            said += (each.text for each in docx_of(client, f"{address}.docx").paragraphs)
    for query in ("", "?from=1&to=2", "?from=2&to=1"):
        address = f"{found.address}editions/compare/document"
        said.append(pdf_words(client, f"{address}.pdf{query}"))
        said += settled(docx_of(client, f"{address}.docx{query}"), accepted=True)
    assert "Green quay for ships" in " ".join(said)
    assert "CANARY" not in " ".join(said)


def test_the_file_of_an_act_is_handed_out_with_its_edition_alone(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    found = two_editions()
    _with_act(found)
    address = f"{found.address}editions/2/act/"
    assert f'href="{address}"' in client.get(f"{found.address}editions/2/").content.decode()
    answer = client.get(address)
    assert b"".join(answer) == b"the act"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"{found.address}editions/1/act/").status_code == 404
    found.of.strategy.is_public = False
    found.of.strategy.save()
    assert client.get(address).status_code == 404


def _with_act(found: Editions) -> None:
    file = keep_file(
        content=[b"the act"], name="act.pdf", media_type="application/pdf", by=BY, at=AT
    )
    rows = Edition.objects.unrestricted(reason="a test").filter(pk=found.second.pk)
    rows.update(act_file=file)


def test_what_was_made_up_is_marked_on_paper_as_on_pages(client: Client) -> None:
    found = two_editions()
    made_up = Provenance(synthetic=("all",))
    partly = Provenance(sources=(Source("Council minutes"),), synthetic=("dates",))
    editions = Edition.objects.unrestricted(reason="a test")
    editions.filter(pk=found.second.pk).update(provenance=made_up)
    NodeText.objects.of(found.second).filter(code="1.1").update(provenance=partly)
    NodeText.objects.of(found.second).filter(code="1.3").update(provenance=made_up)
    text = docx_of(client, f"{found.address}editions/2/text.en.docx")
    written = " ".join(paragraph.text for paragraph in text.paragraphs)
    act = "No T2-1, adopted (synthetic)"
    for said in (act, "Sources: Council minutes; synthetic: dates", "Sources: synthetic"):
        assert said in written, said
    compared = pdf_words(client, f"{found.address}editions/compare/document.pdf?from=1&to=2")
    assert act in compared
