"""Papers, read back by what reads such files."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from headway.foundation.core.texts import Passage
from headway.foundation.formats.papers import (
    Block,
    Facts,
    Heading,
    Note,
    Prose,
    Rows,
    paper_docx,
    paper_pdf,
)

AT = datetime(2026, 12, 8, 8, tzinfo=UTC)
BLOCKS: list[Block] = [
    Facts([("Pradžia", "10:00"), ("Vieta", "Danės g. 17")]),
    Heading("Darbotvarkė"),
    Prose("Pirma pastraipa.\n\nAntra, po tuščios eilutės."),
    Rows("Sprendimai", ["Nr.", "Sprendimas"], [["2026-1", "Pritarti"], ["2026-2", "Atidėti"]]),
    Note("Parengta sistemoje"),
]


def docx() -> bytes:
    return paper_docx(BLOCKS, language="lt", title="Protokolas", at=AT)


def test_a_docx_has_headings_a_table_and_says_its_language() -> None:
    made = Document(BytesIO(docx()))
    styled: list[Any] = list(made.paragraphs)
    headings = [(p.style.name, p.text) for p in styled if p.style.name.startswith("Head")]
    assert headings == [("Heading 1", "Protokolas"), ("Heading 2", "Darbotvarkė")]
    [table] = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Nr.", "Sprendimas"],
        ["2026-1", "Pritarti"],
        ["2026-2", "Atidėti"],
    ]
    first: Any = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert made.core_properties.language == "lt"
    spoken = {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))}
    assert spoken == {"lt"}
    words = [paragraph.text for paragraph in made.paragraphs]
    assert "Vieta: Danės g. 17" in words
    assert "Antra, po tuščios eilutės." in words


def test_a_pdf_has_the_same_words_and_says_its_structure() -> None:
    made = PdfReader(BytesIO(paper_pdf(BLOCKS, language="lt", title="Protokolas", at=AT)))
    said = " ".join(page.extract_text() for page in made.pages)
    for words in ("Protokolas", "Darbotvarkė", "2026-2", "Atidėti", "Parengta"):
        assert words in said
    root: Any = made.trailer["/Root"]
    assert root["/Lang"] == "lt"
    assert root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("words", ["\x00\x07 ragas", "\ud800", "🐟 \uffff", ""])
def test_whatever_people_write_becomes_a_file(words: str) -> None:
    blocks: list[Block] = [Heading(words), Prose(words), Facts([(words, words)]), Note(words)]
    blocks.append(Rows(words, [words], [[words]]))
    assert Document(BytesIO(paper_docx(blocks, language="en", title=words, at=AT))).paragraphs
    assert paper_pdf(blocks, language="en", title=words, at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("number", range(36, 44))
def test_the_caption_of_a_table_never_stands_alone_at_the_foot_of_a_page(number: int) -> None:
    blocks: list[Block] = [
        Prose("\n\n".join(f"Paragraph {n}" for n in range(number))),
        Heading("Decisions"),
        Rows("What was decided", ["Number", "Decision"], [["2026-1", "Go to the fair"]]),
    ]
    made = PdfReader(BytesIO(paper_pdf(blocks, language="en", title="T", at=AT)))
    pages = [page.extract_text() for page in made.pages]
    assert "Paragraph 30" in pages[0]
    for page in pages:
        assert ("What was decided" in page) == ("2026-1" in page) == ("Decisions" in page)


@pytest.mark.parametrize(("language", "day"), [("en", "2 March 2026"), ("lt", "2026 m. kovo 2 d.")])
def test_the_day_at_the_head_of_a_page_is_worded_as_everywhere(language: str, day: str) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    made = PdfReader(BytesIO(paper_pdf([Prose("x")], language=language, title="T", at=at)))
    assert day in made.pages[0].extract_text()


def test_columns_of_a_docx_are_as_wide_as_what_they_hold() -> None:
    rows = [["10:00", "Simpler replanning of former industrial areas"], ["10:20", "Other"]]
    block = Rows("Agenda", ["Time", "Point"], rows)
    made = Document(BytesIO(paper_docx([block], language="en", title="T", at=AT)))
    time, point = (cell.width for cell in made.tables[0].rows[1].cells)
    assert point > 4 * time
    assert (time + point) / 36_000 == pytest.approx(166, abs=2)  # English metric units


def test_words_say_their_language_in_both_formats() -> None:
    other, same = Passage("Gone fishing", "en", "lt"), Passage("Žvejoja", "lt", "lt")
    items = Passage("First:\n\n- cod\n- herring", "en", "lt")
    blocks: list[Block] = [
        Heading(other),
        Prose(items),
        Facts([(other, (same, other))]),
        Note(other),
        Prose("- no list"),
    ]
    made = Document(BytesIO(paper_docx(blocks, language="lt", title="Darbai", at=AT)))
    runs: list[Any] = [run for paragraph in made.paragraphs for run in paragraph.runs]
    said = [(run.text.strip(), run._r.xpath("w:rPr/w:lang/@w:val")) for run in runs]
    english = [words for words, spoken in said if spoken == ["en"]]
    assert english == [
        *("Gone fishing", "First:", "cod", "herring"),
        *("Gone fishing", "Gone fishing", "Gone fishing"),
    ]
    assert [words for words, spoken in said if not spoken] == [
        "Darbai",
        ":",
        "- no list",
    ]
    pdf = PdfReader(BytesIO(paper_pdf(blocks, language="lt", title="Darbai", at=AT)))
    assert "- no list" in pdf.pages[0].extract_text()
    marks: Any = pdf.pages[0].get_contents()
    assert b"/Lang(en)" in marks.get_data()


def test_several_values_of_a_docx_are_a_list_beneath_their_label() -> None:
    block = Facts([("Who", ("The city", "The agency")), ("When", "2021")])
    made = Document(BytesIO(paper_docx([block], language="en", title="T", at=AT)))
    styled: list[Any] = list(made.paragraphs[1:])
    assert [(each.style.name, each.text) for each in styled] == [
        ("Normal", "Who: "),
        ("List Bullet", "The city"),
        ("List Bullet", "The agency"),
        ("Normal", "When: 2021"),
    ]
