"""What XML of a workbook may look like: how deep, how many elements, how long between two of them.

A part of a few kilobytes that unpacks to one text of 150 MB, or to a million elements inside each
other, costs a parser more memory than the machine may have. Expat is asked before any tree grows.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 64 * 1024
DEEPEST = 50
"""Elements inside each other; a spreadsheet writes some ten."""
LONGEST_TEXT = 1024 * 1024
"""Bytes without a new element. A cell holds 32,767 signs (ECMA-376), each of ten bytes at most."""


class Nesting:
    """Counts elements as they begin and end."""

    def __init__(self, most: int) -> None:
        self.elements = self._depth = 0
        self._most = most

    def begin(self) -> None:
        """Count one. :raises ValueError: if it is too deep, or one too many."""
        self.elements += 1
        self._depth += 1
        if self._depth > DEEPEST or self.elements > self._most:
            message = "more elements than a spreadsheet writes"
            raise ValueError(message)

    def end(self) -> None:
        self._depth -= 1


def fed(parser: expat.XMLParserType, xml: IO[bytes], elements: Callable[[], int]) -> None:
    """Let expat read to the end. :raises ValueError: if nothing begins for too long."""
    still = before = 0
    while piece := xml.read(PIECE):
        parser.Parse(piece)
        still = still + len(piece) if elements() == before else 0
        before = elements()
        if still > LONGEST_TEXT:
            message = "a longer text than a cell holds"
            raise ValueError(message)
    parser.Parse(b"", True)


def check_shape(xml: IO[bytes], *, most: int) -> None:
    """Read a part through, keeping nothing.

    :raises ValueError: for XML that no spreadsheet writes.
    """
    nesting = Nesting(most)
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _tag, _attributes: nesting.begin()
    parser.EndElementHandler = lambda _tag: nesting.end()
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        fed(parser, xml, lambda: nesting.elements)
    except expat.ExpatError as problem:
        message = "no XML"
        raise ValueError(message) from problem


def refuse_doctype(*_declaration: object) -> None:
    """No spreadsheet writes one. :raises ValueError: always."""
    message = "DOCTYPE in a part"
    raise ValueError(message)
