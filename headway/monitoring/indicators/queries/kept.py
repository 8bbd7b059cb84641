"""Answers as they are kept beside the indicators; what the calendar has overtaken, judged anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.monitoring.indicators.answers import assessment_from_json, sparks_from_json
from headway.monitoring.indicators.models import IndicatorText, Kept
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.states import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from headway.monitoring.indicators.facts import Point
    from headway.monitoring.indicators.methods.base import Assessment
    from headway.monitoring.indicators.queries.answers import Answer
    from headway.monitoring.strategy.models import Edition

REASON = "kept answers of an edition that the caller was allowed to read"
MOST_SPARKS = 40
"""Points of a sparkline; more cannot be told apart at its size."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a list says of an indicator: its newest figure, its verdict, its sparkline."""

    verdict: Word
    value: Decimal | None
    period: str
    assessment: Assessment
    sparks: tuple[Point, ...]


def kept_answers(
    edition: Edition, *, on: date, indicators: Iterable[int] | None = None
) -> Mapping[int, KeptAnswer]:
    """Return the answers of the edition in force today, by indicator. Two queries.

    Four more if the calendar has overtaken some, or they were never kept.

    Source: architecture, section 11.5.
    """
    rows = IndicatorText.objects.of(edition)
    if indicators is not None:
        rows = rows.filter(indicator__in=tuple(indicators))
    wanted = list(rows.values_list("indicator", flat=True))
    fresh = Kept.objects.unrestricted(reason=REASON).filter(standing_on(on), pk__in=wanted)
    found = {row.pk: read(row) for row in fresh}
    stale = [pk for pk in wanted if pk not in found]
    if stale:
        again = answers(edition, on=on, indicators=stale)
        found |= {each.text.indicator_id: short(each) for each in again}
    return found


def standing_on(day: date) -> Q:
    """Return the condition under which a kept answer still holds on a day."""
    return Q(holds_until__isnull=True) | Q(holds_until__gt=day)


def short(answer: Answer) -> KeptAnswer:
    """Return of an answer what is kept."""
    point = answer.facts.latest
    return KeptAnswer(
        verdict=Word(answer.verdict),
        value=point.value if point else None,
        period=answer.period,
        assessment=answer.assessment,
        sparks=answer.facts.points[-MOST_SPARKS:],
    )


def read(row: Kept) -> KeptAnswer:
    """Return what a row keeps."""
    return KeptAnswer(
        verdict=Word(row.verdict),
        value=row.value,
        period=row.period,
        assessment=assessment_from_json(row.answer["assessment"]),
        sparks=sparks_from_json(row.answer["sparks"]),
    )
