"""Values of indicators, as they stand or as they were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.kinds.base import Entry
from headway.monitoring.indicators.models import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.monitoring.indicators.models import Indicator

REASON = "values of an indicator whose definition the caller was allowed to read"


def entry_of(row: Value) -> Entry:
    """Return a vintage as its kind reads it."""
    return Entry(
        period=Period.parse(row.period),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        words=str(row.words),
        contributor=str(row.contributor_id or ""),
        flag=row.flag,
    )


def standing_values(indicator: Indicator) -> dict[tuple[str, str, int | None], Value]:
    """Return what stands now, by period, part and contributor. One query."""
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=indicator, is_latest=True)
    return {(row.period, row.member, row.contributor_id): row for row in rows}


def known_values(
    indicators: Iterable[int], *, as_of: datetime | None = None
) -> Mapping[int, tuple[Value, ...]]:
    """Return the vintage that spoke for each figure at a moment, oldest period first. One query.

    Without a moment those that stand now.
    """
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator__in=tuple(indicators))
    rows = rows.filter(is_latest=True) if as_of is None else rows.filter(received_at__lte=as_of)
    return speaking(rows.order_by("received_at", "pk"))


def speaking(rows: Iterable[Value]) -> Mapping[int, tuple[Value, ...]]:
    """Return, by indicator, the last of the vintages of each figure, oldest period first.

    The vintages come in the order in which they were received.
    """
    last = {(row.indicator_id, row.period, row.member, row.contributor_id): row for row in rows}
    found: dict[int, list[Value]] = {}
    for row in sorted(last.values(), key=lambda row: (row.period_end, row.period)):
        found.setdefault(row.indicator_id, []).append(row)
    return {pk: tuple(each) for pk, each in found.items()}


def all_vintages(indicators: Iterable[int], *, as_of: datetime | None = None) -> tuple[Value, ...]:
    """Return everything that was said of indicators by a moment, in that order. One query."""
    return tuple(said_by(as_of).filter(indicator__in=tuple(indicators)))


def said_by(as_of: datetime | None) -> QuerySet[Value]:
    """Return everything that was said of any indicator by a moment, in that order."""
    rows = Value.objects.unrestricted(reason=REASON)
    if as_of is not None:
        rows = rows.filter(received_at__lte=as_of)
    return rows.select_related("contributor", "evidence").order_by("received_at", "pk")


def vintages(indicator: Indicator, *, as_of: datetime | None = None) -> QuerySet[Value]:
    """Return everything that was ever said, the newest first."""
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=indicator)
    if as_of:
        rows = rows.filter(received_at__lte=as_of)
    return rows.select_related("contributor", "evidence").order_by("-received_at", "-pk")
