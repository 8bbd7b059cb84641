"""What every service of this app does: take a row, keep it, tell the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.exchange.states import EVENT_STEPS, SEEN_BY_ALL
from headway.foundation.audit.services import record
from headway.foundation.core.versions import keep
from headway.foundation.publication.services import partnership_scope, renew
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.exchange.permissions import Keeper
    from headway.foundation.audit.verbs import Verb

REASON = "the service checks its own permission"
LONGEST_TITLE = 300  # signs
LONGEST_WORDS = 20_000  # signs
LONGEST_REASON = 2_000  # signs


def locked_event(event_id: int) -> Event:
    """Take an event, with its project, against other writers."""
    rows = Event.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return rows.select_related("project").get(pk=event_id)


def locked_practice(practice_id: int) -> GoodPractice:
    """Take a good practice, with its project, against other writers."""
    rows = GoodPractice.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return rows.select_related("project", "organisation").get(pk=practice_id)


def step(event: Event, name: str, *, at: datetime, **columns: object) -> None:
    """Move an event on and keep what changes with it.

    :raises WrongState: if the step is not possible from here.
    """
    event.state = EVENT_STEPS.target(state=event.state, step=name)
    event.changed_at = at
    for column, value in columns.items():
        setattr(event, column, value)
    keep(event, "state", "changed_at", *columns)


def told(
    verb: Verb,
    thing: Event | GoodPractice,
    *,
    by: Keeper,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done."""
    record(verb, thing, by=by, at=at, payload=payload, reason=reason)


def renewed(event: Event, *, at: datetime) -> None:
    """Say that what the public reads of a project has changed, if an event is public."""
    if event.is_public and event.state in SEEN_BY_ALL:
        renew(partnership_scope(event.project.key), at=at)


def _label(field: str, labels: Mapping[str, str]) -> str:
    name, _dot, language = field.partition(".")
    label = labels.get(name, name)
    return f"{label} ({own_name(language)})" if language else label
