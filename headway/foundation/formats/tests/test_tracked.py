"""Tracked changes prove themselves: accepting all gives the new text, rejecting all the old."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from headway.foundation.formats.papers import (
    Contents,
    Heading,
    Prose,
    Redlined,
    paper_docx,
    paper_pdf,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD = "Establish a business development accelerator.\n\nIt lasts\tsix months."
NEW = "Establish a Blue Economy business development accelerator.\n\nIt lasts\tnine months."
WORDS = st.text(st.sampled_from("aąbž .,\n\t1"), max_size=60)


def made(*blocks: Any) -> Any:  # noqa: ANN401 -- python-docx has no types
    content = paper_docx(blocks, language="lt", title="Kas pasikeitė", at=AT)
    return Document(BytesIO(content))


def settled(paragraph: Any, *, accepted: bool) -> str:  # noqa: ANN401
    """Return what Word leaves of a paragraph when all changes are accepted, or all rejected."""
    gone, kept = ("del", "ins") if accepted else ("ins", "del")
    parts = []
    for sign in paragraph._p.iter(qn("w:t"), qn("w:delText"), qn("w:br"), qn("w:tab")):
        around = {each.tag for each in sign.iterancestors()}
        assert not {qn("w:ins"), qn("w:del")} <= around
        if qn(f"w:{gone}") in around:
            continue
        is_deleted = qn(f"w:{kept}") in around and not accepted
        assert (sign.tag == qn("w:delText")) <= is_deleted
        parts.append({qn("w:br"): "\n", qn("w:tab"): "\t"}.get(sign.tag, sign.text))
    return "".join(parts)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (OLD, NEW, "en"),
        ("", NEW, "en"),
        (OLD, "", "en"),
        ("2026", "2027", ""),
        ("", "1,200,000 EUR", ""),
        ("Senas <b>žodis</b> & ženklas", "Naujas <b>žodis</b> & ženklas", "lt"),
    ],
)
def test_accepting_gives_the_new_text_and_rejecting_the_old(
    before: str, after: str, language: str
) -> None:
    document = made(Heading("1.3.4"), Redlined.of("Title", before, after, language))
    label, words = document.paragraphs[-2:]
    assert label.text == "Title"
    assert settled(words, accepted=True) == after
    assert settled(words, accepted=False) == before


@given(before=WORDS, after=WORDS)
@settings(max_examples=60)
def test_any_two_texts_come_back(before: str, after: str) -> None:
    words = made(Redlined.of("Title", before, after, "lt")).paragraphs[-1]
    assert settled(words, accepted=True) == after
    assert settled(words, accepted=False) == before


def test_each_change_says_whose_it_is_of_when_and_has_a_number_of_its_own() -> None:
    document = made(Redlined.of("A", OLD, NEW, "en"), Redlined.of("B", "2026", "2027"))
    changes = list(document.element.iter(qn("w:ins"), qn("w:del")))
    assert len(changes) > 3
    assert len({each.get(qn("w:id")) for each in changes}) == len(changes)
    assert {each.get(qn("w:date")) for each in changes} == {"2026-11-23T09:00:00Z"}
    assert all(each.get(qn("w:author")) for each in changes)
    spoken = {each.get(qn("w:val")) for each in document.element.iter(qn("w:lang"))}
    assert "en" in spoken


def test_the_contents_of_a_docx_lead_to_its_headings() -> None:
    blocks = (
        Contents("Turinys", depth=3),
        Heading("1 Uostas"),
        Heading("1.1 Krantinė", level=3),
        Heading("1.1.1 Stulpas", level=4),
        Prose("Žodžiai"),
        Heading("2 Jūra"),
    )
    document = made(*blocks)
    links = {
        each.get(qn("w:anchor")): "".join(text.text for text in each.iter(qn("w:t")))
        for each in document.element.iter(qn("w:hyperlink"))
    }
    assert list(links.values()) == ["1 Uostas", "1.1 Krantinė", "2 Jūra"]
    places = {
        paragraph._p.find(qn("w:bookmarkStart")).get(qn("w:name")): paragraph.text
        for paragraph in document.paragraphs
        if paragraph._p.find(qn("w:bookmarkStart")) is not None
    }
    assert {name: places[name] for name in links} == links
    signs = [each.get(qn("w:fldCharType")) for each in document.element.iter(qn("w:fldChar"))]
    assert signs == ["begin", "separate", "end"]
    assert "TOC" in "".join(each.text for each in document.element.iter(qn("w:instrText")))


def test_a_pdf_says_with_signs_what_is_gone_and_what_is_new_and_holds_its_contents() -> None:
    blocks = (
        Contents("Turinys", depth=2),
        Heading("1 Uostas"),
        Redlined.of("Pavadinimas", OLD, NEW, "en"),
        Redlined.of("Terminas", "2026", "2027"),
    )
    content = paper_pdf(blocks, language="lt", title="Kas pasikeitė", at=AT)
    reader = PdfReader(BytesIO(content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in ("Turinys", "[+Blue Economy ]", "[−six]", "[+nine]", "[−2026][+2027]"):
        assert said in words, said
    assert words.count("1 Uostas") == 2
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
