"""Dates that are known only in part: a year, a season, a month, or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each season (meteorological). Winter runs into the next year."""
SEASON_MONTHS = 3
SHAPE = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:(?P<season>spring|summer|autumn|winter)"
    r"|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?))?"
)
LOCALES = {"en": "en_GB"}


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known. Ordered by its first possible day, then by its last."""

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2018`, `2018-spring`, `2018-03` or `2018-03-15`.

        :raises ValueError: with a sentence that shows the four forms.
        """
        found = SHAPE.fullmatch(text.strip().lower())
        if not found:
            raise ValueError(_not_a_date(text))
        parts = found.groupdict()
        result = cls(
            year=int(parts["year"]),
            month=int(parts["month"]) if parts["month"] else None,
            day=int(parts["day"]) if parts["day"] else None,
            season=parts["season"],
        )
        try:
            result.first_day  # noqa: B018 -- a day that the calendar lacks shows here
        except ValueError:
            raise ValueError(_not_a_date(text)) from None
        return result

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day that this may mean."""
        month = SEASONS[self.season] if self.season else self.month or 1
        return date(self.year, month, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that this may mean."""
        if self.day:
            return self.first_day
        year, month = self.year, self.month or 12
        if self.season:
            year, month = divmod(self.year * 12 + SEASONS[self.season] + SEASON_MONTHS - 2, 12)
            month += 1
        return date(year, month, monthrange(year, month)[1])

    @property
    def is_day(self) -> bool:
        return self.day is not None

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)

    def __str__(self) -> str:
        if self.season:
            return f"{self.year}-{self.season}"
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def worded(self, *, genitive: bool = False) -> str:
        """Say the date in the language of the page: “17 June 2021”, „2021 m. birželio 17 d.“.

        In Lithuanian a month or season alone stands in the nominative, after „nuo“ in the genitive.
        """
        language = get_language() or "en"
        locale = LOCALES.get(language, language)
        if self.day:
            return format_date(self.first_day, "long", locale=locale)
        if self.month:
            if genitive and language == "lt":
                return format_date(self.first_day, "y 'm'. MMMM", locale=locale)
            return str(format_skeleton("yMMMM", self.first_day, locale=locale))
        if self.season:
            return (_season_genitive if genitive else _season)(self.season) % {"year": self.year}
        return pgettext("date", "%(year)s") % {"year": self.year}


def _season_genitive(season: str) -> str:
    return {
        "spring": pgettext("date after “since”", "spring %(year)s"),
        "summer": pgettext("date after “since”", "summer %(year)s"),
        "autumn": pgettext("date after “since”", "autumn %(year)s"),
        "winter": pgettext("date after “since”", "winter %(year)s"),
    }[season]


def _season(season: str) -> str:
    return {
        "spring": pgettext("date", "spring %(year)s"),
        "summer": pgettext("date", "summer %(year)s"),
        "autumn": pgettext("date", "autumn %(year)s"),
        "winter": pgettext("date", "winter %(year)s"),
    }[season]


def _not_a_date(text: str) -> str:
    return _("“%(text)s” is no date. Write 2018, 2018-spring, 2018-03 or 2018-03-15.") % {
        "text": text
    }
