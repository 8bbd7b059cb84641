"""Dates as people of both countries write them, whole or in part, never guessed.

`2026-11-22`, `2026.11.22`, `2026/11/22`, `22.11.2026`, `22/11/2026`, `11/22/2026`,
`22 November 2026`, `22 Nov 2026`, `2026 m. lapkričio 22 d.`; in part `2026`, `2026-11`, `2026 m.`,
`November 2026`, `2026 m. lapkritis`, `2026-spring`. With slashes Americans put the month first,
so a day up to 12 is asked about.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.core.folding import fold
from headway.foundation.core.partial_dates import PartialDate

LONGEST = 60
MONTHS_IN_A_YEAR = 12
SERIALS = range(20_000, 80_000)  # 1954 to 2119: days that Excel shows as a bare number
SERIAL_ORIGIN = date(1899, 12, 30)  # ECMA-376, 18.17.4.1, for days from March 1900 on
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        r"(?P<year>[12]\d{3})(?P<mark>[-./])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?\.?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>[12]\d{3})",
        r"(?P<day>\d{1,2})(?P<slash>/)(?P<month>\d{1,2})/(?P<year>[12]\d{3})",
        r"(?P<year>[12]\d{3})\s?m",
        r"(?P<year>[12]\d{3})(?:\s?m)? (?P<word>[a-z]+)(?: (?:men|(?P<day>\d{1,2})(?:\s?d)?))?",
        r"(?:(?P<day>\d{1,2}) )?(?P<word>[a-z]+) (?P<year>[12]\d{3})",
    )
)
AS_WRITTEN = 3
"""So many of the shapes are of figures and marks; the others are compared after folding."""


class NotADate(HeadwayError):
    """The cell holds something else than one date."""


class AmbiguousDate(NotADate):
    """The cell holds what is one day to some readers and another to others.

    `choices` are both: first the one whose day stands first, then the one whose month does.
    """

    def __init__(self, text: str, choices: tuple[PartialDate, PartialDate]) -> None:
        first, second = choices
        super().__init__(
            _("“%(text)s” may mean %(first)s or %(second)s. Write it as one of these two.")
            % {"text": text, "first": first, "second": second}
        )
        self.choices = choices


@cache
def _months() -> dict[str, int]:
    """Return the months by their words; read once, when the first is looked for."""
    return {
        fold(name): number
        for language in ("lt", "en", "en_GB")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, locale=language).items()
    }


def parse_date(value: object) -> date | None:
    """Return the day that a cell holds, or nothing for a blank cell.

    :raises NotADate: for anything else, also for a month or a year alone.
    """
    found = parse_partial_date(value)
    if found is None:
        return None
    if not found.is_day:
        raise NotADate(
            _("“%(text)s” is no whole date. Add the day, as in 2026-11-22.") % {"text": value}
        )
    return found.first_day


def parse_partial_date(value: object) -> PartialDate | None:
    """Return the date that a cell holds as far as it says it, or nothing for a blank cell.

    Whole numbers are years, or days as Excel counts them.

    :raises AmbiguousDate: for “03/04/2026”, naming both meanings.
    :raises NotADate: for anything else.
    """
    if value is None or isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    text = MIDNIGHT.sub("", " ".join(str(value).split()))
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) == len(str(SERIALS.start)):
        return _serial(text)
    return _parse_text(text)


def _serial(text: str) -> PartialDate:
    if int(text) not in SERIALS:
        raise _not_a_date(text)
    return PartialDate.of(SERIAL_ORIGIN + timedelta(days=int(text)))


def _parse_text(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        folded = fold(text) if len(text) <= LONGEST else ""
    for place, shape in enumerate(SHAPES):
        found = shape.fullmatch(text if place < AS_WRITTEN else folded)
        if found:
            return _built(text, found.groupdict())
    raise _not_a_date(text)


def _built(text: str, parts: dict[str, str | None]) -> PartialDate:
    year, day = int(parts["year"] or 0), int(parts.get("day") or 0)
    word = parts.get("word")
    month = _months().get(word, 0) if word else int(parts.get("month") or 0)
    if parts.get("slash") and month > MONTHS_IN_A_YEAR >= day:
        day, month = month, day
    if (word or parts.get("month")) and month not in range(1, MONTHS_IN_A_YEAR + 1):
        raise _not_a_date(text)
    if parts.get("slash") and day <= MONTHS_IN_A_YEAR and day != month:
        choices = PartialDate(year, month, day), PartialDate(year, day, month)
        raise AmbiguousDate(text, choices)
    result = PartialDate(year, month or None, day or None)
    try:
        _day = result.first_day
    except ValueError:
        raise _not_a_date(text) from None
    return result


def _not_a_date(text: str) -> NotADate:
    return NotADate(
        _("“%(text)s” is no date. Write it as 2026-11-22, or in part as 2026-11 or 2026.")
        % {"text": text[:LONGEST]}
    )
