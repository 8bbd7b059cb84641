"""Answers as they are kept beside the indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.monitoring.indicators.answers import assessment_from_json, sparks_from_json
from headway.monitoring.indicators.states import Word

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from headway.monitoring.indicators.facts import Point
    from headway.monitoring.indicators.methods.base import Assessment
    from headway.monitoring.indicators.models import Kept
    from headway.monitoring.indicators.queries.answers import Answer

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


def standing_on(day: date) -> Q:
    """Return the condition under which a kept answer still holds on a day."""
    return Q(holds_until__isnull=True) | Q(holds_until__gt=day)


def short(answer: Answer) -> KeptAnswer:
    """Return of an answer what is kept.

    Source: architecture, section 11.5.
    """
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
