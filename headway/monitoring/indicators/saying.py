"""How a figure of an indicator is written: in the reader's language, with its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import get_language

from headway.foundation.core.periods import LOCALES
from headway.monitoring.indicators.wording import MINUS

DOUBLED = re.compile(r"(?<!\.)\.\.(?=\s|$)")

if TYPE_CHECKING:
    from decimal import Decimal

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.models import IndicatorText


def in_words(value: TranslatedText) -> str:
    """Return a text in the reader's language, or in the one that it has."""
    return value.passage(get_language() or "en").words


def ended_once(sentence: str) -> str:
    """Return a sentence with one full stop where a unit that ends with one stands last: “pcs.”."""
    return DOUBLED.sub(".", sentence)


def say_of(text: IndicatorText) -> Say:
    """Return what writes the figures of an indicator, with as many decimals as it shows."""
    language = get_language() or "en"
    locale = LOCALES.get(language, language)
    pattern = f"#,##0.{'0' * text.decimals}" if text.decimals else "#,##0"
    unit = text.unit.passage(language).words

    def say(value: Decimal) -> str:
        written = format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)
        return f"{written}\u00a0{unit}" if unit else written

    return say
