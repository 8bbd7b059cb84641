"""Papers: blocks of text become a PDF (PDF/UA-1) or a DOCX that people edit further.

What a text was and what it is now become marked words in a PDF and tracked changes in a DOCX.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings

from headway.foundation.core.differing import Piece, word_differences
from headway.foundation.formats.contents import add_heading, bookmarked, write_contents
from headway.foundation.formats.documents import pdf
from headway.foundation.formats.figures import Figure, write_figure
from headway.foundation.formats.libraries import docx
from headway.foundation.formats.spoken import LIST, kept, shown, write_prose, write_words
from headway.foundation.formats.tracked import Tracking, write_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from headway.foundation.formats.spoken import Line, Words

SEA, SLATE = (0x0B, 0x4B, 0x70), (0x4B, 0x59, 0x63)
"""As `layouts/house.typ` has them."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


WIDTH = 166
"""Between the margins of a page, in millimetres."""
NARROWEST, WIDEST = 10, 50
"""Signs; a column counts for at least and at most so many when the width is shared out."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the document: `level` 2 to 6."""

    words: Line
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Prose:
    """Words of people: a blank line begins a paragraph."""

    words: Words
    kind: str = "prose"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values."""

    pairs: Sequence[tuple[Words, Words]]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with headings that come again on each page, and a caption that says what it holds."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Line]]
    kind: str = "rows"


@dataclass(frozen=True, slots=True)
class Note:
    """Small words beside the matter."""

    words: Words
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of the document down to a level, each leading to its place."""

    heading: str
    depth: int = 3
    kind: str = "contents"


@dataclass(frozen=True, slots=True)
class Redlined:
    """One part of a text as it was and as it is: old words struck out, new ones underlined.

    `language` is that of the words; empty for a figure or a date, which is told whole.
    """

    label: str
    pieces: Sequence[Piece]
    language: str = ""
    kind: str = "redlined"

    @classmethod
    def of(cls, label: str, before: str, after: str, language: str = "") -> Redlined:
        """Compare words one by one; what has no language as a whole."""
        if language:
            return cls(label, word_differences(before, after), language)
        whole = (Piece("gone", before), Piece("new", after))
        return cls(label, tuple(piece for piece in whole if piece.words))


Block = Heading | Prose | Facts | Rows | Note | Contents | Redlined | Figure


def paper_pdf(blocks: Iterable[Block], *, language: str, title: str, at: datetime) -> bytes:
    """Return blocks as a PDF, as `documents.pdf` does."""
    given = [block.for_layout() if isinstance(block, Figure) else asdict(block) for block in blocks]
    return pdf("paper", {"blocks": given}, language=language, title=title, at=at)


def paper_docx(blocks: Iterable[Block], *, language: str, title: str, at: datetime) -> bytes:
    """Return blocks as a DOCX: real headings and tables, its language and title said."""
    made = docx.Document()
    _set_up(made, language=language, title=title, at=at)
    add_heading(made, shown(title), 1)
    given = list(blocks)
    headings = [(each.level, str(each.words)) for each in given if isinstance(each, Heading)]
    tracking = Tracking(author=settings.SITE_NAME, at=at)
    for block in given:
        if isinstance(block, Contents):
            made.add_paragraph(shown(block.heading), style="TOC Heading")
            entries = [(level, shown(words) or "–") for level, words in headings]
            write_contents(made, entries, depth=block.depth)
        elif isinstance(block, Redlined):
            _write_redlined(made, block, tracking)
        elif isinstance(block, Figure):
            write_figure(made, block)
        else:
            _write(made, block)
    bookmarked(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _write_redlined(made: Any, block: Redlined, tracking: Tracking) -> None:  # noqa: ANN401
    label = made.add_paragraph()
    label.paragraph_format.space_after = docx.shared.Pt(0)
    label.paragraph_format.keep_with_next = True
    run = label.add_run(shown(block.label))
    run.bold, run.font.size = True, docx.shared.Pt(9)
    pieces = [Piece(piece.kind, kept(piece.words)) for piece in block.pieces]
    write_pieces(made.add_paragraph(), pieces, language=block.language, tracking=tracking)


def _write(made: Any, block: Any) -> None:  # noqa: ANN401 -- python-docx has no types
    if isinstance(block, Heading):
        write_words(add_heading(made, "", block.level), block.words if shown(block.words) else "–")
    elif isinstance(block, Facts):
        for label, value in block.pairs:
            _write_fact(made, label, value)
    elif isinstance(block, Rows):
        _write_rows(made, block)
    else:
        for paragraph in write_prose(made, block.words):
            if isinstance(block, Note):
                _small(paragraph)


def _small(paragraph: Any) -> None:  # noqa: ANN401
    paragraph.paragraph_format.space_after = docx.shared.Pt(4)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = docx.shared.Pt(9), docx.shared.RGBColor(*SLATE)


def _write_fact(made: Any, label: Words, value: Words) -> None:  # noqa: ANN401
    """Write a label and its value beside it; several values are a list beneath."""
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_after = docx.shared.Pt(2)
    write_words(paragraph, label)
    paragraph.add_run(": ")
    for run in paragraph.runs:
        run.bold = True
    if isinstance(value, tuple) and len(value) > 1:
        paragraph.paragraph_format.keep_with_next = True
        for each in value:
            item = made.add_paragraph(style=LIST)
            item.paragraph_format.space_after = docx.shared.Pt(2)
            write_words(item, each)
    else:
        write_words(paragraph, value)


def _write_rows(made: Any, block: Rows) -> None:  # noqa: ANN401
    made.add_paragraph(shown(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.headings))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(shown(words)).bold = True
    again = docx.oxml.OxmlElement("w:tblHeader")
    again.set(docx.oxml.ns.qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    for row in block.rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            write_words(cell.paragraphs[0], said)
    for column, width in zip(table.columns, _widths(block), strict=True):
        for cell in column.cells:
            cell.width = width
    made.add_paragraph()


def _widths(block: Rows) -> list[int]:
    """Share the width of a page among columns by their longest cells, within bounds."""
    longest = [
        max(NARROWEST, min(WIDEST, max(len(str(cell)) for cell in cells)))
        for cells in zip(block.headings, *block.rows, strict=True)
    ]
    return [docx.shared.Mm(WIDTH * each // sum(longest)) for each in longest]


def _set_up(made: Any, *, language: str, title: str, at: datetime) -> None:  # noqa: ANN401
    about = made.core_properties
    about.title, about.language, about.author = shown(title), language, ""
    about.created = about.modified = at.replace(tzinfo=None, microsecond=0)
    section = made.sections[0]
    section.orientation = docx.enum.section.WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
    section.left_margin = section.right_margin = docx.shared.Mm(22)
    section.top_margin, section.bottom_margin = docx.shared.Mm(25), docx.shared.Mm(22)
    normal = made.styles["Normal"]
    normal.font.size = docx.shared.Pt(11)
    spoken = docx.oxml.OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        spoken.set(docx.oxml.ns.qn(name), language)
    normal.element.get_or_add_rPr().append(spoken)
    for defaults in made.styles.element.iter(docx.oxml.ns.qn("w:lang")):
        defaults.set(docx.oxml.ns.qn("w:val"), language)
    for level, size in ((1, 18), (2, 14), (3, 11.5), (4, 11), (5, 11), (6, 11)):
        style = made.styles[f"Heading {level}"]
        style.font.size, style.font.color.rgb = docx.shared.Pt(size), docx.shared.RGBColor(*SEA)
    made.styles["Caption"].font.color.rgb = docx.shared.RGBColor(*SLATE)
