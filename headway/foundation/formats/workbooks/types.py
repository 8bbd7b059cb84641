"""What a workbook to be filled in consists of, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.formats.errors import CellProblem

Kind = Literal["text", "number", "choice"]
Value = str | Decimal | None
TOKEN = "#token"  # noqa: S105  # a mark, no secret
KEY = "#key "
LABELS = "#labels"
"""Marks in hidden cells. Of a column it is `#` and its key, so that headings may be changed."""
CHECK_LENGTH = 8  # hexadecimal digits; a mistake is noticed, nobody is kept from forging


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in characters; `choices` are the words that a cell may say."""

    key: str
    label: str
    width: int
    is_editable: bool
    choices: tuple[str, ...] = ()
    kind: Kind = "text"
    help: str = ""

    @property
    def mark(self) -> str:
        return f"#{self.key}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` says for good what it is about. Columns not among `values` are blank."""

    key: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SheetShape:
    """What is expected back: the sheet's title, its columns and the keys of its rows."""

    title: str
    columns: tuple[Column, ...]
    keys: frozenset[str]

    @property
    def name_column(self) -> Column | None:
        """The first column of fixed text: by it a row is known again."""
        fixed = (each for each in self.columns if not each.is_editable and each.kind == "text")
        return next(fixed, None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `help` is a sentence above the table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    help: str = ""

    @property
    def shape(self) -> SheetShape:
        return SheetShape(self.title, self.columns, frozenset(row.key for row in self.rows))


@dataclass(frozen=True, slots=True)
class FilledCell:
    """What one cell says now, and where it stands (“D7”) in the file that was uploaded."""

    address: str
    value: Value


@dataclass(frozen=True, slots=True)
class FilledRow:
    """The editable cells of one row by the keys of their columns; none for a column removed."""

    number: int
    cells: Mapping[str, FilledCell]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook says: rows by title of the sheet and key of the row.

    A row that was deleted is not there: nothing was answered. `problems` are all cells that cannot
    be used, and they are missing from `rows`; nothing should be kept while there are any. `notes`
    tell of sheets and columns that were removed.
    """

    rows: Mapping[str, Mapping[str, FilledRow]]
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[str, ...] = ()


def key_cell(key: str, name: Value) -> str:
    """Return what the hidden cell of a row says: its key, and a check on the row's name.

    Who sorts the columns that show alone, without the hidden one, would give each row the key of
    another; the check tells.
    """
    return f"{key}#{check(name)}"


def check(name: object) -> str:
    """Return the check on a name as it can be seen: spaces and line ends do not count."""
    words = f"{name:f}" if isinstance(name, Decimal) else str(name or "")
    seen = "".join(sign for sign in words if sign.isprintable() and not sign.isspace())
    return sha256(seen.encode()).hexdigest()[:CHECK_LENGTH]


def heading(column: Column) -> str:
    """Return what stands above the column; that it is to be filled in, not by its colour alone."""
    if not column.is_editable:
        return column.label
    return _("%(column)s\n(to fill in)") % {"column": column.label}
