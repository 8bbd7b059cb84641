"""One indicator as a page shows it: its chart, its verdict with the arithmetic, its history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.periods import LOCALES, Period
from headway.monitoring.indicators.charts import series_of
from headway.monitoring.indicators.definition import breakdowns_of
from headway.monitoring.indicators.findings import long_day, wanted_words
from headway.monitoring.indicators.kinds import KINDS, Stated
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.queries.values import entry_of
from headway.monitoring.indicators.saying import (
    in_words,
    say_in_sentence,
    say_of,
    with_every_digit,
)
from headway.monitoring.indicators.states import Flag, Missing, Word
from headway.monitoring.indicators.wording import number as brief_number
from headway.monitoring.indicators.wording import when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.ui.charts import Series
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.kinds.base import Kind
    from headway.monitoring.indicators.methods.base import Assessment, Method, Step
    from headway.monitoring.indicators.models import IndicatorText, Target, Value
    from headway.monitoring.indicators.queries.answers import Answer

POINT = re.compile(r"(?<=\d)\.(?=\d)")
MOST_TOLD = 60
"""Vintages that a page tells one by one; the rest are downloaded."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one method says: its own word and figures as published, and our verdict."""

    method: Method
    verdict: str
    status: str
    value: str
    score: str
    sentence: str
    steps: tuple[Step, ...]

    @property
    def is_published(self) -> bool:
        """Whether the method has words of its own, beside our verdicts."""
        return self.status != self.verdict and bool(self.status)


@dataclass(frozen=True, slots=True)
class Told:
    """One vintage as the history tells it."""

    period: str
    shown: str
    is_figure: bool
    """Whether it stands in a chart as well."""
    note: str
    """The flag, or why there is no value."""
    is_standing: bool
    is_correction: bool
    at: datetime
    reporter: str
    acceptor: str
    contributor: TranslatedText | None
    part: TranslatedText | None
    reason: str
    evidence: str
    evidence_address: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Part:
    """The latest figure of one named part of a breakdown."""

    title: TranslatedText
    shown: str
    period: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of a period, where no chart can be drawn: words, a yes or a no."""

    period: str
    shown: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything that a page shows of one indicator."""

    text: IndicatorText
    address: str
    series: Series | None
    statements: tuple[Statement, ...]
    verdict: str
    overdue: str
    """Why the day alone decides the verdict; empty where the method does."""
    stated: Opinion
    others: tuple[Opinion, ...]
    wanted: str
    parts: tuple[Part, ...]
    history: tuple[Told, ...]
    untold: int
    """How many earlier vintages the history leaves out."""

    @property
    def ident(self) -> str:
        """One word that names its chart on a page; it begins with a letter, as keys need not."""
        return f"chart-{self.text.indicator.key}"


def panel_of(answer: Answer, vintages: Sequence[Value], *, on: date, address: str) -> Panel:
    """Return what a page shows of an indicator, given all its vintages in order of receipt."""
    kind = KINDS[answer.text.kind]
    stated = METHODS[answer.assessment.method]
    draws = kind.takes in {"number", "share"}
    says = say_of(answer.text), say_in_sentence(answer.text)
    return Panel(
        text=answer.text,
        address=address,
        series=series_of(answer, on=on) if draws else None,
        statements=() if draws else _statements(answer),
        verdict=str(answer.verdict),
        overdue=_overdue(answer),
        stated=_opinion(stated, answer.assessment, *says),
        others=tuple(
            _opinion(method, method.assess(answer.facts), *says)
            for method in METHODS.values()
            if method is not stated and kind.has_progress
        ),
        wanted=wanted_words(answer),
        parts=_parts(answer),
        history=_history(answer, vintages, is_figure=draws),
        untold=max(len(vintages) - MOST_TOLD, 0),
    )


