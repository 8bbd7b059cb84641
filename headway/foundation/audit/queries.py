from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.foundation.audit.models import Entry
from headway.foundation.audit.verbs import tell

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from headway.foundation.core.actors import Actor


TRAIL_PAGE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a reader sees it."""

    number: int
    at: datetime
    actor: str
    sentence: str
    reason: str
    payload: dict[str, Any]


def history_of(thing: Model, *, user: Actor) -> tuple[Told, ...]:
    """Return what was done to a thing, newest first, as far as this person may see it."""
    entries = Entry.objects.visible_to(user).filter(
        thing_type=thing._meta.label_lower, thing_key=str(getattr(thing, "key", thing.pk))
    )
    return told(entries)


def told(entries: QuerySet[Entry]) -> tuple[Told, ...]:
    """Tell entries as sentences, newest first. One query."""
    return tuple(_told(entry) for entry in entries.select_related("payload").order_by("-number"))


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A slice of the trail, newest first; whether there are entries before it."""

    entries: tuple[Told, ...]
    number: int
    has_more: bool


def trail(user: Actor, *, thing_type: str = "", page: int = 1) -> TrailPage:
    """Return a page of what this person may see of the trail. One query."""
    entries = Entry.objects.visible_to(user)
    if thing_type:
        entries = entries.filter(thing_type=thing_type)
    start = (page - 1) * TRAIL_PAGE
    found = entries.select_related("payload").order_by("-number")
    rows = [_told(entry) for entry in found[start : start + TRAIL_PAGE + 1]]
    return TrailPage(tuple(rows[:TRAIL_PAGE]), page, len(rows) > TRAIL_PAGE)


def thing_types(user: Actor) -> tuple[str, ...]:
    """Return the types of things in what this person may see of the trail. One query."""
    entries = Entry.objects.visible_to(user).order_by("thing_type")
    return tuple(entries.values_list("thing_type", flat=True).distinct())


def _told(entry: Entry) -> Told:
    payload = json.loads(entry.payload.content) if hasattr(entry, "payload") else {}
    return Told(
        number=entry.number,
        at=entry.at,
        actor=entry.actor_name,
        sentence=tell(
            verb=entry.verb, actor=entry.actor_name, thing=entry.thing_name, payload=payload
        ),
        reason=str(payload.get("reason", "")),
        payload=payload,
    )
