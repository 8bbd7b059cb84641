"""Which edition an address asks for, and whether the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404

from headway.foundation.core.days import Days
from headway.monitoring.strategy.permissions import can_see_strategy
from headway.monitoring.strategy.queries.editions import editions_at, in_force

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from headway.monitoring.strategy.models import Edition, Strategy


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy as an address asks for it: one edition, and those beside it."""

    strategy: Strategy
    edition: Edition
    editions: tuple[Edition, ...]
    days: Days
    current: Edition | None
    """The edition in force today."""

    @property
    def moment(self) -> datetime | None:
        """The last instant of which something counts; None for today, when everything does."""
        before = self.days.known_before
        return before - timedelta.resolution if before else None


def read_strategy(request: HttpRequest, slug: str, *, at: datetime) -> Reading:
    """Return what the address asks for. One query for a reader who is not signed in.

    :raises Http404: for a strategy or a day that shows this reader nothing.
    :raises BadInput: for a day that is none, or whose knowledge lies ahead.
    """
    editions = editions_at(slug, user=request.user)
    strategy = editions[0].strategy if editions else None
    if strategy is None or not can_see_strategy(request.user, strategy):
        raise Http404
    days = Days.asked(request.GET, at=at, zone=strategy.time_zone)
    edition = in_force(editions, on=days.on)
    if edition is None:
        raise Http404
    return Reading(strategy, edition, editions, days, in_force(editions, on=days.today))
