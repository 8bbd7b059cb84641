"""Who gets a place at an event: counted while the event is locked, so that none is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.exchange.models import Registration
from headway.cooperation.exchange.rules import free_places, next_in_line
from headway.cooperation.exchange.services.common import REASON
from headway.cooperation.exchange.services.letters import tell_place
from headway.cooperation.exchange.states import EventState, RegistrationState

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.models import Event


def free_at(event: Event) -> int | None:
    """Return how many places are free; None for an event that counts none. One query."""
    rows = Registration.objects.unrestricted(reason=REASON)
    taken = rows.filter(event=event, state=RegistrationState.REGISTERED).count()
    return free_places(event.places, taken)


def give_places(event: Event, *, at: datetime) -> int:
    """Give free places to those who wait, the first first, and tell them; return how many.

    The event is locked by whoever calls.
    """
    if event.state != EventState.ANNOUNCED:
        return 0
    rows = Registration.objects.unrestricted(reason=REASON)
    waiting = rows.filter(event=event, state=RegistrationState.WAITING)
    line = list(waiting.order_by("confirmed_at", "pk"))
    chosen = set(next_in_line([one.pk for one in line], free_at(event) if line else 0))
    for one in line:
        if one.pk in chosen:
            one.event, one.state = event, RegistrationState.REGISTERED
            one.save(update_fields=["state"])
            tell_place(one, at=at)
    return len(chosen)
