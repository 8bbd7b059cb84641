"""Reads what people upload: `read_workbook` takes CSV or XLSX and gives sheets of plain values.

Nothing is opened before it has been checked, nothing is guessed in silence: what was assumed is a
note, what cannot be read is an `Unreadable` with a sentence, naming the cell where it is a cell.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import csv, xlsx
from headway.foundation.formats.readers.archive import check_archive
from headway.foundation.formats.readers.kinds import FileKind, kind_of
from headway.foundation.formats.readers.sheets import Cell, Row, Sheet, Workbook, column_letter

__all__ = ["Cell", "Row", "Sheet", "Workbook", "column_letter", "read_workbook"]

MEGABYTE = 1024 * 1024
LARGEST = {FileKind.XLSX: 20 * MEGABYTE, FileKind.TEXT: 50 * MEGABYTE}
"""Bytes as uploaded. Text is not packed, so the same rows take more of them."""


def read_workbook(
    file: BinaryIO,
    name: str,
    *,
    header_row: int | None = None,
    encoding: str = "",
    separator: str = "",
) -> Workbook:
    """Read an uploaded file; sheets and rows are read when they are asked for, again each time.

    `header_row` counts from 1 as spreadsheets do; without it the header is the first row that
    says two different things. `encoding` and `separator` of a CSV are found out unless given.

    :raises Unreadable: if the file is too large, dangerous, damaged or of another kind. Reading a
        sheet may raise it too, then with the cells.
    """
    data = file.read(max(LARGEST.values()) + 1)
    kind = kind_of(data, name)
    if len(data) > LARGEST[kind]:
        raise Unreadable(
            _("The file is larger than %(limit)d MB. Split it, or remove what is not needed.")
            % {"limit": LARGEST[kind] // MEGABYTE}
        )
    if kind is FileKind.XLSX:
        check_archive(data)
        return xlsx.read(data, header_row=header_row)
    return csv.read(
        data,
        name=PurePath(name).stem,
        header_row=header_row,
        encoding=encoding,
        separator=separator,
    )
