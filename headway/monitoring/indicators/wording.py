"""How methods write figures, shares and days, in the language that is active."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.numbers import room_for, rounded
from headway.foundation.core.periods import LOCALES, Period
from headway.monitoring.indicators.states import Reason

if TYPE_CHECKING:
    from headway.monitoring.indicators.methods.base import Assessment

P = ParamSpec("P")
MINUS = "−"
DOUBLED = re.compile(r"(?<!\.)\.\.(?=\s|$)")
DIGITS = 4
"""Significant digits of a figure that was computed; whole numbers keep all of theirs."""
ENTERED, COMPUTED = 12, 6
"""Digits of a figure that somebody entered, at most, and of one that was computed."""
SHARE_PLACES, RATE_PLACES = 3, 4
"""Decimal places of a fraction before it is written as a percentage."""
MOST_PLACES = 20
LAST_MONTH, LAST_DAY = 12, 31


def ended_once(sentence: str) -> str:
    """Return a sentence without the second stop after a unit that has one of its own: “pcs.”.

    Source: common practice in English and Lithuanian.
    """
    return DOUBLED.sub(".", sentence)


def stopped_once(said: Callable[P, str]) -> Callable[P, str]:
    """Let whatever says a sentence end it once.

    Source: common practice in English and Lithuanian.
    """

    @wraps(said)
    def saying(*args: P.args, **kwargs: P.kwargs) -> str:
        return ended_once(said(*args, **kwargs))

    return saying


def number(value: Decimal, digits: int = DIGITS) -> str:
    """Write a number as the language does, rounded to so many digits but never before the point."""
    places = min(max(digits - 1 - value.adjusted(), 0), MOST_PLACES) if value else 0
    shown = rounded(value, places)
    with room_for(value):
        shown = shown.normalize() if shown != shown.to_integral_value() else shown
        return _signed(format_decimal(shown, locale=_locale(), decimal_quantization=False))


def figure(value: Decimal) -> str:
    """Write a figure as it was entered; one that was computed, rounded to six digits."""
    is_entered = len(value.as_tuple().digits) <= ENTERED
    return number(value, len(value.as_tuple().digits) if is_entered else COMPUTED)


def percent(value: Decimal, places: int = SHARE_PLACES) -> str:
    """Write a fraction as a percentage: 0.5662 is 56.6 %."""
    with room_for(value):
        shown = rounded(value, places).normalize()
        return _signed(format_percent(shown, locale=_locale(), decimal_quantization=False))


def rate(value: Decimal) -> str:
    """Write an annual rate as a percentage with two places: 0.00512 is 0.51 %."""
    return percent(value, RATE_PLACES)


def when(day: date) -> str:
    """Say the period that ends on a day: “2026”, “June 2026”, “17 June 2026”."""
    if (day.month, day.day) == (LAST_MONTH, LAST_DAY):
        return Period("year", day.year).worded()
    ends_a_month = (day + timedelta(days=1)).day == 1
    return Period.containing(day, "month" if ends_a_month else "day").worded()


def why_not(assessment: Assessment) -> str:
    """Say why something is not assessable, as a sentence."""
    reason = assessment.reason or Reason.NO_VALUE
    return _("Not assessable: %(reason)s.") % {"reason": reason.label}


def decimal_of(assessment: Assessment, name: str) -> Decimal:
    """Return a figure that is a number."""
    found = assessment.figures[name]
    if not isinstance(found, Decimal):
        message = f"{name} is {found!r}, which is no number"
        raise TypeError(message)
    return found


def day_of(assessment: Assessment, name: str) -> date:
    """Return a figure that is a day."""
    found = assessment.figures[name]
    if not isinstance(found, date):
        message = f"{name} is {found!r}, which is no day"
        raise TypeError(message)
    return found


def _signed(written: str) -> str:
    return written.replace("-", MINUS)


def _locale() -> str:
    language = get_language() or "en"
    return LOCALES.get(language, language)
