"""From the value of a cell to the one way in which it is written, so that values compare."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.numbers import plain
from headway.foundation.formats.dates import AmbiguousDate, NotADate, parse_partial_date
from headway.foundation.formats.html import to_prose
from headway.foundation.formats.numbers import AmbiguousNumber, NotANumber, parse_number
from headway.monitoring.strategy.funding import CURRENCY, EURO

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_END = re.compile(r"\r\n?")
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a workbook cannot hold (XML 1.0, section 2.2)."""
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
TENTH = Decimal("0.1")
MOST_TURNS = 8
"""HTML that was escaped more often is nobody's text."""
MANY = "\x1f"
"""Divides the parts of a value that has several; no cell can hold it."""


LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds (Excel's limits); a longer text could not go back."""


class BadValue(ValueError):
    """A cell that cannot be used; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Near:
    """An organisation that an unknown name may mean, and the name of its that is like it."""

    address: str
    name: str
    like: str


class UnknownName(BadValue):
    """A name that means no organisation, or several: a person says once which one is meant."""

    def __init__(
        self, sentence: str, *, name: str, close: tuple[Near, ...], can_be_new: bool
    ) -> None:
        super().__init__(sentence)
        self.name = name
        self.can_be_new = can_be_new
        """Whether an organisation may be added under it: it means none, and holds letters."""
        self.close = close


class BadParts(BadValue):
    """A cell with several values of which some cannot be used; each with its problem."""

    def __init__(self, parts: Sequence[tuple[str, BadValue]]) -> None:
        super().__init__(" ".join(str(problem) for _word, problem in parts))
        self.parts = tuple(parts)


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
    # Most letters of most texts are ASCII, which is normal as it stands.
    return (words if words.isascii() else unicodedata.normalize("NFC", words)).strip()


def one_line(words: str) -> str:
    # Most texts are one line already; returning the same string halves what a large file takes.
    if words.isprintable() and "  " not in words:
        return long_text(words)
    return " ".join(long_text(words).split())


def prose(words: str) -> str:
    """Return a text without HTML, in the small grammar of core.

    Applied until nothing changes, so that a text that was read once reads the same again.
    """
    for _turn in range(MOST_TURNS):
        if "<" not in words and "&" not in words:
            break
        before, words = words, to_prose(words)
        if before == words:
            break
    return words


def partial_date(cell: object, *, order: str = "") -> str:
    """Return a date as far as it is known: 2018, 2018-spring, 2018-03 or 2018-03-15.

    :raises BadValue: for what is no date, or what may be two and has no order.
    """
    if order in ("dmy", "mdy") and (found := SLASHED.fullmatch(text(cell))):
        first, middle, year = found.groups()
        month, day = (middle, first) if order == "dmy" else (first, middle)
        cell = f"{year}-{month:0>2}-{day:0>2}"
    if isinstance(cell, Decimal) and cell % 1 == TENTH:
        sentence = _(
            "A workbook keeps %(year)s.10 as the number %(year)s.1, so this may be January or "
            "October. Write %(year)s-01 or %(year)s-10."
        )
        raise BadValue(sentence % {"year": int(cell)})
    try:
        return str(parse_partial_date(cell) or "")
    except AmbiguousDate as problem:
        remedy = _('Or say order = "dmy" or order = "mdy" under [dates] in the mapping.')
        sentence = f"{problem} {remedy}"
        raise BadValue(sentence) from None
    except NotADate as problem:
        raise BadValue(str(problem)) from None


def amount(cell: object) -> str:
    """Return an amount of money, without its currency.

    :raises BadValue: for what is no number, or may be two, or is negative.
    """
    try:
        found = parse_number(cell)
    except (AmbiguousNumber, NotANumber) as problem:
        raise BadValue(str(problem)) from None
    if found is None:
        return ""
    if found < 0:
        raise BadValue(_("Funding is not negative. Write the amount without a sign."))
    return plain(found)


def currency(cell: object) -> str:
    """Return the code of a currency; nothing for euros, in which amounts are unless said.

    :raises BadValue: for what is no code.
    """
    found = one_line(text(cell))
    if found and not CURRENCY.fullmatch(found):
        raise BadValue(_("Write the currency as three capital letters, such as EUR."))
    return "" if found == EURO else found


def several(cell: object, separator: str) -> list[str]:
    """Return the parts of a cell that may hold several values; line ends divide them too."""
    words = text(cell).replace("\n", separator)
    return [part.strip() for part in words.split(separator) if part.strip()]


def code(cell: object, separator: str = ".") -> str:
    """Return a code without the separator that some write at its end: “1.3.” is 1.3."""
    return one_line(text(cell)).rstrip(separator).rstrip()
