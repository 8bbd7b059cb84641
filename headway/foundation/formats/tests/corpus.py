"""Files to read, made in memory: good ones, broken ones, hostile ones. Nothing binary is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook as Book

from headway.foundation.formats.readers import Workbook, read_workbook
from headway.foundation.formats.types import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DANGEROUS = (
    '=HYPERLINK("http://x","y")', "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1",  # noqa: RUF001
    "'=1", "''+1", "=cmd|' /C calc'!A0",
)  # fmt: skip
HARMLESS = ("'", "''", "it’s", "'tis", "a=b", "1-2", "Klaipėda", 'say "no"; then', "x\ny", "")

TEXTS = Table(
    name="texts",
    title="Texts",
    description="Two texts",
    columns=(Column("key", "Key", "Which", "text"), Column("words", "Words", "What", "text")),
)


def text_rows(texts: Iterable[str]) -> list[dict[str, object]]:
    return [{"key": f"k{n}", "words": text} for n, text in enumerate(texts)]


def book_of(rows: Iterable[Sequence[object]]) -> Book:
    """Return an openpyxl workbook with these rows on its sheet “Plan”."""
    book = Book()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    for row in rows:
        sheet.append(list(row))
    return book


def saved(book: Book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx(*rows: Sequence[object]) -> bytes:
    return saved(book_of(rows))


def packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def altered(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return the workbook with parts added or put in the place of others."""
    return packed({**parts_of(data), **changes})


def with_sheet_data(inner: str, after: str = "") -> bytes:
    """Return a workbook whose only sheet has this XML between `<sheetData>` tags."""
    sheet = (
        f'<worksheet xmlns="{NAMESPACE}"><sheetData>{inner}</sheetData>{after}</worksheet>'
    ).encode()
    return altered(xlsx(["a", "b"]), {SHEET: sheet})


def opened(data: bytes, name: str = "plan.xlsx", **choices: object) -> Workbook:
    return read_workbook(io.BytesIO(data), name, **choices)  # type: ignore[arg-type]


def table_in(data: bytes, name: str = "plan.xlsx", **choices: object) -> list[tuple[object, ...]]:
    """Return header and cells of the first sheet."""
    sheet = opened(data, name, **choices).sheets[0]
    return [sheet.header, *(row.cells for row in sheet.rows)]
