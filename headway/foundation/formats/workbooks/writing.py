"""Writes a workbook to be filled in.

Each sheet: a sentence of help, a hidden row with the marks of the columns, the headings, the rows.
The first column is hidden and holds the keys. A sheet that Excel never shows holds the token and
the lists of choices. Protection has no password: it saves from mistakes, and can be taken off.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unwritable
from headway.foundation.formats.libraries import openpyxl
from headway.foundation.formats.workbooks.types import KEY, LABELS, TOKEN, heading, key_cell
from headway.foundation.formats.writers.xlsx import LONGEST_TEXT, cell_text, safe_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

    from headway.foundation.formats.workbooks.types import Column, Sheet, Value

HIDDEN_SHEET = "~headway"
HELP_ROW, MARK_ROW, LABEL_ROW = 1, 2, 3
FIRST_ROW = LABEL_ROW + 1
LISTS_FROM = 3  # row of the hidden sheet where the lists of choices begin
LONGEST_PROMPT, LONGEST_PROMPT_TITLE = 255, 32  # Excel's bounds of what shows beside a cell
INK, SAND, SEA_WASH, EDGE = "15232D", "F4EFE4", "E4EEF3", "737E85"  # tokens.css, in light
LINE_HEIGHT = 15.5  # points
NUMBER = "#,##0.00####"
"""Not Excel's own choice: it would turn “12 %” into 0.12 and show 12 %."""
TEXT = "@"


def workbook(sheets: Sequence[Sheet], *, token: str, title: str, language: str) -> bytes:
    """Return the file, of one sheet at least. Texts stay texts, whatever they begin with.

    `token` says what the file is about and comes back with it; it is no secret. `title` says the
    same to people, when the file comes back to the wrong place.

    :raises Unwritable: if a text is longer than a cell of Excel.
    """
    with translation.override(language):
        book = openpyxl.Workbook()
        book.properties.title = cell_text(title)
        book.properties.language = language
        book.properties.creator = settings.SITE_NAME
        for style in _styles():
            book.add_named_style(style)
        hidden = _hidden_sheet(book, token, title)
        for sheet in sheets:
            _write(book.create_sheet(safe_title(sheet.title)), sheet, hidden)
        book.active = 1 if sheets else 0
        hidden.sheet_state = "veryHidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _styles() -> Iterator[NamedStyle]:
    made = openpyxl.styles
    tint, wash = (made.PatternFill("solid", fgColor=color) for color in (SAND, SEA_WASH))
    side = made.Side(style="thin", color=EDGE)
    frame = made.Border(left=side, right=side, top=side, bottom=side)
    wrapped = made.Alignment(wrap_text=True, vertical="top")
    plain, bold = made.Font(color=INK), made.Font(color=INK, bold=True)
    unlocked = made.Protection(locked=False)
    for kind, shape in (("text", TEXT), ("number", NUMBER)):
        common: dict[str, Any] = {"alignment": wrapped, "border": frame, "number_format": shape}
        yield made.NamedStyle(f"headway {kind}", font=plain, **common)
        yield made.NamedStyle(
            f"headway {kind} editable", font=plain, fill=tint, protection=unlocked, **common
        )
    yield made.NamedStyle("headway heading", font=bold, fill=wash, alignment=wrapped, border=frame)
    yield made.NamedStyle("headway help", font=plain, alignment=wrapped)


def _hidden_sheet(book: Workbook, token: str, title: str) -> Worksheet:
    sheet: Worksheet = book.worksheets[0]
    sheet.title = HIDDEN_SHEET
    for place, words in enumerate((TOKEN, token, title), start=1):
        _put(sheet.cell(1, place), words)
    return sheet


