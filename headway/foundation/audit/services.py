"""Writes the audit trail; called by every service inside its own transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.rules import canonical, commitment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.actors import Actor

SALT_BYTES = 16
NAME_LENGTH = 300
ACTOR_LENGTH = 200


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
    kept = []
    for each in deeds:
        reason = {"reason": each.reason} if each.reason else {}
        content, salt = canonical({**each.payload, **reason}), secrets.token_hex(SALT_BYTES)
        entry = Entry(
            at=at,
            actor_id="" if by.pk is None else str(by.pk),
            actor_name=str(by)[:ACTOR_LENGTH],
            verb=verb.code,
            thing_type=each.thing._meta.label_lower,
            thing_key=str(getattr(each.thing, "key", each.thing.pk)),
            thing_name=(each.name or str(each.thing))[:NAME_LENGTH],
            commitment=commitment(salt=salt, payload=content),
        )
        kept.append(Payload(entry=entry, content=content, salt=salt))
    entries = Entry.objects.bulk_create(payload.entry for payload in kept)
    Payload.objects.bulk_create(kept)
    return entries
