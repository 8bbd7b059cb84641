"""Two people confirm at the same moment, and one place is left."""

from __future__ import annotations

from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.exchange.models import Event, Registration
from headway.cooperation.exchange.services import confirm_place, registrations
from headway.cooperation.exchange.services.places import free_at
from headway.cooperation.exchange.tests.factories import (
    AT,
    REASON,
    VISITOR,
    announced,
    asked,
    world,
)
from headway.foundation.core.tests.racing import LONG, at_once

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]


def confirming(pk: int) -> Callable[[], object]:
    return lambda: confirm_place(registration_id=pk, by=VISITOR, at=AT)


def confirmed_at_once() -> list[str]:
    event = announced(world(), places=1)
    both = [asked(event, f"{name}@example.org").pk for name in ("ona", "jonas")]
    at_once(*(confirming(pk) for pk in both))
    rows = Registration.objects.unrestricted(reason=REASON).filter(event=event)
    return sorted(rows.values_list("state", flat=True))


def test_of_two_who_confirm_at_once_one_gets_the_last_place() -> None:
    assert confirmed_at_once() == ["registered", "waiting"]


def test_without_the_lock_both_would_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Event.objects.unrestricted(reason=REASON).select_related("project")
    monkeypatch.setattr(registrations, "locked_event", lambda pk: rows.get(pk=pk))
    both_have_counted, count = Barrier(2), free_at

    def counted(event: Event) -> int | None:
        free = count(event)
        both_have_counted.wait(LONG)
        return free

    monkeypatch.setattr(registrations, "free_at", counted)
    assert confirmed_at_once() == ["registered", "registered"]
