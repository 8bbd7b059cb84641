"""Tracked changes of a DOCX: what is gone is deleted, what is new inserted, both to be accepted.

Source: ECMA-376, part 1, 17.13.5 (ins, del, delText); python-docx has no words for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from itertools import count
from typing import TYPE_CHECKING, Any

from headway.foundation.formats.libraries import docx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from headway.foundation.core.differing import Piece

TAGS = {"gone": "w:del", "new": "w:ins"}
BREAKS = re.compile(r"([\n\t])")
SIGNS = {"\n": "w:br", "\t": "w:tab"}


@dataclass(frozen=True, slots=True)
class Tracking:
    """Whose changes they are and of when; each change has a number of its own."""

    author: str
    at: datetime
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, tag: str) -> Any:  # noqa: ANN401 -- python-docx has no types
        """Return an empty element that says who changed something when."""
        found = docx.oxml.OxmlElement(tag)
        found.set(docx.oxml.ns.qn("w:id"), str(next(self.numbers)))
        found.set(docx.oxml.ns.qn("w:author"), self.author)
        at = self.at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
        found.set(docx.oxml.ns.qn("w:date"), f"{at.isoformat()}Z")
        return found


def write_pieces(
    paragraph: Any,  # noqa: ANN401
    pieces: Iterable[Piece],
    *,
    language: str,
    tracking: Tracking,
) -> None:
    """Write both texts into a paragraph: accepting all leaves the new one, rejecting all the old.

    Line ends stay within the paragraph, so that no change swallows what follows.
    """
    for piece in pieces:
        run = _run(piece.words, language, is_gone=piece.kind == "gone")
        if piece.kind == "same":
            paragraph._p.append(run)
        else:
            mark = tracking.mark(TAGS[piece.kind])
            mark.append(run)
            paragraph._p.append(mark)


def _run(words: str, language: str, *, is_gone: bool) -> Any:  # noqa: ANN401
    run = docx.oxml.OxmlElement("w:r")
    if language:
        about, spoken = docx.oxml.OxmlElement("w:rPr"), docx.oxml.OxmlElement("w:lang")
        spoken.set(docx.oxml.ns.qn("w:val"), language)
        about.append(spoken)
        run.append(about)
    for part in filter(None, BREAKS.split(words)):
        if part in SIGNS:
            run.append(docx.oxml.OxmlElement(SIGNS[part]))
            continue
        text = docx.oxml.OxmlElement("w:delText" if is_gone else "w:t")
        text.set(docx.oxml.ns.qn("xml:space"), "preserve")
        text.text = part
        run.append(text)
    return run
