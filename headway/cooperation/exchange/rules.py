"""When an event is, who still gets a place, and what a good practice needs. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from headway.foundation.core.clocks import instants_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.core.partial_dates import PartialDate

KEPT_AFTER = timedelta(days=90)
"""How long those who registered are known after an event.

Source: Headway's own, after Regulation (EU) 2016/679, article 5 (1) (e).
"""


def span_of(
    start: PartialDate | None,
    end: PartialDate | None,
    clocks: tuple[time | None, time | None],
    zone: str,
) -> tuple[datetime, datetime] | None:
    """Return when an event begins and ends, if its days and times are known; nothing otherwise.

    Of a time that clocks show twice it is the first; one that they never show is nothing.

    Source: Headway's own: what is known in part stays in part.
    """
    begins, finishes = clocks
    last = end or start
    if not (start and last and start.is_day and last.is_day and begins and finishes and zone):
        return None
    first = instants_of(start.first_day, begins, zone)
    until = instants_of(last.first_day, finishes, zone)
    return (first[0], until[0]) if first and until else None


def days_of(start: PartialDate | None, end: PartialDate | None) -> tuple[datetime, datetime] | None:
    """Return midnight of the first day and that after the last; nothing for days in part.

    Source: RFC 5545, 3.6.1: an all-day event ends before the day that is named.
    """
    last = end or start
    if not (start and last and start.is_day and last.is_day):
        return None
    begins = datetime.combine(start.first_day, time(), UTC)
    return begins, datetime.combine(last.first_day, time(), UTC) + timedelta(days=1)


def free_places(places: int | None, taken: int) -> int | None:
    """Return how many places are left; nothing for an event that counts none.

    Source: Headway's own.
    """
    return None if places is None else max(places - taken, 0)


def next_in_line(waiting: Sequence[int], free: int | None) -> Sequence[int]:
    """Return who of those that wait, the first first, gets a place now.

    Source: Headway's own: who confirmed first is first.
    """
    return waiting if free is None else waiting[:free]
