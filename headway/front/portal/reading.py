"""Which edition an address asks for, and whether the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from headway.foundation.core.days import Days
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.permissions import can_see_strategy
from headway.monitoring.strategy.queries.editions import editions_seen, in_force

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy as an address asks for it: one edition, and those beside it."""

    strategy: Strategy
    edition: Edition
    editions: tuple[Edition, ...]
    days: Days
    current: Edition | None
    """The edition in force today."""


def read_strategy(request: HttpRequest, slug: str, *, at: datetime) -> Reading:
    """Return what the address asks for. Two queries for a reader who is not signed in.

    :raises Http404: for a strategy or a day that shows this reader nothing.
    :raises BadInput: for a day that is none, or whose knowledge lies ahead.
    """
    strategy = Strategy.objects.filter(slug=slug).select_related("organisation").first()
    if strategy is None or not can_see_strategy(request.user, strategy):
        raise Http404
    days = Days.asked(request.GET, at=at, zone=strategy.time_zone)
    editions = editions_seen(strategy, user=request.user)
    edition = in_force(editions, on=days.on)
    if edition is None:
        raise Http404
    return Reading(strategy, edition, editions, days, in_force(editions, on=days.today))
