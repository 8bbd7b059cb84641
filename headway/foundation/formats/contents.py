"""The contents of a DOCX: a field that Word renews, holding links already before it does.

Source: ECMA-376, part 1, 17.16.5.68 (TOC), 17.16.18 (complex fields), 17.13.6 (bookmarks).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.foundation.formats.libraries import docx

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING = "Heading"
"""With its level: the id of a heading's style. Looking a style up by name costs milliseconds."""
OWN = 1
"""The level of the document's own heading, which its contents do not name."""


def anchor(number: int) -> str:
    """Return under which name the heading of a number, from 1, is found."""
    return f"_Toc{number:08d}"


def write_contents(made: Any, headings: Sequence[tuple[int, str]], *, depth: int) -> None:  # noqa: ANN401 -- python-docx has no types
    """Write the headings, given as level and words, each as a link; those down to a level.

    `bookmarked` writes the places that they lead to.
    """
    shown = [(n, level, words) for n, (level, words) in enumerate(headings, 1) if level <= depth]
    styles = {level: _style(made, level - OWN) for level in {level for _n, level, _w in shown}}
    paragraphs = []
    for number, level, words in shown:
        paragraph = made.add_paragraph()
        paragraph._p.style = styles[level]
        paragraph._p.append(_link(number, words))
        paragraphs.append(paragraph)
    if paragraphs:
        first, last = paragraphs[0]._p, paragraphs[-1]._p
        order = f' TOC \\o "{OWN + 1}-{depth}" \\h \\z \\u '
        begin = [_sign("begin"), _instruction(order), _sign("separate")]
        at = 1 if first.pPr is not None else 0
        for each in reversed(begin):
            first.insert(at, each)
        last.append(_sign("end"))


def add_heading(made: Any, words: str, level: int) -> Any:  # noqa: ANN401
    """Add a heading as python-docx does, without looking its style up by name."""
    paragraph = made.add_paragraph(words)
    paragraph._p.style = f"{HEADING}{level}"
    return paragraph


def bookmarked(made: Any) -> None:  # noqa: ANN401
    """Give each heading below the document's own the name by which the contents find it."""
    number = 0
    for paragraph in made.paragraphs:
        style = paragraph._p.style or ""
        if not style.startswith(HEADING) or style == f"{HEADING}{OWN}":
            continue
        number += 1
        start, end = (
            docx.oxml.OxmlElement("w:bookmarkStart"),
            docx.oxml.OxmlElement("w:bookmarkEnd"),
        )
        for each in (start, end):
            each.set(docx.oxml.ns.qn("w:id"), str(number))
        start.set(docx.oxml.ns.qn("w:name"), anchor(number))
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)


def _style(made: Any, depth: int) -> str:  # noqa: ANN401
    """Make the style of entries, which python-docx does not bring; return its id."""
    style = made.styles.add_style(f"toc {depth}", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["Normal"]
    style.paragraph_format.left_indent = docx.shared.Mm(5 * (depth - 1))
    style.paragraph_format.space_after = docx.shared.Pt(2)
    return str(style.style_id)


def _link(number: int, words: str) -> Any:  # noqa: ANN401
    link = docx.oxml.OxmlElement("w:hyperlink")
    link.set(docx.oxml.ns.qn("w:anchor"), anchor(number))
    link.set(docx.oxml.ns.qn("w:history"), "1")
    run, text = docx.oxml.OxmlElement("w:r"), docx.oxml.OxmlElement("w:t")
    text.set(docx.oxml.ns.qn("xml:space"), "preserve")
    text.text = " ".join(words.split())
    run.append(text)
    link.append(run)
    return link


def _sign(kind: str) -> Any:  # noqa: ANN401
    run, sign = docx.oxml.OxmlElement("w:r"), docx.oxml.OxmlElement("w:fldChar")
    sign.set(docx.oxml.ns.qn("w:fldCharType"), kind)
    run.append(sign)
    return run


def _instruction(words: str) -> Any:  # noqa: ANN401
    run, said = docx.oxml.OxmlElement("w:r"), docx.oxml.OxmlElement("w:instrText")
    said.set(docx.oxml.ns.qn("xml:space"), "preserve")
    said.text = words
    run.append(said)
    return run
