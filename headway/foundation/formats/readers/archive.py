"""What is looked at before a packed workbook is opened. Takes a millisecond.

Python's zipfile never gives out more of an entry than its directory declares, so the declared
sizes can be trusted as bounds.

Source: design notes on uploads and spreadsheets (a 181 KB file cost 36 s and 1.1 GB).
"""

from __future__ import annotations

import io
import re
import zlib
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers.kinds import MACROS
from headway.foundation.formats.readers.shapes import check_shape

MEGABYTE = 1024 * 1024
UNPACKED = 200 * MEGABYTE
RATIO = 100  # unpacked to packed; ordinary workbooks reach 10 to 30
ENTRIES = 2_000
ENCRYPTED = 0x1  # bit of the entry's flags
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_CONTENT_TYPES = MEGABYTE
SMALL_PART, LARGE_PART = 20_000, 600_000
"""Elements of a part that is read whole, such as the formats, and of the list of shared texts."""
STRINGS, RELATIONS = "xl/sharedstrings.xml", ".rels"
ASIDE = ("xl/worksheets/", "xl/pivotcache/", "xl/pivottables/", "xl/drawings/", "xl/charts/")
"""Folders whose parts are surveyed one by one, or not read; the latter two, unless there is a sheet
that is a chart."""
CHARTS = "xl/chartsheets/"
OVERRIDE = re.compile(rb"<override\b[^>]*>")
DRIVE = re.compile(r"[A-Za-z]:")
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
LONGEST_BEGINNING = max(map(len, PACKED))


def check_archive(data: bytes) -> None:
    """Let a workbook pass that is safe to open.

    :raises Unreadable: if it unpacks to too much, holds another archive, macros or links to other
        workbooks, or names places outside itself.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_size(entries, len(data))
            _check_names(entries)
            _check_contents(entries)
            _check_types(archive)
            _check_nested(archive, entries)
            _check_shapes(archive, entries)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as bad:
        raise Unreadable(
            _("The workbook is damaged. Open it in Excel, save it under a new name, try again.")
        ) from bad


def _check_size(entries: list[ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES:
        raise Unreadable(
            _("The workbook consists of more than %(limit)d parts. Remove pictures and sheets.")
            % {"limit": ENTRIES}
        )
    if unpacked > UNPACKED or unpacked > packed * RATIO:
        raise Unreadable(
            _(
                "The workbook unpacks to %(size)d MB, more than is safe to open. Delete empty"
                " formatted rows and columns, or copy the table into a new workbook."
            )
            % {"size": -(-unpacked // MEGABYTE)}
        )


def _check_names(entries: list[ZipInfo]) -> None:
    names = [entry.filename.replace("\\", "/") for entry in entries]
    outside = any(
        name.startswith("/") or DRIVE.match(name) or ".." in PurePosixPath(name).parts
        for name in names
    )
    if outside or len(set(names)) < len(names):
        raise Unreadable(
            _("The workbook names parts outside itself or twice. Nothing was read; save it anew.")
        )
    odd = any(
        entry.flag_bits & ENCRYPTED or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
        for entry in entries
    )
    if odd:
        raise Unreadable(_("The workbook is encrypted or packed unusually. Save it as .xlsx."))


def _check_contents(entries: list[ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(str(MACROS))
    if any(name.startswith("xl/externallinks/") for name in names):
        raise Unreadable(
            _(
                "The workbook takes values from other workbooks. In Excel choose Data, Edit Links,"
                " Break Link; then save it."
            )
        )


def _check_types(archive: ZipFile) -> None:
    try:
        with archive.open(CONTENT_TYPES) as part:
            types = part.read(LARGEST_CONTENT_TYPES).lower()
    except KeyError as missing:
        raise BadZipFile from missing
    if b"&#" in types or any(_is_misplaced(each) for each in OVERRIDE.findall(types)):
        raise BadZipFile
    if b"macroenabled" in types or b"vbaproject" in types:
        raise Unreadable(str(MACROS))


def _check_nested(archive: ZipFile, entries: list[ZipInfo]) -> None:
    for entry in entries:
        with archive.open(entry) as part:
            if part.read(LONGEST_BEGINNING).startswith(PACKED):
                raise Unreadable(
                    _("The workbook holds another file (%(name)s). Remove embedded objects.")
                    % {"name": entry.filename}
                )


def _is_misplaced(override: bytes) -> bool:
    """Tell whether a part that is read whole lies where parts are not looked through."""
    is_aside = any(b'"/' + folder.encode() in override for folder in ASIDE)
    return is_aside and (b"sharedstrings+xml" in override or b"main+xml" in override)


def _check_shapes(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Look through what is read whole. :raises ValueError: for XML that no spreadsheet writes."""
    names = [entry.filename.lower() for entry in entries]
    has_charts = any(name.startswith(CHARTS) for name in names)
    aside = ASIDE[: 3 if has_charts else None]
    for entry, name in zip(entries, names, strict=True):
        is_relations = name.endswith(RELATIONS)
        if is_relations or (name.endswith(".xml") and not name.startswith(aside)):
            with archive.open(entry) as part:
                check_shape(part, most=LARGE_PART if name == STRINGS else SMALL_PART)
