"""The open tables of indicators: what they measure, what is wanted, what was measured, what we say.

Only editions in force of public strategies are served, as they read on the day `on`, with what was
known by the end of the day `as_of`. Who reported or accepted a value is not served.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.days import AS_OF, ON, Days
from headway.foundation.core.errors import BadInput
from headway.foundation.core.numbers import plain
from headway.foundation.core.periods import Period
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.monitoring.indicators.kinds import KINDS, Stated
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.definitions import (
    method_of,
    places_of,
    targets_of,
    texts,
)
from headway.monitoring.indicators.queries.values import known_values
from headway.monitoring.indicators.saying import say_of, sentence_of
from headway.monitoring.strategy.tables import editions_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.models import IndicatorText, Target, Value
    from headway.monitoring.indicators.queries.answers import Answer
    from headway.monitoring.strategy.models import Edition

AT_A_TIME = 200
"""Indicators whose values are held in memory together."""
DIGITS = 17
"""Digits in which the value and score of a method are written; their arithmetic has more."""


def indicator_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per indicator, in the order of the strategy. Three queries per strategy."""
    for edition, days, rows in _asked(filters):
        places = places_of(edition)
        method = method_of(edition.strategy, as_of=days.known_by)
        for text in rows:
            yield _indicator(text, edition, places.get(text.indicator_id, ()), method)


def target_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per target and milestone, by indicator and day. Two queries per strategy."""
    for edition, _days, rows in _asked(filters):
        for part in _parts(rows):
            targets = targets_of(edition, [text.indicator_id for text in part])
            for text in part:
                for target in targets.get(text.indicator_id, ()):
                    yield _target(text, target, edition)


def value_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per figure, by indicator and period; some indicators with each query."""
    for edition, days, rows in _asked(filters):
        for part in _parts(rows):
            known = known_values([text.indicator_id for text in part], as_of=days.known_by)
            whole = [value for values in known.values() for value in values]
            prefetch_related_objects(whole, "contributor")
            for text in part:
                for value in known.get(text.indicator_id, ()):
                    yield _value(text, value, edition)


