"""What openpyxl's streaming reader does not tell: merged cells, hidden rows, formulas, extent.

One pass over the XML of a sheet before its values are read, by expat itself: four times as fast
as an element tree. No spreadsheet writes a DOCTYPE, and without one there are no entities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import CellProblem, Unreadable
from headway.foundation.formats.libraries import openpyxl
from headway.foundation.formats.readers.shapes import Nesting, fed, refuse_doctype
from headway.foundation.formats.readers.sheets import (
    COLUMNS,
    ROWS,
    problem_at,
    too_many_columns,
    too_many_empty,
    too_many_rows,
)

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DIGITS = "0123456789"
MERGES = 100_000
ELEMENTS = 20_000_000
"""Of a sheet: as many as 200 MB hold."""
EMPTY = 300_000
"""Cells in which nothing stands, formatted by somebody; more than those are deleted first."""
SHOWN: Final = 20
"""Problems that are named; who has more corrects those first."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged region, rows counted from 1 and places from 0 as in `Row`."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Survey:
    """What was found on a sheet. Rows and columns that are only formatted do not count."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: int = 0
    last_row: int = 0
    width: int = 0
    problems: list[CellProblem] = field(default_factory=list)


def survey(xml: IO[bytes], sheet: str) -> Survey:
    """Go once through a sheet.

    :raises Unreadable: if it is too long or too wide, or if cells hold errors or formulas without
        a result; then with the cells.
    :raises ValueError: if it is not what a spreadsheet writes.
    """
    surveyor = Surveyor(sheet)
    try:
        fed(surveyor.parser, xml, lambda: surveyor.nesting.elements)
    except expat.ExpatError as problem:
        raise ValueError(sheet) from problem
    problems = surveyor.found.problems
    if problems:
        raise Unreadable(" ".join(str(problem) for problem in problems), problems=problems)
    return surveyor.found


class Surveyor:
    """Follows the elements of a sheet and keeps what matters."""

    def __init__(self, sheet: str) -> None:
        self.found = Survey()
        self._sheet = sheet
        self.nesting = Nesting(ELEMENTS)
        self._empty = self._row = 0
        self._place = -1
        self._kind = "n"
        self._value = ""
        self._has_value = self._is_formula = self._is_hidden = False
        self._places: dict[str, int] = {}
        self._starts = {
            f"{NAMESPACE}}}row": self._open_row,
            f"{NAMESPACE}}}c": self._open_cell,
            f"{NAMESPACE}}}v": self._open_value,
            f"{NAMESPACE}}}is": self._open_value,
            f"{NAMESPACE}}}f": self._open_formula,
            f"{NAMESPACE}}}mergeCell": self._merge,
        }
        self._ends = {f"{NAMESPACE}}}c": self._close_cell, f"{NAMESPACE}}}v": self._close_value}
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.nesting.begin()
        if step := self._starts.get(tag):
            step(attributes)

    def _end(self, tag: str) -> None:
        self.nesting.end()
        if step := self._ends.get(tag):
            step()

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            message = "rows out of order"
            raise ValueError(message)
        self._row, self._place = number, -1
        self._is_hidden = attributes.get("hidden") in {"1", "true"}

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._place = self._place_of(reference) if reference else self._place + 1
        self._kind, self._value = attributes.get("t", "n"), ""
        self._has_value = self._is_formula = False

    def _place_of(self, reference: str) -> int:
        letters = reference.rstrip(DIGITS)
        if reference[len(letters) :] != str(self._row):
            message = "cell outside its row"
            raise ValueError(message)
        if letters not in self._places:
            self._places[letters] = openpyxl.utils.column_index_from_string(letters) - 1
        return self._places[letters]

    def _open_formula(self, _attributes: dict[str, str]) -> None:
        self._is_formula = True

    def _open_value(self, _attributes: dict[str, str]) -> None:
        self._has_value = True
        if self._is_formula or self._kind == "e":
            self.parser.CharacterDataHandler = self._data

    def _data(self, text: str) -> None:
        self._value += text

    def _close_value(self) -> None:
        self.parser.CharacterDataHandler = None

    def _close_cell(self) -> None:
        if not self._has_value and not self._is_formula:
            self._pass_over()
            return
        if self._kind == "e":
            self._problem(_("Excel reports an error here. Correct the formula."))
        elif self._is_formula and not self._value and self._kind != "str":
            sentence = _(
                "The formula was saved without its result. Open the workbook in Excel and save"
                " it, or put the value in its place."
            )
            self._problem(sentence)
        self._extend()

    def _pass_over(self) -> None:
        self._empty += 1
        if self._empty > EMPTY:
            raise too_many_empty(self._sheet)

    def _extend(self) -> None:
        found = self.found
        found.last_row = self._row
        found.hidden_rows += self._is_hidden
        self._is_hidden = False  # counted once
        found.width = max(found.width, self._place + 1)
        if found.width > COLUMNS:
            raise too_many_columns(self._sheet)
        if found.last_row > ROWS:
            raise too_many_rows(self._sheet)

    def _problem(self, sentence: str) -> None:
        if len(self.found.problems) < SHOWN:
            problem = problem_at(self._sheet, self._row, self._place, self._value, sentence)
            self.found.problems.append(problem)

    def _merge(self, attributes: dict[str, str]) -> None:
        bounds = openpyxl.utils.range_boundaries(attributes["ref"])
        left, top, right, bottom = (int(bound or 0) for bound in bounds)
        if not 0 < top <= bottom or not 0 < left <= right or len(self.found.merges) >= MERGES:
            message = "merged region that cannot be"
            raise ValueError(message)
        self.found.merges.append(Merge(top, bottom, left - 1, right - 1))
