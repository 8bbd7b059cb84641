"""Words of a DOCX in the language that they are in, which may not be the document's.

Source: ECMA-376, part 1, 17.3.2.20 (lang).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from headway.foundation.core.prose import ITEM
from headway.foundation.core.texts import Passage, tidied
from headway.foundation.formats.libraries import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

Line = str | Passage
"""A string is in the document's language, a passage in its own."""
Words = Line | tuple[Line, ...]
"""Several stand on a line each."""
LIST = "List Bullet"


def shown(words: object) -> str:
    """Return words that XML can hold, without the spaces around them."""
    return kept(tidied(str(words)))


def kept(words: str) -> str:
    """Return words that XML can hold."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in lines if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff")
    )


def write_words(paragraph: Any, words: Words) -> None:  # noqa: ANN401 -- python-docx has no types
    """Write words at the end of a paragraph, each in its language."""
    for number, each in enumerate(_several(words)):
        run = paragraph.add_run(("\n" if number else "") + shown(each))
        if isinstance(each, Passage) and each.words and each.language:
            spoken = docx.oxml.OxmlElement("w:lang")
            spoken.set(docx.oxml.ns.qn("w:val"), each.language)
            run._r.get_or_add_rPr().append(spoken)


def write_prose(made: Any, words: Words) -> Iterator[Any]:  # noqa: ANN401
    """Write words of people at the end of a document; yield their paragraphs.

    A blank line begins a paragraph. A passage may hold lists, as the small grammar has them.
    """
    for each in _several(words):
        for chunk in shown(each).split("\n\n"):
            for style, part in _paragraphs(chunk.strip(), has_lists=isinstance(each, Passage)):
                paragraph = made.add_paragraph(style=style)
                write_words(paragraph, _with(part, each))
                yield paragraph


def _paragraphs(chunk: str, *, has_lists: bool) -> Iterator[tuple[str | None, str]]:
    lines = chunk.split("\n")
    if has_lists and all(line.startswith(ITEM) for line in lines):
        yield from ((LIST, line.removeprefix(ITEM)) for line in lines)
    else:
        yield None, chunk


def _with(part: str, whole: Line) -> Line:
    return replace(whole, words=part) if isinstance(whole, Passage) else part


def _several(words: Words) -> tuple[Line, ...]:
    return words if isinstance(words, tuple) else (words,)
