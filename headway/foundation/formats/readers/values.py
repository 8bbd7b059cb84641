"""Files with values of indicators: CSV, XLSX or JSON-stat, all as sheets of the same shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import MEGABYTE, read_workbook
from headway.foundation.formats.readers.jsonstat import STATUS, VALUE, read_dataset, workbook

if TYPE_CHECKING:
    from headway.foundation.formats.readers.jsonstat import Dataset
    from headway.foundation.formats.readers.sheets import Workbook

LARGEST = 20 * MEGABYTE
"""Bytes of JSON. 100,000 values with their statuses take less than three."""
NAMES = frozenset({".json", ".jsonstat"})
START = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of the columns of a sheet that hold periods, values and statuses."""

    period: str
    value: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class ValueFile:
    """A file of values. `columns` are known of JSON-stat only; else a person says them."""

    workbook: Workbook
    columns: Columns | None = None
    dataset: Dataset | None = None


def read_values(
    file: BinaryIO,
    name: str,
    *,
    header_row: int | None = None,
    encoding: str = "",
    separator: str = "",
) -> ValueFile:
    """Read an uploaded file of values; the rest is said at `read_workbook`.

    :raises Unreadable: if it cannot be read, with what to do about it.
    """
    if not _is_json(file, name):
        book = read_workbook(
            file, name, header_row=header_row, encoding=encoding, separator=separator
        )
        return ValueFile(book)
    data = file.read(LARGEST + 1)
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if len(data) > LARGEST:
        raise Unreadable(
            _("The file is larger than %(limit)d MB. Split it, or remove what is not needed.")
            % {"limit": LARGEST // MEGABYTE}
        )
    dataset = read_dataset(data)
    columns = Columns(period=dataset.time, value=VALUE, status=STATUS)
    return ValueFile(workbook(dataset, PurePath(name).stem), columns, dataset)


def _is_json(file: BinaryIO, name: str) -> bool:
    """Tell by how it begins; a file that is called JSON is told of as such when it is damaged."""
    beginning = file.read(64)
    file.seek(0)
    return PurePath(name).suffix.lower() in NAMES or bool(START.match(beginning))
