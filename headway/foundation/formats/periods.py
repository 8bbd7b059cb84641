"""Periods as people of both countries write them, never guessed.

What `Period.parse` reads, dates in every way of `dates.py`, and besides: `06/2026`, `06.2026`,
`Q2 2026`, `2026 II ketv.`, `2026K2`, `second quarter of 2026`, `H1 2026`, `2026 m. I pusm.`,
`2026 m. pirmas pusmetis`, `first half of 2026`. One digit after a year, as in `2026-1` or
`2026.1`, may be a month, a quarter or a half-year, and is asked about.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.core.folding import fold
from headway.foundation.core.periods import LOCALES, Period
from headway.foundation.formats.dates import AmbiguousDate, NotADate, parse_partial_date

LONGEST = 60
SHORT = re.compile(r"(?P<year>[12]\d{3})(?P<mark>[-./])(?P<number>[1-4])", re.ASCII)
MONTH_FIRST = re.compile(r"(?P<month>0[1-9]|1[0-2])[./](?P<year>[12]\d{3})", re.ASCII)
YEAR = r"(?P<year>[12]\d{3})(?: ?m)?"
ORDINALS = {
    number: rf"{number}|{'i' * number if number < 4 else 'iv'}|{words}"
    for number, words in enumerate(
        ("first|pirmas|pirmasis", "second|antras|antrasis", "third|trecias|treciasis",
         "fourth|ketvirtas|ketvirtasis"),
        start=1,
    )
}  # fmt: skip
ORDINAL = rf"(?P<ordinal>{'|'.join(ORDINALS.values())})(?: ?(?:st|nd|rd|th|asis))?"
WORD = (
    r"(?:(?P<half_year>pusm(?:etis)?|half(?: ?year)?|h|s)"
    r"|(?P<quarter>ketv(?:irtis)?|quarter|qtr|q|k))"
)
SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{YEAR} ?{ORDINAL} ?{WORD}",
        rf"{ORDINAL} ?{WORD}(?: of)? {YEAR}",
        rf"{YEAR} ?{WORD} ?{ORDINAL}",
        rf"{WORD} ?{ORDINAL}(?: of)? {YEAR}",
    )
)
"""Compared after folding: lower case, no marks, single spaces."""
HALF_YEARS = 2


class NotAPeriod(HeadwayError):
    """The cell holds something else than one period."""


class AmbiguousPeriod(NotAPeriod):
    """The cell may mean one period or another: `choices`."""

    def __init__(self, text: str, choices: tuple[Period, ...]) -> None:
        language = get_language() or "en"
        named = format_list(
            [str(choice) for choice in choices],
            style="or",
            locale=LOCALES.get(language, language),
        )
        super().__init__(
            _("“%(text)s” may mean %(choices)s. Write it as one of these.")
            % {"text": text, "choices": named}
        )
        self.choices = choices


def parse_period(value: object) -> Period | None:
    """Return the period that a cell holds, or nothing for a blank cell.

    Whole numbers are years, or days as Excel counts them. Other numbers are refused: Excel makes
    the same number of 2026.1 and 2026.10.

    :raises AmbiguousPeriod: for “05/06/2026” or “2026-1”, with what it may mean.
    :raises NotAPeriod: for anything else, also for seasons and weeks.
    """
    if value is None or isinstance(value, Period):
        return value
    if isinstance(value, date):
        return Period.containing(value, "day")
    text = " ".join(str(value).split())
    if isinstance(value, bool | Decimal):
        raise _not_a_period(text)
    if not text:
        return None
    if len(text) > LONGEST:
        shortened = f"{text[:LONGEST]}…"
        raise _not_a_period(shortened)
    return _parse_text(text)


def _parse_text(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        pass
    if short := SHORT.fullmatch(text):
        _ask(text, int(short["year"]), int(short["number"]), short["mark"])
    if month := MONTH_FIRST.fullmatch(text):
        return Period("month", int(month["year"]), int(month["month"]))
    return _named_part(fold(text)) or _of_date(text)


def _ask(text: str, year: int, number: int, mark: str) -> None:
    choices = [Period("month", year, number), Period("quarter", year, number)]
    if number <= HALF_YEARS:
        choices.append(Period("half_year", year, number))
    if (number, mark) == (1, "."):
        choices.append(Period("month", year, 10))  # a spreadsheet drops the nought of 2026.10
    raise AmbiguousPeriod(text, tuple(choices))


def _named_part(folded: str) -> Period | None:
    """Read a quarter or a half-year with its number before or after its name."""
    for shape in SHAPES:
        if found := shape.fullmatch(folded):
            number = _number(found["ordinal"])
            if found["quarter"]:
                return Period("quarter", int(found["year"]), number)
            if number <= HALF_YEARS:
                return Period("half_year", int(found["year"]), number)
    return None


def _number(ordinal: str) -> int:
    return next(n for n, words in ORDINALS.items() if ordinal in words.split("|"))


def _of_date(text: str) -> Period:
    try:
        found = parse_partial_date(text)
    except AmbiguousDate as problem:
        choices = tuple(Period.containing(each.first_day, "day") for each in problem.choices)
        raise AmbiguousPeriod(text, choices) from None
    except NotADate:
        found = None
    if found is None or found.season:
        raise _not_a_period(text)
    if found.day:
        return Period.containing(found.first_day, "day")
    return Period.containing(found.first_day, "month" if found.month else "year")


def _not_a_period(text: str) -> NotAPeriod:
    return NotAPeriod(
        _("“%(text)s” is no period. Write 2026, 2026-S1, 2026-Q2, 2026-06 or 2026-06-30.")
        % {"text": text}
    )
