"""How figures and verdicts of an indicator are written, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import get_language

from headway.foundation.core.periods import LOCALES
from headway.foundation.core.plurals import counted, many
from headway.monitoring.indicators.wording import MINUS

if TYPE_CHECKING:
    from decimal import Decimal

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.models import IndicatorText


def in_words(value: TranslatedText) -> str:
    """Return a text in the reader's language, or in the one that it has."""
    return value.passage(get_language() or "en").words


def unit_of(text: IndicatorText) -> str:
    """Return the unit as it stands for itself, at an axis or in a column: the plural."""
    return many(in_words(text.unit))


def with_unit(written: str, value: Decimal, text: IndicatorText) -> str:
    """Return a written number with the unit in the form that goes with it."""
    passage = text.unit.passage(get_language() or "en")
    unit = counted(passage.words, value, passage.language)
    return f"{written}\u00a0{unit}" if unit else written


def say_of(text: IndicatorText) -> Say:
    """Return what writes the figures of an indicator, with as many decimals as it shows."""
    language = get_language() or "en"
    locale = LOCALES.get(language, language)
    pattern = f"#,##0.{'0' * text.decimals}" if text.decimals else "#,##0"

    def say(value: Decimal) -> str:
        written = format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)
        return with_unit(written, value, text)

    return say
