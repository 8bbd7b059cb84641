"""Numbers and days as the language of the page writes them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from django.utils.translation import get_language

from headway.foundation.core.numbers import room_for
from headway.foundation.core.partial_dates import LOCALES
from headway.foundation.ui.context import interface_language

if TYPE_CHECKING:
    from datetime import date

DAYS_KEPT = 1_000
"""A page says the same few days again and again, and reckoning one takes a tenth of a ms."""
NUMBERS_KEPT = 4_000
"""Likewise: a page of an indicator writes forty numbers."""
MINUS = "\N{MINUS SIGN}"
MANY = Decimal(1_000_000)
"""From here on a drawing writes a number short: 1.5 billion; its table writes it out."""

BRITISH = {"M": "\N{NO-BREAK SPACE}m", "B": "\N{NO-BREAK SPACE}bn", "T": "\N{NO-BREAK SPACE}tn"}
"""How millions, billions and trillions are shortened in Britain; CLDR has American letters."""


def frame_locale() -> str:
    """Return the locale of the page around the content: it says dates and numbers."""
    language = interface_language(get_language() or "en")
    return LOCALES.get(language, language)


def number_words(value: Decimal | int) -> str:
    """Write a number with all its places and a true minus; zeros at the end are left out."""
    return _number(str(value), frame_locale())


@lru_cache(maxsize=NUMBERS_KEPT)
def _number(written: str, locale: str) -> str:
    value = Decimal(written)
    with room_for(value):
        words = format_decimal(value, locale=locale, decimal_quantization=False)
    return words.replace("-", MINUS)


def short_number(value: Decimal) -> str:
    """Write a number for a drawing: from a million on short, with two places at most."""
    if abs(value) < MANY:
        return number_words(value)
    locale = frame_locale()
    with room_for(value):
        written = format_compact_decimal(value, locale=locale, fraction_digits=2)
    if locale.startswith("en"):
        written = "".join(BRITISH.get(letter, letter) for letter in written)
    return written.replace("-", MINUS)


def brief_day(day: date) -> str:
    """Write a day for a narrow place: “31 Dec 2024”, „2024-12-31“."""
    return _day(day, "medium", frame_locale())


def day_words(day: date) -> str:
    """Write a day in words: “31 December 2024”, „2024 m. gruodžio 31 d.“."""
    return _day(day, "long", frame_locale())


@lru_cache(maxsize=DAYS_KEPT)
def _day(day: date, style: Literal["medium", "long"], locale: str) -> str:
    return format_date(day, style, locale=locale)


def quarter_words(day: date) -> str:
    """Write the quarter of a day without its year: “Q1”, „I k.“."""
    return format_date(day, "QQQ", locale=frame_locale())
