"""Writes the audit trail; called by every service inside its own transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from headway.foundation.audit.models import DailyHead, Entry, Erasure, Link, Payload
from headway.foundation.audit.queries import PERSON, Head, entries_of_person
from headway.foundation.audit.rules import (
    GENESIS,
    canonical,
    commitment,
    erasure_digest,
    link_digest,
    mentions,
)
from headway.foundation.audit.states import Part
from headway.foundation.publication.services import renew

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import Model

    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.actors import Actor

SALT_BYTES = 16
NAME_LENGTH = 300
ACTOR_LENGTH = 200
SLICE = 500
DAY = timedelta(days=1)
INTEGRITY = "integrity"
"""The scope of the page that shows the daily heads."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to one thing.

    `name` is what the thing is called at the time, where the thing itself does not know.
    The payload holds strings, whole numbers, booleans, null, lists and objects only.
    """

    thing: Model
    name: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@transaction.atomic
def record(
    verb: Verb,
    thing: Model,
    *,
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
    name: str = "",
) -> Entry:
    """Add one entry: who did what to which thing, when, and why.

    `name` is what the thing is called at the time, where the thing itself does not know.
    The payload holds strings, whole numbers, booleans, null, lists and objects only.

    :raises TypeError: for a payload that JSON cannot hold; a bug in the caller.
    """
    deed = Deed(thing, name=name, payload=payload or {}, reason=reason)
    return _add(verb, [deed], by=by, at=at)[0]


@transaction.atomic
def record_many(verb: Verb, deeds: Iterable[Deed], *, by: Actor, at: datetime) -> list[Entry]:
    """Add one entry for each thing, in their order. Two queries.

    :raises TypeError: for a payload that JSON cannot hold; a bug in the caller.
    """
    return _add(verb, deeds, by=by, at=at)


def _add(verb: Verb, deeds: Iterable[Deed], *, by: Actor, at: datetime) -> list[Entry]:
    kept = [_written(verb, each, by=by, at=at) for each in deeds]
    entries = Entry.objects.bulk_create(payload.entry for payload in kept)
    Payload.objects.bulk_create(kept)
    if connection.vendor == "sqlite":
        _link(entries)
    return entries


def _written(verb: Verb, deed: Deed, *, by: Actor, at: datetime) -> Payload:
    """Return a payload with its entry, neither kept yet."""
    reason = {"reason": deed.reason} if deed.reason else {}
    payload = Payload(
        actor_name=str(by)[:ACTOR_LENGTH],
        actor_salt=secrets.token_hex(SALT_BYTES),
        thing_name=(deed.name or str(deed.thing))[:NAME_LENGTH],
        thing_salt=secrets.token_hex(SALT_BYTES),
        content=canonical({**deed.payload, **reason}),
        content_salt=secrets.token_hex(SALT_BYTES),
    )
    entry = Entry(
        at=at,
        actor_id="" if by.pk is None else str(by.pk),
        verb=verb.code,
        thing_type=deed.thing._meta.label_lower,
        thing_key=str(getattr(deed.thing, "key", deed.thing.pk)),
        actor_commitment=commitment(salt=payload.actor_salt, words=payload.actor_name),
        thing_commitment=commitment(salt=payload.thing_salt, words=payload.thing_name),
        content_commitment=commitment(salt=payload.content_salt, words=payload.content),
    )
    entry.digest = entry.computed_digest
    payload.entry = entry
    return payload


def _link(entries: Iterable[Entry]) -> list[Link]:
    """Add entries to the chain, where the database does not do so itself. Two queries."""
    last = Link.objects.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, GENESIS)
    links = []
    for entry in entries:
        position += 1
        digest = link_digest(
            position=position, entry=entry.number, says=entry.digest, previous=previous
        )
        links.append(Link(position=position, entry=entry, previous=previous, digest=digest))
        previous = digest
    return Link.objects.bulk_create(links)


@transaction.atomic
def keep_daily_heads(*, at: datetime) -> list[DailyHead]:
    """Keep where the chain stood after each day that ended since; the first time, after yesterday.

    A day is that of the site’s time zone. Two queries where nothing is to be kept.
    """
    today = timezone.localdate(at)
    newest = DailyHead.objects.order_by("-day").first()
    day = newest.day if newest else today - 2 * DAY
    kept = []
    while (day := day + DAY) < today:
        last = Link.objects.filter(entry__at__lt=_end_of(day)).order_by("-position").first()
        head = Head(last.position, last.digest) if last else Head(0, GENESIS)
        kept.append(DailyHead(day=day, position=head.position, digest=head.digest))
    made = DailyHead.objects.bulk_create(kept, ignore_conflicts=True)
    if made:
        renew(INTEGRITY, at=at)
    return made


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + DAY, time.min))


@transaction.atomic
def erase(
    verb: Verb,
    person: Model,
    *,
    names: Iterable[str],
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> Counter[Part]:
    """Erase what the trail says of a person in words, record it, and count it.

    Gone are their name where they acted, all words about them, and whatever has one of `names`
    in it. That something was done, when, by whom under which number and to what, stays.
    """
    key = str(person.pk)
    parts = [
        (each.pk, part)
        for each in entries_of_person(key=key, names=names)
        for part in _said_of(each, key=key, names=names, record=verb.code)
    ]
    parts.sort()
    digest = erasure_digest((entry, part.value) for entry, part in parts)
    told = {**(payload or {}), "parts": len(parts), "digest": digest}
    entry = record(verb, person, by=by, at=at, payload=told)
    for part in Part:
        _empty(part, [number for number, each in parts if each == part])
    Erasure.objects.bulk_create(
        [Erasure(entry_id=number, part=part, record=entry) for number, part in parts],
        batch_size=SLICE,
    )
    return Counter(part for _number, part in parts)


def _said_of(payload: Payload, *, key: str, names: Iterable[str], record: str) -> list[Part]:
    """Return what of a payload is about a person and still there. A record of an erasure stays."""
    entry = payload.entry
    about = (entry.thing_type, entry.thing_key) == (PERSON, key) and entry.verb != record
    said = {
        Part.ACTOR: (payload.actor_salt, entry.actor_id == key, payload.actor_name),
        Part.THING: (payload.thing_salt, about, payload.thing_name),
        Part.CONTENT: (payload.content_salt, about, payload.content),
    }
    return [
        part
        for part, (salt, theirs, words) in said.items()
        if salt and (theirs or mentions(words, names))
    ]


def _empty(part: Part, entries: list[int]) -> None:
    words = "content" if part == Part.CONTENT else f"{part.value}_name"
    gone = {words: "", f"{part.value}_salt": ""}
    payloads = Payload.objects.unrestricted(reason="what is erased, is erased for everybody")
    for start in range(0, len(entries), SLICE):
        payloads.filter(pk__in=entries[start : start + SLICE]).update(**gone)