def _write(sheet: Worksheet, given: Sheet, hidden: Worksheet) -> None:
    columns = given.columns
    _write_head(sheet, given)
    name = given.shape.name_column
    styles = [_style(column) for column in columns]
    for number, row in enumerate(given.rows, start=FIRST_ROW):
        _put(sheet.cell(number, 1), key_cell(row.key, row.values.get(name.key) if name else ""))
        for place, (column, style) in enumerate(zip(columns, styles, strict=True), start=2):
            cell = sheet.cell(number, place)
            _put(cell, _of_kind(row.values.get(column.key), column))
            cell.style = style
    _set_view(sheet, columns)
    if given.rows:
        last = FIRST_ROW + len(given.rows) - 1
        for place, column in enumerate(columns, start=2):
            if column.is_editable:
                letter = openpyxl.utils.get_column_letter(place)
                _validate(sheet, f"{letter}{FIRST_ROW}:{letter}{last}", column, hidden)


def _write_head(sheet: Worksheet, given: Sheet) -> None:
    columns = given.columns
    width = sum(column.width for column in columns)
    last = len(columns) + 1
    if given.help:
        _put(sheet.cell(HELP_ROW, 2), given.help)
        sheet.cell(HELP_ROW, 2).style = "headway help"
        if last > 2:  # one cell alone is no region
            sheet.merge_cells(start_row=HELP_ROW, end_row=HELP_ROW, start_column=2, end_column=last)
        lines = sum(1 + len(line) // max(width, 1) for line in given.help.splitlines())
        sheet.row_dimensions[HELP_ROW].height = LINE_HEIGHT * lines
    _put(sheet.cell(MARK_ROW, 1), KEY + given.title)
    _put(sheet.cell(LABEL_ROW, 1), LABELS)
    for place, column in enumerate(columns, start=2):
        _put(sheet.cell(MARK_ROW, place), column.mark)
        _put(sheet.cell(LABEL_ROW, place), heading(column))
        sheet.cell(LABEL_ROW, place).style = "headway heading"


def _style(column: Column) -> str:
    kind = "number" if column.kind == "number" else "text"
    return f"headway {kind} editable" if column.is_editable else f"headway {kind}"


def _of_kind(value: Value, column: Column) -> Value:
    is_stray = isinstance(value, Decimal) and column.kind != "number"
    return f"{value:f}" if is_stray else value


def _put(cell: Cell | Any, value: Value) -> None:  # noqa: ANN401  # the stubs know merged cells too
    if not isinstance(value, str):
        cell.value = value
        return
    words = cell_text(value)
    if len(words) > LONGEST_TEXT:
        raise Unwritable(
            _("A text of %(length)d characters is longer than a cell of Excel (%(longest)d).")
            % {"length": len(words), "longest": LONGEST_TEXT}
        )
    cell.value = words or None
    if words:
        cell.data_type = "s"  # else “=1+1” were a formula


def _set_view(sheet: Worksheet, columns: Iterable[Column]) -> None:
    sheet.column_dimensions["A"].hidden = True
    for place, column in enumerate(columns, start=2):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = column.width
    sheet.row_dimensions[MARK_ROW].hidden = True
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"{LABEL_ROW}:{LABEL_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    protection = sheet.protection
    protection.enable()
    protection.formatColumns = protection.formatRows = False  # these stay allowed


def _validate(sheet: Worksheet, cells: str, column: Column, hidden: Worksheet) -> None:
    """Offer the choices, and show the help beside the cell."""
    if column.choices:
        rule = openpyxl.worksheet.datavalidation.DataValidation(
            type="list", formula1=_list(hidden, column), allow_blank=True
        )
        rule.showErrorMessage = True
        rule.error = _("Choose from the list, or leave the cell empty.")
    elif column.help:
        rule = openpyxl.worksheet.datavalidation.DataValidation(allow_blank=True)
    else:
        return
    if column.help:
        rule.promptTitle = cell_text(column.label)[:LONGEST_PROMPT_TITLE]
        rule.prompt = cell_text(column.help)[:LONGEST_PROMPT]
        rule.showInputMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _list(hidden: Worksheet, column: Column) -> str:
    """Write the choices down the next free column of the hidden sheet, and return where."""
    place = hidden.max_column + 1
    for number, choice in enumerate(column.choices, start=LISTS_FROM):
        _put(hidden.cell(number, place), choice)
    letter = openpyxl.utils.get_column_letter(place)
    last = LISTS_FROM + len(column.choices) - 1
    return f"'{HIDDEN_SHEET}'!${letter}${LISTS_FROM}:${letter}${last}"
