"""A running total since the start: jobs created so far."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.monitoring.indicators.kinds.base import Entry, Kind
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.foundation.core.periods import Period
    from headway.monitoring.indicators.facts import Point


class Cumulative(Kind):
    """Each value is the total so far and holds until the next; totals are never added over time.

    Several contributors: the sum of each one’s latest. Who has not begun has nothing in the total.
    """

    code: ClassVar[str] = "cumulative"
    label = pgettext_lazy("kind of indicator", "running total")
    summary = _("How many since the start, such as jobs created so far. Enter the total each time.")
    is_whole: ClassVar[bool] = True
    never_falls: ClassVar[bool] = True
    floor: ClassVar[Decimal | None] = Decimal(0)
    directions: ClassVar[tuple[Direction, ...]] = (Direction.UP,)

    def series(self, entries: Sequence[Entry]) -> tuple[Point, ...]:
        latest: dict[str, Entry] = {}
        points = {}
        for entry in _in_order(entry for entry in entries if entry.has_figure):
            latest[entry.contributor] = entry
            points[entry.period.last_day] = self._point(
                entry.period.last_day, list(latest.values())
            )
        return tuple(point for point in points.values() if point)

    def total(self, entries: Sequence[Entry], period: Period) -> Point | None:
        so_far = [point for point in self.series(entries) if point.day <= period.last_day]
        return so_far[-1] if so_far else None


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by the day; of one contributor’s periods that end on one day the longest comes last."""
    return sorted(
        entries, key=lambda entry: (entry.period.last_day, -entry.period.first_day.toordinal())
    )
