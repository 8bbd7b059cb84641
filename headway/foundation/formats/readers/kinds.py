"""Which kind of file this is, by what is in it and not by what it is called."""

from __future__ import annotations

import io
from enum import Enum, auto
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.foundation.formats.errors import Unreadable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class FileKind(Enum):
    XLSX = auto()
    TEXT = auto()


TEXT_NAMES = frozenset({".csv", ".txt", ".tsv"})
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
ODF = b"application/vnd.oasis.opendocument"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
MACROS: _StrPromise = gettext_lazy(
    "The workbook carries macros. Save it as “Excel Workbook (.xlsx)”, without macros."
)
BEGINNINGS: tuple[tuple[bytes, _StrPromise], ...] = (
    (b"MZ", gettext_lazy("“%(name)s” is a program, not a workbook. Nothing was read.")),
    (b"\x7fELF", gettext_lazy("“%(name)s” is a program, not a workbook. Nothing was read.")),
    (
        b"%PDF",
        gettext_lazy("“%(name)s” is a PDF. Upload the workbook it was made from (.xlsx or .csv)."),
    ),
    (
        b"<",
        gettext_lazy(
            "“%(name)s” is a web page or XML. Open it in Excel and save it as .xlsx or .csv."
        ),
    ),
)
ALSO_WORDS = (b"MZ", b"<")
"""A table may begin so: “MZ;Name”, “<none>”."""


def kind_of(data: bytes, name: str) -> FileKind:
    """Tell the kind of a file from its content; the name must not contradict it.

    :raises Unreadable: if it is none that can be read, with what to do about it.
    """
    extension = PurePath(name).suffix.lower()
    if not data.strip():
        raise Unreadable(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if data.startswith(OLE):
        _refuse_ole(data, name)
    if data.startswith(ZIP):
        return _workbook(data, name, extension)
    start = data[:64].lstrip()
    is_text = extension in TEXT_NAMES and b"\0" not in data
    for beginning, sentence in BEGINNINGS:
        if start.startswith(beginning) and not (is_text and beginning in ALSO_WORDS):
            raise Unreadable(sentence % {"name": name})
    if extension not in TEXT_NAMES:
        _refuse_name(name, extension)
    return _text(data, name)


def _text(data: bytes, name: str) -> FileKind:
    if b"\0" in data and not data.startswith(WIDE_MARKS):
        sentence = _("“%(name)s” is no text file. Save the table as CSV (UTF-8) or as .xlsx.")
        raise Unreadable(sentence % {"name": name})
    return FileKind.TEXT


def _refuse_ole(data: bytes, name: str) -> NoReturn:
    if ENCRYPTED in data:
        raise Unreadable(
            _("The workbook is protected by a password. Remove it in Excel and save again.")
        )
    sentence = _("“%(name)s” is an old Excel or Word file. Open it and save it as .xlsx.")
    raise Unreadable(sentence % {"name": name})


def _workbook(data: bytes, name: str, extension: str) -> FileKind:
    if extension == ".xlsm":
        raise Unreadable(str(MACROS))
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (BadZipFile, ValueError) as problem:
        sentence = _(
            "“%(name)s” is damaged or was cut off. Upload it again from where it was saved."
        )
        raise Unreadable(sentence % {"name": name}) from problem
    if "xl/workbook.xml" in names and extension not in TEXT_NAMES:
        return FileKind.XLSX
    if "xl/workbook.xml" in names:
        sentence = _("“%(name)s” is an Excel workbook. Name it .xlsx and upload it again.")
        raise Unreadable(sentence % {"name": name})
    raise Unreadable(_other_package(data, names) % {"name": name})


def _other_package(data: bytes, names: frozenset[str]) -> str:
    if "xl/workbook.bin" in names:
        return _("“%(name)s” is a binary workbook (.xlsb). Save it as .xlsx.")
    if "mimetype" in names and ODF in data[:200]:
        return _("“%(name)s” is an OpenDocument file (.ods). Save it as .xlsx.")
    return _("“%(name)s” is an archive or another kind of document. Upload .xlsx or .csv.")


def _refuse_name(name: str, extension: str) -> NoReturn:
    if extension in {".xlsx", ".xlsm", ".xls"}:
        sentence = _("“%(name)s” is no workbook. Save it as .xlsx again.")
    else:
        sentence = _(
            "“%(name)s” cannot be read, only .xlsx and .csv. Save the table as one of them."
        )
    raise Unreadable(sentence % {"name": name})
