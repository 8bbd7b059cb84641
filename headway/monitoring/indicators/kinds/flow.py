"""What passes during a period: exports, investment, people who come less those who leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.kinds.base import Entry, Kind, covering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from headway.monitoring.indicators.facts import Point


class Flow(Kind):
    """Shorter periods add up to longer ones. Whole years are judged; a part of one is to date."""

    code: ClassVar[str] = "flow"
    label = pgettext_lazy("kind of indicator", "amount of a period")
    summary = _("How much passed during a period, such as a year’s exports. Months add up.")
    adds_over_time: ClassVar[bool] = True

    def series(self, entries: Sequence[Entry]) -> tuple[Point, ...]:
        years = sorted({entry.period.last_day.year for entry in entries})
        totals = (
            (Period("year", year), self.total(entries, Period("year", year))) for year in years
        )
        return tuple(total for year, total in totals if total and total.day == year.last_day)

    def period_of(self, day: date, periods: Iterable[Period]) -> Period:  # noqa: ARG002 -- a year
        return Period.containing(day, "year")

    def total(self, entries: Sequence[Entry], period: Period) -> Point | None:
        found = covering(entries, period)
        return self._point(*found) if found else None
