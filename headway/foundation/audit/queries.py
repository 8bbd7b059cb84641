from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.models import DailyHead, Entry, Link, Payload
from headway.foundation.audit.rules import GENESIS
from headway.foundation.audit.verbs import tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from headway.foundation.core.actors import Actor


TRAIL_PAGE = 100


ERASED_PERSON = _("A person whose data were erased")
ERASED_NAME = _("(name erased)")
PERSON = "accounts.user"
"""The type of thing that a person is; their app lies above this one."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: how many links, the digest of the last."""

    position: int
    digest: str


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


def head() -> Head:
    """Return where the chain stands, such as for a backup. One query."""
    last = Link.objects.order_by("-position").first()
    return Head(last.position, last.digest) if last else Head(0, GENESIS)


def count_unlinked() -> int:
    """Return how many entries have no place in the chain; never any. One query."""
    entries = Entry.objects.unrestricted(reason="a count only, for the metrics")
    return entries.filter(link=None).count()


def daily_heads() -> QuerySet[DailyHead]:
    """Return where the chain stood after each day, newest first."""
    return DailyHead.objects.order_by("-day")


def entries_of_person(*, key: str, names: Iterable[str]) -> QuerySet[Payload]:
    """Return the payloads that may hold a person’s data: theirs, about them, or with a name."""
    found = Q(entry__actor_id=key) | Q(entry__thing_type=PERSON, entry__thing_key=key)
    for name in names:
        written = json.dumps(name, ensure_ascii=False)[1:-1]
        found |= Q(thing_name__icontains=name) | Q(content__icontains=written)
    everything = Payload.objects.unrestricted(reason="what is erased, is erased for everybody")
    return everything.filter(found).select_related("entry").order_by("entry_id")


def _told(entry: Entry) -> Told:
    kept = entry.payload
    payload = json.loads(kept.content) if kept.content else {}
    actor = kept.actor_name if kept.actor_salt else str(ERASED_PERSON)
    thing = kept.thing_name if kept.thing_salt else str(ERASED_NAME)
    return Told(
        number=entry.number,
        at=entry.at,
        actor=actor,
        sentence=tell(verb=entry.verb, actor=actor, thing=thing, payload=payload),
        reason=str(payload.get("reason", "")),
        payload=payload,
    )
