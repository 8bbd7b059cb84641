"""Files that are small and unpack to much, or are two kinds at once. Made here; none is kept."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from headway.foundation.formats.tests.corpus import NAMESPACE, SHEET, altered, packed, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEGABYTE = 1024 * 1024
SMALL = xlsx(("key", "title"), ("a", "b"))
SMALL_TEXT = b"key;title\na;b\n"
STRINGS = "xl/sharedStrings.xml"
SCRIPT = b"<script>alert(1)</script>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def small_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(made, "PNG")
    return made.getvalue()


def noise(size: int) -> bytes:
    """Return what cannot be packed: it hides what else unpacks to much."""
    return os.urandom(size)


def bomb(parts: Mapping[str, bytes], *, hidden: int = 0) -> bytes:
    more = {"xl/media/noise.bin": noise(hidden)} if hidden else {}
    return altered(SMALL, {**parts, **more})


def sheet(inner: str) -> bytes:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{inner}</sheetData></worksheet>'.encode()


def strings(one: int) -> bytes:
    """Return the list of shared texts with one that is so long."""
    return f'<sst xmlns="{NAMESPACE}"><si><t>{"x" * one}</t></si></sst>'.encode()


def laughing() -> bytes:
    entities = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    return bomb({SHEET: entities.encode() + sheet(cell)})


def document() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * 300 * MEGABYTE})


def in_itself() -> bytes:
    inner = packed({"a": b"\0" * 100 * MEGABYTE})
    return bomb({f"xl/embeddings/{n}.xlsx": inner for n in range(20)}, hidden=MEGABYTE)


def lying() -> bytes:
    """Return a workbook whose directory says that a sheet of 200 MB is a small one."""
    data = bytearray(bomb({SHEET: sheet(" " * 190 * MEGABYTE)}))
    size = struct.pack("<I", len(sheet(" " * 190 * MEGABYTE)))
    return bytes(data.replace(size, struct.pack("<I", 400)))


def many_parts() -> bytes:
    made = io.BytesIO(SMALL)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        for number in range(60_000):
            archive.writestr(f"xl/media/{number}", b"")
    return made.getvalue()


def wide_png(side: int) -> bytes:
    """Return a PNG that says it has so many pixels a side, and has them."""
    packer = zlib.compressobj(9)
    rows = [packer.compress(b"\0" * (side * 3 + 1)) for _row in range(min(side, 10_000))]
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = b"".join([*rows, packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )


def cells(rows: int) -> str:
    """Return rows of ten cells in which nothing stands."""
    return "".join(f'<row r="{row}">{"<c/>" * 10}</row>' for row in range(1, rows + 1))


def one_cell(text: str) -> bytes:
    return sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')


def styles(most: int) -> bytes:
    return (
        f'<styleSheet xmlns="{NAMESPACE}"><cellXfs>{"<xf/>" * most}</cellXfs></styleSheet>'.encode()
    )


LONG = 150 * MEGABYTE
EVENTS = b"BEGIN:VCALENDAR\nRRULE:FREQ=SECONDLY\n"
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "much of nothing": ("a.xlsx", lambda: bomb({"xl/media/a.bin": b"\0" * 2 * LONG})),
    "a document": ("a.docx", document),
    "a document named otherwise": ("a.xlsx", document),
    "elements in each other": (
        "a.xlsx",
        lambda: bomb({SHEET: sheet("<a>" * 5_000_000)}, hidden=400_000),
    ),
    "a billion laughs": ("a.xlsx", laughing),
    "one shared text": ("a.xlsx", lambda: bomb({STRINGS: strings(LONG)}, hidden=2 * MEGABYTE)),
    "one text in a cell": (
        "a.xlsx",
        lambda: bomb({SHEET: one_cell("x" * LONG)}, hidden=2 * MEGABYTE),
    ),
    "one attribute": (
        "a.xlsx",
        lambda: bomb({SHEET: sheet(f'<row r="{"1" * LONG}"/>')}, hidden=2 * MEGABYTE),
    ),
    "space": ("a.xlsx", lambda: bomb({SHEET: sheet(" " * LONG)}, hidden=2 * MEGABYTE)),
    "empty cells": ("a.xlsx", lambda: bomb({SHEET: sheet(cells(200_000))}, hidden=MEGABYTE)),
    "formats": ("a.xlsx", lambda: bomb({"xl/styles.xml": styles(8_000_000)}, hidden=MEGABYTE)),
    "workbooks in it": ("a.xlsx", in_itself),
    "a lie about its size": ("a.xlsx", lying),
    "many parts": ("a.xlsx", many_parts),
    "one line": ("a.csv", lambda: b"x" * 50_000_000),
    "one line of cells": ("a.csv", lambda: b"x;" * 25_000_000),
    "one line below another": ("a.csv", lambda: b"a;b\n" + b"x" * 50_000_000),
    "a quotation that never ends": ("a.csv", lambda: b'a;b\n1;"' + b"x\n" * 25_000_000),
    "nothing but NUL": ("a.csv", lambda: bytes(50_000_000)),
    "a drawing with a script": ("a.csv", lambda: b"<svg>" + SCRIPT + b"</svg>"),
    "a PDF with a script": ("a.csv", lambda: b"%PDF-1.7\n" + b"/JS " * 10_000_000),
    "a calendar": ("a.ics", lambda: EVENTS * 1_000_000),
    "a calendar named otherwise": ("a.csv", lambda: EVENTS * 1_000_000),
    "wide": ("a.png", lambda: wide_png(50_000)),
    "a picture and a page": ("a.png", lambda: small_picture() + SCRIPT * 100_000),
    "a drawing named otherwise": ("a.png", lambda: b"<svg>" + SCRIPT + b"</svg>"),
    "a PDF named otherwise": ("a.png", lambda: b"%PDF-1.7 /JS"),
    "a script that begins as a picture": ("a.png", lambda: b"GIF89a/*" + bytes(999) + b"*/=1"),
}
TAKEN = {"a picture and a page", "a drawing with a script"}
"""What is read all the same: copies are pictures and nothing besides, a cell is text."""
UNGUARDED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "unguarded workbook": (
        "a.xlsx",
        lambda: bomb({SHEET: one_cell("x" * LONG)}, hidden=2 * MEGABYTE),
    ),
    "unguarded text": ("a.csv", lambda: b"x" * 50_000_000),
    "unguarded picture": ("a.png", lambda: wide_png(6_000)),
}
