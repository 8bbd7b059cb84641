from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.definition import Definition, Wanted
from headway.monitoring.indicators.models import Indicator, IndicatorText, Value
from headway.monitoring.indicators.services import add_indicator, record_values
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.strategy.tests.factories import AT, BY, EditionFactory, add, adopt, text

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.strategy.models import Edition, Node


def d(number: str | int) -> Decimal:
    return Decimal(number)


def wanted(period: str, low: str | int, high: str | int | None = None, **more: Any) -> Wanted:  # noqa: ANN401
    return Wanted(Period.parse(period), d(low), d(low if high is None else high), **more)


JOBS = Definition(
    title=text("New jobs"),
    kind="cumulative",
    unit=text("jobs", "darbo vietos"),
    baseline=d(0),
    baseline_period=Period.parse("2020"),
    targets=(wanted("2030", 1000),),
)
"""A running total from 0 in 2020 to 1,000 in 2030: 100 a year."""


def defining(**said: Any) -> Definition:  # noqa: ANN401 -- any part of a definition
    return replace(JOBS, **said)


def define(draft: Edition, node: Node | None = None, **said: Any) -> Indicator:  # noqa: ANN401
    """Add an indicator to a draft: at a node, or as an ambition."""
    where = {"node_ids": (node.pk,)} if node else {"is_ambition": True}
    key = said.pop("key", "")
    row = add_indicator(draft_id=draft.pk, said=defining(**(where | said)), key=key, by=BY, at=AT)
    return row.indicator


def measured(number: int = 1, **said: Any) -> tuple[Edition, list[Node], list[Indicator]]:  # noqa: ANN401
    """Return an edition in force since 2018 with measures, an indicator at each."""
    draft = EditionFactory.create()
    top = add(draft, "Objective", code="1")
    nodes = [add(draft, f"Measure {n}", top, code=f"1.{n}").node for n in range(1, number + 1)]
    indicators = [define(draft, node, **said) for node in nodes]
    return adopt(draft), nodes, indicators


def tell(
    indicator: Indicator,
    period: str,
    value: str | int | None,
    *,
    at: datetime = AT,
    **said: Any,  # noqa: ANN401
) -> Value:
    """Record a value as somebody who saw what stands."""
    sure = said.pop("is_sure", True)
    standing = Value.objects.unrestricted(reason="test").filter(
        indicator=indicator,
        period=period,
        is_latest=True,
        member=said.get("member", ""),
        contributor=said.get("contributor_id"),
    )
    seen = standing.values_list("pk", flat=True).first()
    number = None if value is None else d(value)
    each = Said(Period.parse(period), value=number, seen=said.pop("seen", seen), **said)
    rows = record_values(indicator_id=indicator.pk, said=[each], by=BY, at=at, is_sure=sure)
    return rows[0]


def text_of(indicator: Indicator, edition: Edition) -> IndicatorText:
    return IndicatorText.objects.of(edition).get(indicator=indicator)
