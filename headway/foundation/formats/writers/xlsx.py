"""XLSX: one sheet with the rows, one that says what the columns mean.

Text is always text: openpyxl would make a formula of “=1+1”, so every text cell is told that it
is a string. Numbers, days and yes/no are real ones. Excel itself keeps 15 digits of a number.
"""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.foundation.formats.errors import Unwritable
from headway.foundation.formats.libraries import openpyxl
from headway.foundation.formats.writers.base import DEFAULT, Options
from headway.foundation.formats.writers.values import Value, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from headway.foundation.formats.types import Column, Row, Table

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold (section 2.2); they are dropped."""
LINE_END = re.compile(r"\r\n?")  # XML knows one line end only
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x0041_` as a letter; ECMA-376 (22.9.2.19) escapes the underscore itself."""
LONGEST_TEXT = 32_767  # characters in a cell, Excel specification
LONGEST_TITLE = 31
NO_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a 29 February that never was
DAY = "yyyy-mm-dd"
WIDTHS = {"text": 32, "number": 14, "date": 12, "yes_no": 8}  # characters
ABOUT_WIDTHS = (24, 28, 60, 16, 16, 40)
IN_MEMORY = 5 * 1024 * 1024
PIECE = 64 * 1024


class XlsxWriter:
    code = "xlsx"
    label = gettext_lazy("XLSX (Excel)")
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"

    def write(
        self, table: Table, rows: Iterable[Row], options: Options = DEFAULT
    ) -> Iterator[bytes]:
        book = openpyxl.Workbook(write_only=True)
        title = safe_title(str(table.title) or table.name)
        with ExitStack() as unfinished:
            unfinished.callback(book.save, io.BytesIO())  # closes its temporary files
            _write_rows(book.create_sheet(title), table, rows, options)
            _write_about(book.create_sheet(_about_title(title)), table, options)
            unfinished.pop_all()
        with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            book.save(file)
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece


def safe_title(words: str) -> str:
    """Return a name that Excel takes for a sheet: no marks of its own, 31 characters, not empty."""
    kept = NO_TITLE.sub(" ", FORBIDDEN.sub("", words))
    return " ".join(kept.split())[:LONGEST_TITLE].strip("' ") or "Table"


def _about_title(title: str) -> str:
    about = safe_title(_("About"))
    return about if about.casefold() != title.casefold() else f"{about} 2"


def _write_rows(
    sheet: WriteOnlyWorksheet, table: Table, rows: Iterable[Row], options: Options
) -> None:
    bold = openpyxl.styles.Font(bold=True)
    headings = [options.heading(column) for column in table.columns]
    _set_widths(sheet, [_width(*pair) for pair in zip(table.columns, headings, strict=True)])
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, font=bold) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in values(table.columns, row)])


def _write_about(sheet: WriteOnlyWorksheet, table: Table, options: Options) -> None:
    """Write the data dictionary; its first column says what stands above the column."""
    bold = openpyxl.styles.Font(bold=True)
    wrapped = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    _set_widths(sheet, ABOUT_WIDTHS)
    sheet.append([_text(sheet, str(table.title), font=bold)])
    sheet.append([_text(sheet, str(table.description))])
    sheet.append([])
    headings = (_("Column"), _("Label"), _("Meaning"), _("Kind"), _("Unit"), _("Source"))
    sheet.append([_text(sheet, heading, font=bold) for heading in headings])
    for column in table.columns:
        entry = column.described()
        entry["name"] = options.heading(column)
        sheet.append([_text(sheet, words, alignment=wrapped) for words in entry.values()])


def _width(column: Column, heading: str) -> int:
    return max(WIDTHS[column.kind], len(heading) + 2)


def _set_widths(sheet: WriteOnlyWorksheet, widths: Iterable[int]) -> None:
    for place, width in enumerate(widths, start=1):
        column = sheet.column_dimensions[openpyxl.utils.get_column_letter(place)]  # type: ignore[attr-defined]
        column.width = width


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> object:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, date):
        return _day(sheet, value)
    return value


def cell_text(words: str) -> str:
    """Return the text as a cell must hold it, so that it is read back as it was."""
    return ESCAPE.sub("_x005F_", FORBIDDEN.sub("", LINE_END.sub("\n", words)))


def _text(sheet: WriteOnlyWorksheet, words: str, **style: Any) -> Any:  # noqa: ANN401
    kept = cell_text(words)
    if len(kept) > LONGEST_TEXT:
        raise Unwritable(
            _(
                "A text of %(length)d characters is longer than a cell of Excel"
                " (%(longest)d). Download the table as CSV or JSON."
            )
            % {"length": len(kept), "longest": LONGEST_TEXT}
        )
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _day(sheet: WriteOnlyWorksheet, day: date) -> object:
    if day < FIRST_DAY:
        return _text(sheet, day.isoformat())
    cell = openpyxl.cell.WriteOnlyCell(sheet)
    cell.value = day
    cell.number_format = DAY
    return cell
