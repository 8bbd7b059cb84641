"""What an upload may be, and the sentence for everything else."""

from __future__ import annotations

import io
import zipfile

import pytest

from headway.foundation.formats import readers
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.libraries import openpyxl
from headway.foundation.formats.readers import archive
from headway.foundation.formats.readers.kinds import FileKind
from headway.foundation.formats.tests.corpus import altered, opened, packed, table_in, xlsx

GOOD = xlsx(["key", "title"], ["a", "b"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"

WRONG_KIND = {
    "program": (b"MZ\x90\0", "plan.xlsx", "” is a program"),
    "program as text": (b"MZ\x90\0", "plan.csv", "” is a program"),
    "old Excel": (OLE + b"\0" * 600, "plan.xls", "old Excel"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.xlsx", "password"),
    "pdf": (b"%PDF-1.7", "plan.csv", "“plan.csv” is a PDF"),
    "web page": (b"\n<html><table>", "plan.xls", "web page"),
    "empty": (b"", "plan.csv", "empty"),
    "spaces": (b" \r\n", "plan.csv", "empty"),
    "picture": (b"\x89PNG\r\n\x1a\n\0", "plan.csv", "no text file"),
    "text as workbook": (b"a;b\n1;2\n", "plan.xlsx", "“plan.xlsx” is no workbook"),
    "other name": (b"a;b\n1;2\n", "plan.doc", "“plan.doc” cannot be read, only .xlsx and .csv"),
    "workbook as text": (GOOD, "plan.csv", "Name it .xlsx"),
    "macro name": (GOOD, "plan.xlsm", "carries macros"),
    "zip": (packed({"a.txt": b"x"}), "plan.xlsx", "archive or another kind"),
    "binary workbook": (packed({"xl/workbook.bin": b"x"}), "plan.xlsb", ".xlsb"),
    "cut off": (GOOD[: len(GOOD) // 2], "plan.xlsx", "damaged or was cut off"),
}

HOSTILE = {
    "macro": ({"xl/vbaProject.bin": b"x"}, "carries macros"),
    "macro type": ({TYPES: b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}, "macros"),
    "other workbook": ({"xl/externalLinks/externalLink1.xml": b"x"}, "other workbooks"),
    "zip slip": ({"../../etc/passwd": b"x"}, "outside itself"),
    "backslash slip": ({"xl\\..\\..\\x": b"x"}, "outside itself"),
    "absolute": ({"/etc/passwd": b"x"}, "outside itself"),
    "drive": ({"C:/x": b"x"}, "outside itself"),
    "nested zip": ({"xl/embeddings/a.docx": packed({"a": b"b"})}, "holds another file"),
    "nested gzip": ({"xl/media/a.png": b"\x1f\x8b\x08\0"}, "holds another file"),
    "many parts": ({f"xl/media/{n}.png": b"" for n in range(2001)}, "more than 2000 parts"),
}


@pytest.mark.parametrize("case", WRONG_KIND)
def test_a_file_of_another_kind_gets_a_sentence(case: str) -> None:
    data, name, sentence = WRONG_KIND[case]
    with pytest.raises(Unreadable, match=sentence):
        opened(data, name)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_before_it_is_opened(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    changes, sentence = HOSTILE[case]
    with pytest.raises(Unreadable, match=sentence):
        opened(altered(GOOD, changes))


def test_an_opendocument_sheet_is_told_apart() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Unreadable, match=r"OpenDocument file \(\.ods\)"):
        opened(file.getvalue(), "plan.ods")


def test_a_bomb_is_refused_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = altered(GOOD, {"xl/worksheets/sheet2.xml": b"0" * 8 * 1024 * 1024})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert len(bomb) < 40_000
    with pytest.raises(Unreadable, match="unpacks to 9 MB, more than is safe"):
        opened(bomb)


def test_more_than_200_megabytes_unpacked_are_refused_whatever_the_ratio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "UNPACKED", 10_000)
    with pytest.raises(Unreadable, match="unpacks to"):
        opened(altered(GOOD, {"xl/media/a.png": bytes(range(256)) * 40}))
    assert archive.RATIO == 100


@pytest.mark.parametrize("flag", ["encrypted", "method"])
def test_unusually_packed_parts_are_refused(flag: str) -> None:
    entry = zipfile.ZipInfo("xl/workbook.xml")
    entry.flag_bits = int(flag == "encrypted")
    entry.compress_type = zipfile.ZIP_DEFLATED if flag == "encrypted" else zipfile.ZIP_LZMA
    with pytest.raises(Unreadable, match="encrypted or packed unusually"):
        archive._check_names([entry])


def test_parts_named_twice_are_refused() -> None:
    with pytest.raises(Unreadable, match="or twice"):
        archive._check_names([zipfile.ZipInfo("a"), zipfile.ZipInfo("a")])


def test_a_workbook_without_its_table_of_types_is_damaged() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        opened(packed({"xl/workbook.xml": b"<workbook/>"}))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("plan.xlsx", GOOD, FileKind.XLSX), ("plan.csv", b"a;b\n" * 50, FileKind.TEXT)],
)
def test_no_more_is_read_than_the_limit(
    name: str, data: bytes, kind: FileKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert readers.LARGEST[FileKind.XLSX] == 20 * 1024 * 1024
    monkeypatch.setitem(readers.LARGEST, kind, len(data) - 1)
    with pytest.raises(Unreadable, match="The file is larger than"):
        opened(data, name)


@pytest.mark.parametrize("heading", ["MZ", "<none>"])
def test_a_table_of_text_may_begin_like_another_kind(heading: str) -> None:
    assert table_in(f"{heading};b\n1;2\n".encode(), "x.csv") == [(heading, "b"), ("1", "2")]


def test_a_good_workbook_is_read() -> None:
    assert table_in(GOOD) == [("key", "title"), ("a", "b")]
