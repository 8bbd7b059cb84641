"""Reads a workbook that came back, whatever was done to it in the meantime.

Rows are known by their hidden keys and columns by their hidden marks, so both may be moved, and
headings changed. Where the row of marks is gone, columns are known by their headings.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.formats.errors import CellProblem, Choice, Unreadable
from headway.foundation.formats.numbers import AmbiguousNumber, parse_number
from headway.foundation.formats.readers import column_letter
from headway.foundation.formats.readers import read_workbook as opened
from headway.foundation.formats.readers.sheets import is_blank
from headway.foundation.formats.workbooks.types import (
    KEY,
    LABELS,
    TOKEN,
    Filled,
    FilledCell,
    FilledRow,
    check,
    heading,
)
from headway.foundation.formats.writers.xlsx import safe_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from headway.foundation.formats.readers.sheets import Cell, Row, Sheet
    from headway.foundation.formats.workbooks.types import Column, SheetShape, Value


def read_workbook(file: BinaryIO, *, sheets: Sequence[SheetShape], token: str) -> Filled:
    """Return what was filled in; columns that are not for that are not read.

    Numbers may be typed as text, with a decimal comma. Of formulas the result is taken that the
    spreadsheet has saved.

    :raises Unreadable: if the file is too large, dangerous, damaged, or of another token.
    """
    book = opened(file, _name_of(file))
    problems: list[CellProblem] = []
    known = [sheet for sheet in book.sheets if _is_sound(sheet, problems)]
    _check_token(known, token, problems)
    rows: dict[str, dict[str, FilledRow]] = {}
    notes: list[str] = []
    broken = {problem.sheet for problem in problems}
    for shape in sheets:
        found = [sheet for sheet in known if _is_of(sheet, shape)]
        rows[shape.title] = {}
        if found:
            reader = _SheetReader(found[0], shape)
            rows[shape.title] = reader.read()
            problems += reader.problems
            notes += reader.notes
        elif safe_title(shape.title) not in broken:
            notes.append(
                _("Sheet “%(sheet)s” is not in the file; nothing was read of it.")
                % {"sheet": shape.title}
            )
    return Filled(rows, tuple(problems), tuple(notes))


def _name_of(file: BinaryIO) -> str:
    name = getattr(file, "name", "")
    return PurePath(name).name if isinstance(name, str) and name else "workbook.xlsx"


def _is_sound(sheet: Sheet, problems: list[CellProblem]) -> bool:
    """Tell whether there is a table on the sheet; errors and formulas without result are kept."""
    try:
        return bool(sheet.header)
    except Unreadable as problem:
        problems += problem.problems
        return False


def _check_token(sheets: Sequence[Sheet], token: str, problems: Sequence[CellProblem]) -> None:
    for sheet in sheets:
        said = [str(cell or "") for cell in sheet.header_row.cells] + ["", ""]
        if said[0] == TOKEN:
            if said[1] == token:
                return
            raise Unreadable(
                _(
                    "This file belongs to another report: “%(title)s”. Nothing was read. Upload"
                    " it there, or choose the file of this report."
                )
                % {"title": said[2]}
            )
    raise Unreadable(
        _(
            "The file does not say which report it belongs to. Download the workbook here, copy"
            " your answers into it and upload it."
        ),
        problems=problems,
    )


def _is_of(sheet: Sheet, shape: SheetShape) -> bool:
    first = str(sheet.header_row.cells[0] or "") if sheet.header_row.cells else ""
    marks = [str(cell) for cell in sheet.header_row.cells if str(cell or "").startswith(KEY)]
    if marks:
        return KEY + shape.title in marks
    return first != TOKEN and sheet.name == safe_title(shape.title)


class _SheetReader:
    """Goes through one sheet and keeps what it says."""

    def __init__(self, sheet: Sheet, shape: SheetShape) -> None:
        self.problems: list[CellProblem] = []
        self.notes: list[str] = []
        self._sheet = sheet
        self._shape = shape
        self._seen: dict[str, int] = {}

    def read(self) -> dict[str, FilledRow]:
        keys = self._place_of_keys()
        if keys is None:
            return {}
        places = dict(self._places())
        name = self._shape.name_column
        name_place = self._first(self._names(name)) if name else None
        rows = {}
        for row in self._sheet.rows:
            said = str(_at(row, keys) or "")
            if row.is_blank or said == LABELS:
                continue
            key = self._key(row, said, keys, name_place)
            if key is not None:
                rows[key] = FilledRow(row.number, self._cells(row, places))
        return rows

    # -- columns -----------------------------------------------------------------------------------

    def _place_of_keys(self) -> int | None:
        marks = (KEY.strip(), LABELS)
        for place, words in enumerate(self._sheet.header):
            if words.startswith(marks):
                return place
        self._refuse_cell(
            self._sheet.header_row,
            0,
            _(
                "The hidden column with the keys of the rows is gone. Download the workbook anew"
                " and copy your answers into it."
            ),
        )
        return None

    def _places(self) -> Iterator[tuple[str, tuple[int, Column]]]:
        for column in self._shape.columns:
            if not column.is_editable:
                continue
            found = self._names(column)
            if not found:
                self.notes.append(
                    _("Sheet “%(sheet)s” has no column “%(column)s”; nothing was read of it.")
                    % {"sheet": self._sheet.name, "column": column.label}
                )
            elif len(found) > 1:
                sentence = _("Column “%(column)s” is there twice. Remove one of the two.")
                self._refuse_cell(
                    self._sheet.header_row, found[1], sentence % {"column": column.label}
                )
            else:
                yield column.key, (found[0], column)

    def _names(self, column: Column | None) -> list[int]:
        """Return the places of a column: by its mark, or where there are none, by its heading."""
        if column is None:
            return []
        header = self._sheet.header
        has_marks = any(words.startswith(KEY.strip()) for words in header)
        wanted = {column.mark} if has_marks else {_one_line(heading(column)), column.label}
        return [place for place, words in enumerate(header) if words in wanted]

    @staticmethod
    def _first(places: list[int]) -> int | None:
        return places[0] if places else None

    # -- rows --------------------------------------------------------------------------------------

    def _key(self, row: Row, said: str, keys: int, name_place: int | None) -> str | None:
        key, _mark, sum_of_name = said.rpartition("#")
        sentence = ""
        shown = (n for n, cell in enumerate(row.cells) if n != keys and not is_blank(cell))
        place = next(shown, keys)
        if not said:
            sentence = _(
                "This row was added, and nobody knows what it is about. Move what it says into"
                " the rows that were there, and delete it."
            )
        elif key not in self._shape.keys:
            sentence = _("This row does not belong to this sheet. Delete it, or download anew.")
        elif key in self._seen:
            sentence = _("This row is there twice, in row %(row)d too. Delete one of the two.") % {
                "row": self._seen[key]
            }
        elif name_place is not None and check(_at(row, name_place)) != sum_of_name:
            place = name_place
            sentence = _(
                "The row was changed where it is not for filling in, or sorted without its hidden"
                " column, so answers may stand beside the wrong name. Download the workbook anew."
            )
        self._seen.setdefault(key, row.number)
        if not sentence:
            return key
        self._refuse_cell(row, place, sentence)
        return None

    def _cells(self, row: Row, places: dict[str, tuple[int, Column]]) -> dict[str, FilledCell]:
        cells = {}
        for key, (place, column) in places.items():
            try:
                value = _value(_at(row, place), column)
            except AmbiguousNumber as problem:
                choices = tuple(Choice(each) for each in problem.choices)
                self._refuse_cell(row, place, str(problem), choices)
            except HeadwayError as problem:
                self._refuse_cell(row, place, str(problem))
            else:
                cells[key] = FilledCell(f"{column_letter(place)}{row.number}", value)
        return cells

    def _refuse_cell(
        self, row: Row, place: int, sentence: str, choices: tuple[Choice, ...] = ()
    ) -> None:
        value = _at(row, place)
        words = "" if value is None else str(value)
        self.problems.append(
            CellProblem(
                self._sheet.name, row.number, column_letter(place), words, sentence, choices
            )
        )


class NotUsable(HeadwayError):
    """The cell holds what its column cannot have."""


def _value(cell: Cell, column: Column) -> Value:
    """Return what a cell says as its column wants it; nothing for a blank one.

    :raises HeadwayError: if it cannot be that.
    """
    if is_blank(cell):
        return None
    if column.kind == "number":
        return _number(cell)
    words = _words(cell)
    if not column.choices:
        return words
    wanted = _one_line(words).casefold()
    for choice in column.choices:
        if _one_line(choice).casefold() == wanted:
            return choice
    sentence = _("“%(text)s” is none of: %(choices)s. Choose one, or leave the cell empty.")
    raise NotUsable(sentence % {"text": words, "choices": "; ".join(column.choices)})


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, date):
        sentence = _(
            "This is a day (%(day)s), not a number. Format the cell as a number, type anew."
        )
        raise NotUsable(sentence % {"day": cell.isoformat()})
    return parse_number(cell)


def _words(cell: Cell) -> str:
    """Return the text, or a number or a day that was typed where text is wanted."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _at(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _one_line(words: str) -> str:
    return " ".join(words.split())
