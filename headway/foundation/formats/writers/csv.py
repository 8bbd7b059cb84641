"""CSV that opens with a double click in a Lithuanian Excel and reads well by machine.

UTF-8 with a byte order mark; `;` unless another separator is chosen; lines end in CR LF. Numbers
have a decimal point and no thousands mark whatever the separator, days are ISO, yes and no are
`true` and `false`: one rule for all readers. (Who wants the numbers of their own Excel takes
XLSX.) Text that a spreadsheet would run gets one apostrophe in front, which our reader takes away.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from headway.foundation.formats.formulas import guard
from headway.foundation.formats.writers.base import DEFAULT, Options
from headway.foundation.formats.writers.values import Value, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from headway.foundation.formats.types import Row, Table

MARK = "\ufeff"
BATCH = 500  # rows per piece: some 100 kB
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


class CsvWriter:
    code = "csv"
    label = _("CSV (text table)")
    media_type = "text/csv; charset=utf-8"
    extension = "csv"

    def write(
        self, table: Table, rows: Iterable[Row], options: Options = DEFAULT
    ) -> Iterator[bytes]:
        headings = [guard(options.heading(column)) for column in table.columns]
        remaining = iter(rows)
        lines = [headings, *_lines(table, remaining)]
        yield MARK.encode() + _written(lines, options.separator)
        while lines := _lines(table, remaining):
            yield _written(lines, options.separator)


def lines_of(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Write rows of plain text, each line ending in LF: for programs, without a byte order mark.

    Numbers stay as they are; other text that a spreadsheet would run is made harmless.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=separator, lineterminator="\n")
    writer.writerows(
        [cell if NUMBER.fullmatch(cell) else guard(cell) for cell in row] for row in rows
    )
    return page.getvalue()


def _lines(table: Table, rows: Iterator[Row]) -> list[list[str]]:
    return [[_cell(value) for value in values(table.columns, row)] for row in islice(rows, BATCH)]


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case str():
            return guard(value)
    return str(value)


def _written(lines: list[list[str]], separator: str) -> bytes:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return page.getvalue().encode()
