"""XLSX through openpyxl's streaming reader, after `archive` has let it pass.

Numbers are taken with the 15 digits that Excel itself shows. A formula counts as its saved result.
The value of a merged region stands in each of its cells.
"""

from __future__ import annotations

import io
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.libraries import openpyxl
from headway.foundation.formats.readers.sheets import (
    COLUMNS,
    Cell,
    Row,
    Sheet,
    Workbook,
    problem_at,
    trimmed,
)
from headway.foundation.formats.readers.survey import Merge, Survey, survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

DIGITS = 15
NO_DAY = "#VALUE!"  # what openpyxl says of a day outside the calendar; errors are gone by then
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376, 22.9.2.19
DAMAGE = (
    ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, NotImplementedError,
    SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip
"""What openpyxl and its parsers raise for XML that no spreadsheet would write."""


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (*DAMAGE, openpyxl.utils.exceptions.InvalidFileException) as problem:
        raise Unreadable(
            _("The workbook is damaged. Open it in Excel, save it under a new name, try again.")
        ) from problem


def _unmeasured(_sheet: object) -> None:
    """Leave the extent to the survey: openpyxl would look for it in all of a sheet, as a tree."""


def read(data: bytes, *, header_row: int | None) -> Workbook:
    """Return all sheets, hidden ones too, without reading any of them yet."""
    sheets_of_openpyxl = openpyxl.worksheet._read_only.ReadOnlyWorksheet
    sheets_of_openpyxl._get_size = _unmeasured  # type: ignore[attr-defined]  # private
    with _damage_told():
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheets = tuple(
            Sheet(sheet.title, XlsxSource(data, sheet), header_row=header_row)
            for sheet in book.worksheets
        )
    if not sheets:
        raise Unreadable(_("The workbook has no sheet with cells."))
    return Workbook(sheets)


class XlsxSource:
    """The rows of one sheet of a workbook that stays in memory as it was uploaded."""

    def __init__(self, data: bytes, sheet: ReadOnlyWorksheet) -> None:
        self._data = data
        self._sheet = sheet

    @cached_property
    def _survey(self) -> Survey:
        # The path is private in openpyxl and has been called so since 2.4; a test would notice.
        path = self._sheet._worksheet_path  # type: ignore[attr-defined]
        with _damage_told(), ZipFile(io.BytesIO(self._data)) as archive, archive.open(path) as xml:
            return survey(xml, self._sheet.title)

    def rows(self) -> Iterator[Row]:
        return trimmed(self._sheet.title, self._filled())

    def notes(self) -> tuple[str, ...]:
        hidden = self._survey.hidden_rows
        notes = []
        if self._sheet.sheet_state != "visible":
            notes.append(_("Sheet “%(sheet)s” is hidden in the workbook."))
        if hidden:
            notes.append(
                ngettext(
                    "Sheet “%(sheet)s”: %(count)d row is hidden in the workbook; it was read too.",
                    "Sheet “%(sheet)s”: %(count)d rows are hidden in the workbook;"
                    " they were read too.",
                    hidden,
                )
            )
        return tuple(note % {"sheet": self._sheet.title, "count": hidden} for note in notes)

    def _filled(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        regions = Regions.of(self._survey)
        for number, cells in self._values():
            with _damage_told():
                filled = regions.fill(number, cells)
            yield number, filled

    def _values(self) -> Iterator[tuple[int, list[Cell]]]:
        """Read the values through openpyxl, within the extent that the survey has found."""
        extent = self._survey
        if not extent.last_row:
            return
        with _damage_told():
            rows = self._sheet.iter_rows(  # type: ignore[misc]  # stubs borrow it from Worksheet
                min_row=1,
                max_row=extent.last_row,
                min_col=1,
                max_col=extent.width,
                values_only=True,
            )
            for number, cells in enumerate(rows, start=1):
                yield number, [self._value(number, *each) for each in enumerate(cells)]

    def _value(self, number: int, place: int, value: object) -> Cell:
        if value == NO_DAY:
            sentence = _("This is no day of Excel's calendar. Write it as text: 2026-11-22.")
            problem = problem_at(self._sheet.title, number, place, value, sentence)
            raise Unreadable(str(problem), problems=[problem])
        return plain(value)


def plain(value: object) -> Cell:
    """Return what openpyxl read as one of the plain types of a cell."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) or None
        case float():
            return _exact(value)
        case datetime():
            return value.date() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value
    return str(value)


def _exact(value: float) -> int | Decimal:
    digits = Decimal(f"{value:.{DIGITS}g}")
    return int(digits) if digits == digits.to_integral_value() else digits


@dataclass(slots=True)
class Regions:
    """The merged regions of a sheet while its rows go by from top to bottom."""

    waiting: list[Merge]
    open: list[tuple[Merge, Cell]]

    @classmethod
    def of(cls, found: Survey) -> Regions:
        ordered = sorted(found.merges, key=lambda merge: merge.top, reverse=True)
        return cls(waiting=ordered, open=[])

    def fill(self, number: int, cells: list[Cell]) -> list[Cell]:
        """Return the row's cells with the value of each merged region in all of its places."""
        if self.open:
            self.open = [(merge, value) for merge, value in self.open if merge.bottom >= number]
        while self.waiting and self.waiting[-1].top <= number:
            merge = self.waiting.pop()
            if merge.left < len(cells):
                self.open.append((merge, cells[merge.left]))
        if len(self.open) > COLUMNS:
            message = "merged regions overlap"
            raise ValueError(message)
        for merge, value in self.open:
            reach = min(merge.right + 1, len(cells))
            cells[merge.left : reach] = [value] * (reach - merge.left)
        return cells
