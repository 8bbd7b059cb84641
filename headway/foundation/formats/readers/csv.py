"""CSV as it comes: with or without mark, in UTF-8 or an older Windows encoding, `;` `,` or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.formulas import unguard
from headway.foundation.formats.readers.sheets import Cell, Row, Sheet, Workbook, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BALTIC, WESTERN = "cp1257", "cp1252"
BALTIC_LETTERS = re.compile(rb"[\xcb\xd0\xde\xeb\xf0\xfe]")
"""Ė Š Ž ė š ž in Windows-1257; in Windows-1252 the same bytes are Ë Ð Þ ë ð þ, which hardly any
language of the partners but Dutch writes. A Lithuanian table without one of them is not to be had.
"""
SEPARATORS = (";", ",", "\t")
SAMPLE = 100  # lines
PIECE = 1024 * 1024
HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""Excel's own first line that names the separator."""


@dataclass(frozen=True, slots=True)
class CsvSource:
    data: bytes
    sheet: str
    encoding: str
    separator: str
    assumed: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        return trimmed(self.sheet, self._numbered())

    def records(self) -> Iterator[Row]:
        """Yield every line that has cells, also where nothing stands in them."""
        return trimmed(self.sheet, self._numbered(), records=True)

    def notes(self) -> tuple[str, ...]:
        return self.assumed

    def _numbered(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        text = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="")
        first = text.readline()
        if not HINT.fullmatch(first):
            text.seek(0)
        records = csv.reader(text, delimiter=self.separator, strict=True)
        number = 0
        try:
            for number, record in enumerate(records, start=1):
                yield number, [unguard(cell) or None for cell in record]
        except csv.Error as problem:
            raise Unreadable(
                _(
                    "After row %(row)d a quotation mark is not closed, or a text is longer than"
                    " can be read. Save the table as CSV from the spreadsheet again."
                )
                % {"row": number}
            ) from problem


def read(
    data: bytes, *, name: str, header_row: int | None, encoding: str, separator: str
) -> Workbook:
    """Return the one sheet of a CSV. Encoding and separator are found out unless given.

    :raises Unreadable: if the bytes are no text in any encoding that is known here.
    """
    chosen, notes = (encoding, ()) if encoding else _encoding(data)
    if not _is(data, chosen):
        raise Unreadable(
            _("The file is not in the encoding %(name)s. Save it as “CSV UTF-8”.")
            % {"name": chosen}
        )
    sample = "".join(islice(io.TextIOWrapper(io.BytesIO(data), chosen, newline=""), SAMPLE))
    hint = HINT.match(sample)
    found = separator or (hint[1] if hint else _separator(sample))
    source = CsvSource(data, name, chosen, found, notes)
    return Workbook((Sheet(name, source, header_row=header_row, strict=True),))


def _encoding(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Find the encoding: a mark, else UTF-8, else by Lithuanian letters; say what was assumed."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, ()
    order = (BALTIC, WESTERN) if BALTIC_LETTERS.search(data) else (WESTERN, BALTIC)
    if _is(data, "utf-8"):
        return "utf-8", ()
    for encoding in order:
        if _is(data, encoding):
            return encoding, (_assumed(encoding),)
    raise Unreadable(
        _("The letters of the file cannot be read. In Excel, save it as “CSV UTF-8” or .xlsx.")
    )


def _is(data: bytes, encoding: str) -> bool:
    """Tell whether all of it decodes; piece by piece, since the text takes twice the memory."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        for start in range(0, len(data), PIECE):
            decoder.decode(data[start : start + PIECE])
        decoder.decode(b"", final=True)
    except (LookupError, UnicodeError):
        return False
    return True


def _assumed(encoding: str) -> str:
    return _(
        "The file is not UTF-8; its letters were read as %(name)s. Look whether they are right;"
        " if not, save it as “CSV UTF-8”."
    ) % {"name": {BALTIC: "Windows-1257", WESTERN: "Windows-1252"}[encoding]}


def _separator(text: str) -> str:
    """Return the separator that cuts the first records most evenly, then into most cells."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(record) for record in records if record]
    except csv.Error:
        return 0.0, 0
    cut = [width for width in widths if width > 1]
    if not cut:
        return 0.0, 1
    usual = max(set(cut), key=cut.count)
    return cut.count(usual) / len(widths), usual
