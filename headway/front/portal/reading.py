"""Which edition an address asks for, and whether the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.permissions import can_see_strategy
from headway.monitoring.strategy.queries.editions import editions_seen, in_force

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy as an address asks for it: one edition, and those beside it."""

    strategy: Strategy
    edition: Edition
    editions: tuple[Edition, ...]
    on: date
    today: date
    current: Edition | None
    """The edition in force today."""

    @property
    def is_past(self) -> bool:
        return self.on != self.today


def read_strategy(request: HttpRequest, slug: str) -> Reading:
    """Return what the address asks for. Two queries for a reader who is not signed in.

    :raises Http404: for a strategy or a day that shows this reader nothing.
    :raises BadInput: for a day that is none.
    """
    strategy = Strategy.objects.filter(slug=slug).select_related("organisation").first()
    if strategy is None or not can_see_strategy(request.user, strategy):
        raise Http404
    today = timezone.localdate(timezone=ZoneInfo(strategy.time_zone))
    on = asked_day(request) or today
    editions = editions_seen(strategy, user=request.user)
    edition = in_force(editions, on=on)
    if edition is None:
        raise Http404
    return Reading(strategy, edition, editions, on, today, in_force(editions, on=today))


def asked_day(request: HttpRequest) -> date | None:
    """Read the day that an address asks for with `?on=`."""
    text = request.GET.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = _("“%(text)s” is no day. Write it as 2026-11-22.")
        raise BadInput({"on": sentence % {"text": text}}) from None
