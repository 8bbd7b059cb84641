"""From the value of a cell to the one way in which it is written, so that values compare."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate

LINE_END = re.compile(r"\r\n?")
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a workbook cannot hold (XML 1.0, section 2.2)."""
NUMBERS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\.?")
MONTH = re.compile(r"(?:(?P<y1>\d{4})[./](?P<m1>\d{1,2})|(?P<m2>\d{1,2})[./](?P<y2>\d{4}))\.?")
YEAR_DIGITS = 4
MANY = "\x1f"
"""Divides the parts of a value that has several; no cell can hold it."""


class BadValue(ValueError):
    """A cell that cannot be used; its text says why and what to do."""


def text(cell: object) -> str:
    """Return what a cell says, without the spaces around it."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell).strip()


def long_text(words: str) -> str:
    """Return a text as it comes back from a workbook: one kind of line end, nothing invisible."""
    if not words.isprintable():
        words = NO_TEXT.sub("", LINE_END.sub("\n", words))
    return unicodedata.normalize("NFC", words).strip()


def one_line(words: str) -> str:
    return " ".join(long_text(words).split())


def partial_date(cell: object, *, order: str = "") -> str:
    """Return a date as far as it is known: 2018, 2018-spring, 2018-03 or 2018-03-15.

    Understood besides: 15.03.2018, 2018.03.15 and 2018/3/15, 03.2018, a year as a number.
    15/03/2018 and 03/15/2018 need the order, unless only one of them can be.

    :raises BadValue: for anything else.
    """
    if isinstance(cell, date):
        return str(PartialDate(cell.year, cell.month, cell.day))
    words = text(cell).rstrip()
    if not words:
        return ""
    try:
        return str(PartialDate.parse(_written(words, order)))
    except ValueError as problem:
        raise BadValue(str(problem)) from None


def _written(words: str, order: str) -> str:
    if found := NUMBERS.fullmatch(words):
        return "{:0>4}-{:0>2}-{:0>2}".format(*_ordered(found.groups(), words, order))
    if found := MONTH.fullmatch(words):
        return f"{found['y1'] or found['y2']}-{found['m1'] or found['m2']:0>2}"
    return words


def _ordered(parts: tuple[str, ...], words: str, order: str) -> tuple[str, str, str]:
    """Return year, month and day of three numbers."""
    first, middle, last = parts
    if len(first) == YEAR_DIGITS:
        return first, middle, last
    if len(last) != YEAR_DIGITS:
        raise BadValue(_("“%(date)s” lacks a year with four digits.") % {"date": words})
    if order == "dmy" or (not order and ("." in words or int(first) > 12)):  # noqa: PLR2004 -- months
        return last, middle, first
    if order == "mdy" or (not order and int(middle) > 12):  # noqa: PLR2004 -- months
        return last, first, middle
    sentence = _(
        '“%(date)s” can be read in two ways. Write it as 2018-03-15, or say order = "dmy" or '
        '"mdy" under [dates] in the mapping.'
    )
    raise BadValue(sentence % {"date": words})


def several(cell: object, separator: str) -> list[str]:
    """Return the parts of a cell that may hold several values; line ends divide them too."""
    words = text(cell).replace("\n", separator)
    return [part.strip() for part in words.split(separator) if part.strip()]


def code(cell: object, separator: str = ".") -> str:
    """Return a code without the separator that some write at its end: “1.3.” is 1.3."""
    return one_line(text(cell)).rstrip(separator).rstrip()
