"""What may stand in a column of each kind, brought down to six plain types for all writers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from headway.foundation.formats.types import Column, Row

Value = str | int | Decimal | date | bool | None


def values(columns: tuple[Column, ...], row: Row) -> list[Value]:
    """Return the row's values in the order of the columns."""
    return [plain(row[column.name], column) for column in columns]


def plain(value: object, column: Column) -> Value:
    """Return the value as text, whole number, Decimal, day, yes or no, or nothing.

    Text columns take anything that can be said with `str`. A partial date is a day if it is one,
    else its written form. Empty text is nothing.

    :raises TypeError: for a value not of the column's kind; floats too, since money and measures
        are exact. This is a bug in the table.
    """
    if value is None or value == "":
        return None
    found = _READ[column.kind](value)
    if found is None:
        message = f"Column {column.name} is of kind {column.kind} and cannot hold {value!r}."
        raise TypeError(message)
    return found or (None if found == "" else found)


def _text(value: object) -> Value:
    return str(value)


def _number(value: object) -> Value:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _date(value: object) -> Value:
    if isinstance(value, PartialDate):
        return value.first_day if value.is_day else str(value)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _yes_no(value: object) -> Value:
    return value if isinstance(value, bool) else None


_READ = {"text": _text, "number": _number, "date": _date, "yes_no": _yes_no}