@dataclass(frozen=True, slots=True)
class Published:
    """One of a publisher's words: when it holds, and what we call it."""

    word: str
    condition: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A method as “How we judge” explains it, with its example worked through."""

    method: Method
    formula: tuple[str, ...]
    words: tuple[Published, ...]
    example: Opinion
    target: str
    figures: tuple[tuple[str, str], ...]
    """Of the example: each day in words, with its figure."""


def explained() -> tuple[Explained, ...]:
    """Return every method with its example, judged now; the figures of the examples are per cent.

    Source: methods, section 1.3.
    """
    return tuple(_explained(method) for method in METHODS.values())


def _explained(method: Method) -> Explained:
    facts = method.example
    points = [point for point in (facts.baseline, *facts.points) if point]
    days = {point.day: _percent(point.value) for point in points}
    wanted = [goal.value for goal in facts.goals if goal.value is not None]
    return Explained(
        method=method,
        formula=tuple(map(_localised, method.formula)),
        words=tuple(
            Published(word, _localised(method.conditions.get(word, "")), str(verdict))
            for word, verdict in method.verdicts.items()
        ),
        example=_opinion(method, method.assess(facts), _percent, _percent),
        target=_percent(wanted[-1]) if wanted else "",
        figures=tuple((when(day), days[day]) for day in sorted(days)),
    )


def _percent(value: Decimal) -> str:
    return f"{brief_number(value)}\u00a0%"


def _localised(formula: str) -> str:
    """Write the decimal point of a formula as the language does."""
    language = get_language() or "en"
    point = get_decimal_symbol(LOCALES.get(language, language))
    return POINT.sub(point, formula)


def stated_words(text: IndicatorText, target: Target) -> str:
    """Say a target as the strategy states it."""
    stated = Stated(Period.parse(target.period), target.low, target.high)
    return KINDS[text.kind].worded(stated, say_of(text))


def baseline_words(text: IndicatorText) -> tuple[str, str] | None:
    """Say the baseline and its period; nothing where none is stated."""
    if text.baseline is None:
        return None
    period = Period.parse(text.baseline_period).worded()
    return _figure(text.baseline, KINDS[text.kind], text), period


def _opinion(method: Method, assessment: Assessment, say: Say, tell: Say) -> Opinion:
    """Return what a method says: its steps in figures, its sentence in answers where they are."""
    return Opinion(
        method=method,
        verdict=str(assessment.verdict),
        status=assessment.status,
        value="" if assessment.value is None else brief_number(assessment.value),
        score="" if assessment.score is None else brief_number(assessment.score),
        sentence=method.sentence(assessment, tell),
        steps=method.steps(assessment, say),
    )


def _overdue(answer: Answer) -> str:
    if answer.expected is None:
        return ""
    told = {
        "period": answer.expected.period.worded(),
        "day": long_day(answer.expected.due_on),
    }
    if answer.verdict == Word.NOT_REPORTED:
        return _("The value for %(period)s was due by %(day)s, and is not here.") % told
    if answer.verdict == Word.NOT_YET_DUE:
        return _("The first value, for %(period)s, is due by %(day)s.") % told
    return ""


def shown_value(row: Value, text: IndicatorText) -> str:
    """Return what a vintage says, in the reader's language, with its unit."""
    if row.missing:
        return _("no value")
    kind = KINDS[text.kind]
    if kind.takes == "words":
        return in_words(row.words)
    figure = kind.figure([entry_of(row)])
    return "" if figure is None else _figure(figure, kind, text)


def _figure(value: Decimal, kind: Kind, text: IndicatorText) -> str:
    """Write a figure with every digit that it has, and its unit."""
    if kind.takes == "yes_no":
        return kind.say_bound(value, say_of(text))
    return with_every_digit(value, text)


def _statements(answer: Answer) -> tuple[Statement, ...]:
    rows = [row for row in answer.values if not row.member and not row.missing]
    return tuple(
        Statement(Period.parse(row.period).worded(), shown_value(row, answer.text), row.provenance)
        for row in reversed(rows)
    )


def _parts(answer: Answer) -> tuple[Part, ...]:
    """Return the latest figure of each part; what several say of one is put together."""
    kind, found = KINDS[answer.text.kind], []
    for part in breakdowns_of(answer.text):
        rows = [row for row in answer.values if row.member == part.key and not row.missing]
        points = kind.series([entry_of(row) for row in rows])
        if points:
            shown = _figure(points[-1].value, kind, answer.text)
            period = kind.period_of(points[-1].day, [Period.parse(row.period) for row in rows])
            found.append(Part(part.title, shown, period.worded(), rows[-1].provenance))
    return tuple(found)


def _history(answer: Answer, vintages: Sequence[Value], *, is_figure: bool) -> tuple[Told, ...]:
    """Tell the vintages, the newest first; each says whether it stands or was replaced."""
    standing = {row.pk for row in answer.values}
    titles = {part.key: part.title for part in breakdowns_of(answer.text)}
    first: set[tuple[str, str, int | None]] = set()
    untold = max(len(vintages) - MOST_TOLD, 0)
    first.update(map(_place, vintages[:untold]))
    told = []
    for row in vintages[untold:]:
        told.append(
            Told(
                period=Period.parse(row.period).worded(),
                shown=shown_value(row, answer.text),
                is_figure=is_figure,
                note=_note(row),
                is_standing=row.pk in standing,
                is_correction=_place(row) in first,
                at=row.received_at,
                reporter=row.reporter,
                acceptor=row.acceptor,
                contributor=row.contributor.name if row.contributor else None,
                part=titles.get(row.member),
                reason=row.reason,
                evidence=row.evidence.name if row.evidence else "",
                evidence_address=row.evidence_address,
                provenance=row.provenance,
            )
        )
        first.add(_place(row))
    return tuple(reversed(told))


def _place(row: Value) -> tuple[str, str, int | None]:
    """Return what a vintage speaks of: another of the same replaces it."""
    return row.period, row.member, row.contributor_id


def _note(row: Value) -> str:
    if row.missing:
        return str(Missing(row.missing).label)
    return str(Flag(row.flag).label) if row.flag else ""
