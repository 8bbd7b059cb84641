"""Numbers as people of both countries write them, never guessed.

Groups of thousands by any space, by a point or by a comma; decimals after a comma or a point. Our
own files write decimals after a point, so one point is always decimal. One comma before three
digits may be either, and is asked about.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
MINUS = str.maketrans({"−": "-", "–": "-"})
WHOLE = re.compile(r"\d+|\d{1,3}(?:(?P<mark>[ .,])\d{3})(?:(?P=mark)\d{3})*", re.ASCII)
PART = re.compile(r"\d+", re.ASCII)
UNSURE = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
LONGEST = 40


class NotANumber(HeadwayError):
    """The cell holds something else than one number."""


class AmbiguousNumber(NotANumber):
    """The cell holds what is one number to some readers and another to others.

    `choices` are both: first the one with groups of thousands, then the one with decimals.
    """

    def __init__(self, written: str, choices: tuple[Decimal, Decimal]) -> None:
        whole, decimal = choices
        super().__init__(
            _("“%(text)s” may mean %(whole)s or %(decimal)s. Write it as one of these two.")
            % {"text": written, "whole": whole, "decimal": decimal}
        )
        self.choices = choices


def parse_number(value: object) -> Decimal | None:
    """Return the number that a cell holds, or nothing for a blank cell.

    Takes what the readers give: text, whole numbers, Decimals. Signs may be typed as any dash.

    :raises AmbiguousNumber: for “1,234”, naming both meanings.
    :raises NotANumber: for words, units, percent signs, powers, yes and no, days.
    """
    if value is None:
        return None
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, bool | date):
        raise _not_a_number(str(value))
    return _parse_text(str(value))


def _parse_text(written: str) -> Decimal | None:
    text = SPACES.sub(" ", written.translate(MINUS)).strip()
    if not text:
        return None
    if len(text) > LONGEST:
        msg = f"{text[:LONGEST]}…"
        raise _not_a_number(msg)
    sign = "-" if text.startswith("-") else ""
    digits = text[1:].lstrip() if text[0] in "+-" else text
    if UNSURE.fullmatch(digits):
        raise _ambiguous(written.strip(), sign, digits)
    whole, part = _halves(digits)
    if not WHOLE.fullmatch(whole) or (part is not None and not PART.fullmatch(part)):
        raise _not_a_number(written.strip())
    plain = "".join(letter for letter in whole if letter.isdigit())
    number = Decimal(f"{plain}.{part}" if part else plain)
    return number.copy_negate() if sign and number else number  # “-” rounds to 28 digits


def _halves(digits: str) -> tuple[str, str | None]:
    """Cut at the decimal mark: the last of the marks, if it stands only once."""
    marks = [letter for letter in digits if letter in ".,"]
    if not marks or marks.count(marks[-1]) > 1:
        return digits, None
    whole, _mark, part = digits.rpartition(marks[-1])
    return whole, part


def _ambiguous(written: str, sign: str, digits: str) -> AmbiguousNumber:
    whole, decimal = (Decimal(sign + digits.replace(",", mark)) for mark in ("", "."))
    return AmbiguousNumber(written, (whole, decimal))


def _not_a_number(written: str) -> NotANumber:
    return NotANumber(
        _("“%(text)s” is no number. Write digits only, such as 1 234,5; no unit and no words.")
        % {"text": written}
    )
