"""The values of one indicator as its keeper sees them, and the indicators that have values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.core.keys import row_id
from headway.foundation.core.periods import Period
from headway.monitoring.indicators.models import IndicatorText, Kept, Value
from headway.monitoring.indicators.queries.definitions import texts
from headway.monitoring.indicators.rules import expected_next
from headway.monitoring.indicators.states import Frequency
from headway.monitoring.strategy.queries.editions import draft_of, editions_seen, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from headway.foundation.accounts.models import User
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.strategy.models import Strategy

REASON = "values of an indicator whose strategy the caller keeps"
PAGE = 60


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """What stands for a period, and what was said of it before, the newest first."""

    value: Value
    before: tuple[Value, ...]

    @property
    def period(self) -> Period:
        return Period.parse(self.value.period)


@dataclass(frozen=True, slots=True)
class SeriesPage:
    rows: tuple[SeriesRow, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Entered:
    """One indicator in the list of those whose values are kept."""

    text: IndicatorText
    kept: Kept | None
    is_draft: bool


def series_page(indicator: Indicator, *, page: int = 1) -> SeriesPage:
    """Return a page of what stands, the newest period first, with its history. Three queries."""
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=indicator)
    latest = rows.filter(is_latest=True)
    start = (page - 1) * PAGE
    shown = tuple(
        latest.select_related("contributor", "evidence").order_by(
            "-period_end", "-period", "member", "contributor"
        )[start : start + PAGE]
    )
    earlier: dict[tuple[str, str, int | None], list[Value]] = {}
    of_these = rows.filter(is_latest=False, period__in={row.period for row in shown})
    for row in of_these.select_related("evidence").order_by("-received_at", "-pk"):
        earlier.setdefault((row.period, row.member, row.contributor_id), []).append(row)
    return SeriesPage(
        tuple(
            SeriesRow(row, tuple(earlier.get((row.period, row.member, row.contributor_id), ())))
            for row in shown
        ),
        latest.count(),
        page,
    )


def standing_value(
    indicator: Indicator, *, period: str, member: str = "", contributor: int | None = None
) -> Value | None:
    """Return what stands for a period, a part and a contributor. One query."""
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=indicator, is_latest=True)
    found = rows.filter(period=period, member=member, contributor=contributor)
    return found.select_related("evidence").first()


def seen_value(indicator: Indicator, pk: str) -> Value | None:
    """Return the vintage that a form was filled from. One query at most."""
    number = row_id(pk)
    if number is None:
        return None
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=indicator, pk=number)
    return rows.select_related("evidence").first()


def next_period(text: IndicatorText, *, starts_on: date) -> Period | None:
    """Return the period that a value is wanted of next. One query."""
    rows = Value.objects.unrestricted(reason=REASON).filter(
        indicator=text.indicator_id, is_latest=True, member=""
    )
    found = expected_next(
        frequency=Frequency(text.frequency),
        lag_days=text.lag_days,
        answered=[Period.parse(period) for period in rows.values_list("period", flat=True)],
        starts_on=starts_on,
    )
    return found.period if found else None


def entered(
    strategy: Strategy, *, user: User, on: date, words: Iterable[str] = ()
) -> tuple[Entered, ...]:
    """Return the indicators in force, then those of the draft alone. At most five queries."""
    current = in_force(editions_seen(strategy, user=user), on=on)
    draft = draft_of(strategy, user=user)
    found: dict[int, Entered] = {}
    for edition in (current, draft):
        if edition is None:
            continue
        rows = texts(edition).select_related("indicator__kept")
        for word in words:
            rows = rows.filter(folded__contains=word)
        for row in rows:
            kept = getattr(row.indicator, "kept", None)
            found.setdefault(row.indicator_id, Entered(row, kept, edition is not current))
    return tuple(found.values())
