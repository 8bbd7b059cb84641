"""An assessment as JSON and back, so that it can be kept and shown again in any language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.foundation.core.numbers import plain
from headway.monitoring.indicators.facts import Point
from headway.monitoring.indicators.methods.base import Assessment, Figure
from headway.monitoring.indicators.states import Reason, Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def assessment_to_json(said: Assessment) -> dict[str, Any]:
    whole = {
        "method": said.method,
        "verdict": str(said.verdict),
        "status": said.status,
        "value": None if said.value is None else str(said.value),
        "score": None if said.score is None else str(said.score),
        "reason": str(said.reason) if said.reason else "",
        "figures": {name: _figure_to_json(figure) for name, figure in said.figures.items()},
    }
    return {name: part for name, part in whole.items() if part}


def assessment_from_json(kept: Mapping[str, Any]) -> Assessment:
    return Assessment(
        method=kept.get("method", ""),
        verdict=Word(kept["verdict"]),
        status=kept.get("status", ""),
        value=_number(kept.get("value")),
        score=_number(kept.get("score")),
        reason=Reason(kept["reason"]) if kept.get("reason") else None,
        figures={name: _figure(pair) for name, pair in kept.get("figures", {}).items()},
    )


def sparks_to_json(points: Sequence[Point]) -> list[list[str]]:
    return [[point.day.isoformat(), plain(point.value)] for point in points]


def sparks_from_json(kept: Sequence[Sequence[str]]) -> tuple[Point, ...]:
    return tuple(Point(date.fromisoformat(day), Decimal(value)) for day, value in kept)


def _figure_to_json(figure: Figure) -> list[str]:
    if isinstance(figure, Decimal):
        return ["n", str(figure)]
    if isinstance(figure, date):
        return ["d", figure.isoformat()]
    return ["s", str(figure)]


def _figure(pair: Sequence[str]) -> Figure:
    sort, text = pair
    if sort == "n":
        return Decimal(text)
    return date.fromisoformat(text) if sort == "d" else text


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
