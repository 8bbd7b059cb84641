"""How figures and verdicts of an indicator are written, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from babel.numbers import format_decimal
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from headway.foundation.core.numbers import room_for, rounded
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import LOCALES, Period
from headway.foundation.core.plurals import counted, many
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.kinds.base import NUMBERS_KEPT, Entry, number
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Missing, Word
from headway.monitoring.indicators.wording import MINUS

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.kinds.base import Kind
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.indicators.queries.answers import Answer

ANY_PERIOD = Period("year", 2000)
"""A figure reads the same whichever period it is of."""


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


def with_every_digit(value: Decimal, text: IndicatorText) -> str:
    """Return a figure as it was entered, with its unit."""
    with room_for(value):
        return with_unit(number(value), value.normalize(), text)


def say_of(text: IndicatorText) -> Say:
    """Return what writes the figures of an indicator, with as many decimals as it shows."""
    language = get_language() or "en"
    locale = LOCALES.get(language, language)
    pattern = f"#,##0.{'0' * text.decimals}" if text.decimals else "#,##0"

    def say(value: Decimal) -> str:
        shown = rounded(value, text.decimals)
        return with_unit(_written(str(shown), pattern, locale), shown, text)

    return say


@lru_cache(maxsize=NUMBERS_KEPT)
def _written(shown: str, pattern: str, locale: str) -> str:
    value = Decimal(shown)
    with room_for(value):
        return format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)


def say_in_sentence(text: IndicatorText) -> Say:
    """Return what writes the figures of a sentence: an answer as yes or no, all else as numbers."""
    say, kind = say_of(text), KINDS[text.kind]
    if kind.takes != "yes_no":
        return say
    return lambda value: say(value) if kind.number_problem(value) else kind.say_bound(value, say)


def say_kept(text: IndicatorText, value: Decimal | None) -> str:
    """Return what a list says of the figure that an indicator stands at: a dash for none."""
    if value is None:
        return "–"
    kind, say = KINDS[text.kind], say_of(text)
    return kind.say_bound(value, say) if kind.takes == "yes_no" else say(value)


class Figures(Protocol):
    """What stands, or is said, of one period."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def words(self) -> TranslatedText: ...
    @property
    def missing(self) -> str: ...


def say_value_of(text: IndicatorText) -> Callable[[Figures], str]:
    """Return what writes a value: its figure with its parts, its words, or why there is none.

    A figure that was entered keeps every digit: it is looked at to see whether it is right.
    """
    say, kind = say_of(text), KINDS[text.kind]
    language = get_language() or "en"

    def say_value(said: Figures) -> str:
        if said.missing:
            return _("no value: %(reason)s") % {"reason": Missing(said.missing).label}
        if kind.takes == "words":
            return said.words.passage(language).words
        if kind.takes == "yes_no":
            return pgettext("answer", "yes") if said.value else pgettext("answer", "no")
        if said.value is not None:
            return with_every_digit(said.value, text)
        return _share(kind, said, say)

    return say_value


def _share(kind: Kind, said: Figures, say: Say) -> str:
    part, whole = said.numerator, said.denominator
    figure = kind.figure([Entry(ANY_PERIOD, None, part, whole)])
    shown = "–" if figure is None else say(figure)
    if part is None or whole is None:
        return shown
    parts = {"part": number(part), "whole": number(whole)}
    return f"{shown} ({_('%(part)s of %(whole)s') % parts})"


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
    return METHODS[said.method].sentence(said, say_in_sentence(answer.text))
