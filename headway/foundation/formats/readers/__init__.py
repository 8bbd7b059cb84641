"""Reads what people upload: `read_workbook` takes CSV or XLSX and gives sheets of plain values.

Nothing is opened before it has been checked, nothing is guessed in silence: what was assumed is a
note, what cannot be read is an `Unreadable` with a sentence, naming the cell where it is a cell.
"""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import csv, xlsx
from headway.foundation.formats.readers.archive import check_archive
from headway.foundation.formats.readers.kinds import ZIP, FileKind, kind_of
from headway.foundation.formats.readers.sheets import Cell, Row, Sheet, Workbook, column_letter

__all__ = ["Cell", "Row", "Sheet", "Workbook", "column_letter", "read_workbook"]

MEGABYTE = 1024 * 1024
LARGEST = {FileKind.XLSX: 20 * MEGABYTE, FileKind.TEXT: 20 * MEGABYTE}
"""Bytes as uploaded. Text is held whole while it is read: 100,000 rows of 200 letters."""
LONGEST_LINE = 8 * MEGABYTE
"""Bytes: 200 cells as long as a spreadsheet has them, in letters of one byte and a little more."""


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
    data = _read(file, name)
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


def _read(file: BinaryIO, name: str) -> bytes:
    """Read a file, no further than it may be large; of text no further than a line may be long.

    :raises Unreadable: for a line that no table has, or a beginning that tells of another kind.
    """
    piece = file.read(MEGABYTE)
    is_text = kind_of(piece, name) is FileKind.TEXT if not piece.startswith(ZIP) else False
    most = max(LARGEST.values()) + 1
    read, line = io.BytesIO(), 0
    while piece and read.tell() < most:
        read.write(piece[: most - read.tell()])
        line = _length(piece, line)
        if is_text and line > LONGEST_LINE:
            sentence = _("A line is longer than %(limit)d MB. Save the table as CSV again.")
            raise Unreadable(sentence % {"limit": LONGEST_LINE // MEGABYTE})
        piece = file.read(MEGABYTE)
    return read.getvalue()


def _length(piece: bytes, before: int) -> int:
    """Return how long the last line is that has begun, whichever way lines end."""
    ended = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
    return before + len(piece) if ended < 0 else len(piece) - ended - 1
