"""Periods that figures are of: a year, a half-year, a quarter, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Literal

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

Length = Literal["year", "half_year", "quarter", "month", "day"]
MONTHS: dict[str, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""How many months a period of each length lasts; a day is shorter than any."""
LETTERS = {"half_year": "S", "quarter": "Q"}
SHAPE = re.compile(
    r"(?P<year>[12][0-9]{3})(?:"
    r"-?(?:S|H)(?P<half_year>[12])|-?Q(?P<quarter>[1-4])|-?M(?P<letter_month>0[1-9]|1[0-2])"
    r"|-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?)?",
    re.ASCII | re.IGNORECASE,
)
LOCALES = {"en": "en_GB"}
KEPT = 4_000
"""Periods, ends of months and their words that are kept: series name the same few repeatedly."""


@lru_cache(maxsize=KEPT)
def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=KEPT)
def _day_words(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=KEPT)
def _month_words(day: date, locale: str) -> str:
    return str(format_skeleton("yMMMM", day, locale=locale))


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A span of the calendar. Ordered by its last day, then by its first.

    `number` counts the parts of the year from 1; for a day it is the month, and `day` the day.
    """

    length: Length
    year: int
    number: int = 1
    day: int = 1

    @classmethod
    @lru_cache(maxsize=KEPT)
    def parse(cls, text: str) -> Period:
        """Read `2026`, `2026-S1`, `2026-Q2`, `2026-06` or `2026-06-30`, as SDMX writes them.

        Also `2026H1` and `2026M06`, which statistical offices write.

        :raises ValueError: with a sentence that shows the five forms.
        """
        found = SHAPE.fullmatch(text.strip())
        if not found:
            raise ValueError(_not_a_period(text))
        parts = found.groupdict()
        year = int(parts["year"])
        if parts["day"]:
            return cls._of_day(text, year, int(parts["month"]), int(parts["day"]))
        month = parts["month"] or parts["letter_month"]
        if month:
            return cls("month", year, int(month))
        if parts["quarter"]:
            return cls("quarter", year, int(parts["quarter"]))
        return (
            cls("half_year", year, int(parts["half_year"]))
            if parts["half_year"]
            else cls("year", year)
        )

    @classmethod
    def _of_day(cls, text: str, year: int, month: int, day: int) -> Period:
        if day > monthrange(year, month)[1]:
            raise ValueError(_not_a_period(text))
        return cls("day", year, month, day)

    @classmethod
    def containing(cls, day: date, length: Length) -> Period:
        """Return the period of a length that a day falls into."""
        if length == "day":
            return cls("day", day.year, day.month, day.day)
        return cls(length, day.year, (day.month - 1) // MONTHS[length] + 1)

    @property
    def first_day(self) -> date:
        if self.length == "day":
            return date(self.year, self.number, self.day)
        return date(self.year, (self.number - 1) * MONTHS[self.length] + 1, 1)

    @property
    def last_day(self) -> date:
        if self.length == "day":
            return self.first_day
        return _last_of_month(self.year, self.number * MONTHS[self.length])

    @property
    def following(self) -> Period:
        """The period of the same length that begins where this one ends."""
        day = date.fromordinal(self.last_day.toordinal() + 1)
        return Period.containing(day, self.length)

    def __contains__(self, other: Period) -> bool:
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def __lt__(self, other: Period) -> bool:
        return (self.last_day, self.first_day) < (other.last_day, other.first_day)

    def __str__(self) -> str:
        if self.length == "year":
            return f"{self.year:04d}"
        if self.length in LETTERS:
            return f"{self.year:04d}-{LETTERS[self.length]}{self.number}"
        if self.length == "month":
            return f"{self.year:04d}-{self.number:02d}"
        return self.first_day.isoformat()

    def worded(self) -> str:
        """Say the period in the reader’s language: “first half of 2026”, „2026 m. I pusmetis“."""
        language = get_language() or "en"
        locale = LOCALES.get(language, language)
        if self.length == "day":
            return _day_words(self.first_day, locale)
        if self.length == "month":
            return _month_words(self.first_day, locale)
        return self._part_of_year() % {"year": self.year}

    def _part_of_year(self) -> str:
        if self.length == "quarter":
            return (
                pgettext("period", "Q1 %(year)s"),
                pgettext("period", "Q2 %(year)s"),
                pgettext("period", "Q3 %(year)s"),
                pgettext("period", "Q4 %(year)s"),
            )[self.number - 1]
        if self.length == "half_year":
            return (
                pgettext("period", "first half of %(year)s"),
                pgettext("period", "second half of %(year)s"),
            )[self.number - 1]
        return pgettext("date", "%(year)s")


def _not_a_period(text: str) -> str:
    return _("“%(text)s” is no period. Write 2026, 2026-S1, 2026-Q2, 2026-06 or 2026-06-30.") % {
        "text": text
    }