def verdict_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per indicator: what is said of it. Four queries for some indicators."""
    for edition, days, rows in _asked(filters):
        for part in _parts(rows):
            ids = [text.indicator_id for text in part]
            for answer in answers(edition, on=days.as_of, as_of=days.known_by, indicators=ids):
                yield _verdict(answer, edition, days)


def _asked(filters: Mapping[str, str]) -> list[tuple[Edition, Days, list[IndicatorText]]]:
    """Join the editions that are asked for with their definitions, all or one.

    :raises BadInput: for an indicator that none of them has.
    """
    key = filters.get("indicator", "")
    found = []
    for edition, days in editions_asked(filters):
        rows = texts(edition)
        found.append((edition, days, list(rows.filter(indicator__key=key) if key else rows)))
    if key and not any(rows for _edition, _days, rows in found):
        sentence = gettext("There is no indicator “%(key)s” in a public strategy.")
        raise BadInput({"indicator": sentence % {"key": key}})
    return found


def _parts(rows: Iterable[IndicatorText]) -> Iterator[list[IndicatorText]]:
    left = iter(rows)
    while part := list(islice(left, AT_A_TIME)):
        yield part


def _indicator(
    text: IndicatorText, edition: Edition, places: tuple[str | None, ...], method: str
) -> Row:
    organisation = text.organisation
    return _named(text, edition) | {
        "title_en": text.title.words("en"),
        "title_lt": text.title.words("lt"),
        "definition": _words(text.definition),
        "level": text.depth,
        "kind": text.kind,
        "unit": _words(text.unit_in_plural),
        "direction": text.direction,
        "baseline": text.baseline,
        "baseline_period": text.baseline_period,
        "has_no_baseline": text.has_no_baseline,
        "lower_limit": text.floor,
        "upper_limit": text.ceiling,
        "frequency": text.frequency,
        "days_until_due": text.lag_days,
        "verification": _words(text.verification),
        "organisation": organisation.slug if organisation else "",
        "organisation_name": _words(organisation.name) if organisation else "",
        "key_indicator": text.is_key,
        "ambition": None in places,
        "nodes": "; ".join(key for key in places if key),
        "method": text.method or method,
        "method_reason": _words(text.method_reason),
        "breakdowns": "; ".join(part["key"] for part in text.breakdowns),
        **_sources(text.provenance),
    }


def _target(text: IndicatorText, target: Target, edition: Edition) -> Row:
    stated = Stated(Period.parse(target.period), target.low, target.high)
    return _named(text, edition) | {
        "period": target.period,
        "by": target.by_day,
        "at_least": target.low,
        "at_most": target.high,
        "in_words": KINDS[text.kind].worded(stated, say_of(text)),
        "unit": _words(text.unit_in_plural),
        "milestone": target.is_milestone,
        "reason": _words(target.reason),
        **_sources(target.provenance),
    }


def _value(text: IndicatorText, value: Value, edition: Edition) -> Row:
    contributor = value.contributor
    return _named(text, edition) | {
        "period": value.period,
        "period_end": value.period_end,
        "part": value.member,
        "contributor": contributor.slug if contributor else "",
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "words": _words(value.words),
        "unit": _words(text.unit_in_plural),
        "missing": value.missing,
        "flag": value.flag,
        "received_at": value.received_at.isoformat(timespec="seconds"),
        "reason": value.reason,
        "evidence": value.evidence_address,
        **_sources(value.provenance),
    }


def _verdict(answer: Answer, edition: Edition, days: Days) -> Row:
    said, latest = answer.assessment, answer.facts.latest
    return _named(answer.text, edition) | {
        "method": said.method,
        "status": said.status,
        "verdict": answer.verdict.value,
        "value": _rounded(said.value),
        "score": _rounded(said.score),
        "figure": latest.value if latest else None,
        "unit": _words(answer.text.unit_in_plural),
        "period": answer.period,
        "on": days.on,
        "as_of": days.as_of,
        "sentence": sentence_of(answer),
    }


def _named(text: IndicatorText, edition: Edition) -> dict[str, object]:
    return {
        "strategy": edition.strategy.slug,
        "indicator": text.indicator.key,
        "code": text.code,
        "title": _words(text.title),
    }


def _sources(provenance: Provenance) -> dict[str, object]:
    return {
        "synthetic": "; ".join(provenance.synthetic),
        "source": "; ".join(source.label for source in provenance.sources),
    }


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


def _rounded(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(plain(Decimal(f"{value:.{DIGITS - 1}e}").normalize()))


OF_PUBLISHER = _("the publisher of the method")
OF_STRATEGY = _("the edition in force")
OF_REPORTER = _("whoever reported the value")
THAT_OF_INDICATOR = _("that of the indicator, in the column unit")
DAY = _("day")

_NAMED = (
    Column("strategy", _("strategy"), _("The strategy’s name in addresses."), "text"),
    Column("indicator", _("indicator"), _("The permanent key of the indicator."), "text"),
    Column("code", _("code"), _("The code in the edition in force."), "text", "", OF_STRATEGY),
    Column("title", _("title"), _("In the language asked for, else the original."), "text"),
)
_UNIT = Column("unit", _("unit"), _("In the language asked for."), "text", "", OF_STRATEGY)
_SOURCES = (
    Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."), "text"),
    Column("source", _("source"), _("Where the facts can be read."), "text"),
)
_FILTERS = (
    Filter("strategy", _("one strategy, by its name in addresses")),
    Filter("indicator", _("one indicator, by its key")),
    Filter(ON, _("the edition in force on this day, such as 2021-05-01; today unless given")),
)
_AS_OF = Filter(
    AS_OF, _("what was known at the end of this day, such as 2026-05-01; today unless given")
)

INDICATORS = Table(
    name="indicators",
    title=_("Indicators"),
    description=_("What every public strategy measures and how, as its edition in force says."),
    columns=(
        *_NAMED,
        Column("title_en", _("title, English"), _("Empty where there is none."), "text"),
        Column("title_lt", _("title, Lithuanian"), _("Empty where there is none."), "text"),
        Column("definition", _("definition"), _("In the language asked for."), "text"),
        Column("level", _("level"), _("input, product, result or impact."), "text"),
        Column("kind", _("kind"), _("What sort of figure it is, such as stock or share."), "text"),
        _UNIT,
        Column("direction", _("direction"), _("up, down, keep or band."), "text"),
        Column("baseline", _("baseline"), _("Where it begins."), "number", THAT_OF_INDICATOR,
               OF_STRATEGY),
        Column("baseline_period", _("period of the baseline"),
               _("A year, half-year, quarter, month or day, as SDMX writes it."), "text"),
        Column("has_no_baseline", _("has no baseline"), _("Whether there is none on purpose."),
               "yes_no"),
        Column("lower_limit", _("natural lower limit"), _("What it cannot fall below."), "number",
               THAT_OF_INDICATOR),
        Column("upper_limit", _("natural upper limit"), _("What it cannot rise above."), "number",
               THAT_OF_INDICATOR),
        Column("frequency", _("frequency"), _("month, quarter, half_year, year or irregular."),
               "text"),
        Column("days_until_due", _("days until a value is due"),
               _("How long after the end of a period its value is expected."), "number",
               _("days")),
        Column("verification", _("means of verification"), _("In the language asked for."), "text"),
        Column("organisation", _("responsible"), _("Its name in addresses."), "text"),
        Column("organisation_name", _("name of the responsible"), _("In the language asked for."),
               "text"),
        Column("key_indicator", _("key indicator"), _("Whether the strategy singles it out."),
               "yes_no"),
        Column("ambition", _("ambition"), _("Whether it stands at the strategy itself."), "yes_no"),
        Column("nodes", _("nodes"), _("Keys of the nodes at which it stands."), "text"),
        Column("method", _("method"), _("By which it is judged."), "text"),
        Column("method_reason", _("why this method"),
               _("Empty where it is judged as the strategy is."), "text"),
        Column("breakdowns", _("breakdowns"), _("Keys of the parts that have figures."), "text"),
        *_SOURCES,
    ),
    rows=indicator_rows,
    filters=(*_FILTERS, _AS_OF),
    public=True,
)  # fmt: skip

TARGETS = Table(
    name="targets",
    title=_("Targets"),
    description=_(
        "What every indicator is to reach by when. A revised target stands in its own edition: "
        "give the day on to read an earlier one."
    ),
    columns=(
        *_NAMED,
        Column("period", _("period"), _("By the end of which it is to be reached."), "text"),
        Column("by", _("by"), _("The last day of the period."), "date"),
        Column("at_least", _("at least"), _("As the strategy states it; a single figure stands in "
               "both bounds."), "number", THAT_OF_INDICATOR, OF_STRATEGY),
        Column("at_most", _("at most"), _("As the strategy states it; a single figure stands in "
               "both bounds."), "number", THAT_OF_INDICATOR, OF_STRATEGY),
        Column("in_words", _("in words"), _("Such as “twice the baseline”."), "text"),
        _UNIT,
        Column("milestone", _("milestone"), _("Whether it is a step on the way."), "yes_no"),
        Column("reason", _("reason"), _("Why it was set or revised."), "text", "", OF_STRATEGY),
        *_SOURCES,
    ),
    rows=target_rows,
    filters=(*_FILTERS, _AS_OF),
    public=True,
)  # fmt: skip

VALUES = Table(
    name="values",
    title=_("Values"),
    description=_(
        "Every figure of every indicator, or why there is none, as it is known. A blank is no "
        "zero. Give the day as_of to read what was known then."
    ),
    columns=(
        *_NAMED,
        Column("period", _("period"), _("A year, half-year, quarter, month or day, as SDMX writes "
               "it."), "text"),
        Column("period_end", _("end of the period"), _("Its last day."), "date"),
        Column("part", _("part of a breakdown"), _("Empty for the whole, which alone is judged."),
               "text"),
        Column("contributor", _("contributing organisation"), _("Its name in addresses, where "
               "several add up."), "text"),
        Column("value", _("value"), _("With every digit that was given."), "number",
               THAT_OF_INDICATOR, OF_REPORTER),
        Column("numerator", _("numerator"), _("Of a share: the part."), "number", "", OF_REPORTER),
        Column("denominator", _("denominator"), _("Of a share: the whole."), "number", "",
               OF_REPORTER),
        Column("words", _("value in words"), _("Of an indicator that is told in words."), "text",
               "", OF_REPORTER),
        _UNIT,
        Column("missing", _("why there is no value"), _("Empty where there is one."), "text"),
        Column("flag", _("flag"), _("provisional, estimated or revised."), "text"),
        Column("received_at", _("received at"), _("Since when it is known, in UTC."), "text"),
        Column("reason", _("reason for the change"), _("As it was entered."), "text"),
        Column("evidence", _("address of the evidence"), _("Where the figure can be checked."),
               "text"),
        *_SOURCES,
    ),
    rows=value_rows,
    filters=(*_FILTERS, _AS_OF),
    public=True,
)  # fmt: skip

VERDICTS = Table(
    name="verdicts",
    title=_("Verdicts"),
    description=_(
        "What is said of every indicator, by which method, in the word of its publisher and in "
        "ours. Give the days on and as_of to read what was said then."
    ),
    columns=(
        *_NAMED,
        Column("method", _("method"), _("By which it is judged."), "text"),
        Column("status", _("word of the method"), _("Its verdict, spelled as published."), "text",
               "", OF_PUBLISHER),
        Column("verdict", _("verdict"), _("One of eight, common to all methods."), "text"),
        Column("value", _("value of the method"), _("As the method reckons it, such as the share "
               "of the way."), "number", _("that of the method"), OF_PUBLISHER),
        Column("score", _("score"), _("Empty where the method has none."), "number",
               _("that of the method"), OF_PUBLISHER),
        Column("figure", _("figure"), _("The newest figure, which was judged."), "number",
               THAT_OF_INDICATOR),
        _UNIT,
        Column("period", _("period"), _("Of the newest figure."), "text"),
        Column("on", _("on"), _("The day whose edition counts."), "date", DAY),
        Column("as_of", _("as of"), _("The day by whose end values were known, and "
               "whose due days count."), "date", DAY),
        Column("sentence", _("sentence"), _("The verdict with its figures."), "text"),
    ),
    rows=verdict_rows,
    filters=(*_FILTERS, _AS_OF),
    public=True,
)  # fmt: skip

TABLES = (INDICATORS, TARGETS, VALUES, VERDICTS)
