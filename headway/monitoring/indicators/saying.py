"""How figures and verdicts of an indicator are written, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import LOCALES
from headway.foundation.core.plurals import counted, many
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Word
from headway.monitoring.indicators.wording import MINUS

if TYPE_CHECKING:
    from decimal import Decimal

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.indicators.queries.answers import Answer


def in_words(value: TranslatedText) -> str:
    """Return a text in the reader's language, or in the one that it has."""
    return value.passage(get_language() or "en").words


def unit_of(text: IndicatorText) -> str:
    """Return the unit as it stands for itself, at an axis or in a column: the plural."""
    return many(in_words(text.unit))


def say_of(text: IndicatorText) -> Say:
    """Return what writes the figures of an indicator, with as many decimals as it shows.

    The unit takes the form that goes with the number, where it has several.
    """
    language = get_language() or "en"
    locale = LOCALES.get(language, language)
    pattern = f"#,##0.{'0' * text.decimals}" if text.decimals else "#,##0"
    passage = text.unit.passage(language)
    unit, spoken = passage.words, passage.language

    def say(value: Decimal) -> str:
        written = format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)
        return f"{written}\u00a0{counted(unit, value, spoken)}" if unit else written

    return say


def sentence_of(answer: Answer) -> str:
    """Say the verdict of the day: what the calendar decides, else what the method says."""
    expected = answer.expected
    asked = {
        Word.NOT_REPORTED: _("Not reported: the value for %(period)s was due by %(day)s."),
        Word.NOT_YET_DUE: _("Not yet due: the first value, for %(period)s, is due by %(day)s."),
    }
    if expected and answer.verdict in asked:
        day = PartialDate.of(expected.due_on).worded()
        return asked[answer.verdict] % {"period": expected.period.worded(), "day": day}
    said = answer.assessment
    return METHODS[said.method].sentence(said, say_of(answer.text))
