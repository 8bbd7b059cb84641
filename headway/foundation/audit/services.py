"""Writes the audit trail; called by every service inside its own transaction."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.rules import canonical, commitment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.actors import Actor

SALT_BYTES = 16
NAME_LENGTH = 300
ACTOR_LENGTH = 200


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
    content = canonical({**(payload or {}), **({"reason": reason} if reason else {})})
    salt = secrets.token_hex(SALT_BYTES)
    entry = Entry.objects.create(
        at=at,
        actor_id="" if by.pk is None else str(by.pk),
        actor_name=str(by)[:ACTOR_LENGTH],
        verb=verb.code,
        thing_type=thing._meta.label_lower,
        thing_key=str(getattr(thing, "key", thing.pk)),
        thing_name=(name or str(thing))[:NAME_LENGTH],
        commitment=commitment(salt=salt, payload=content),
    )
    Payload.objects.create(entry=entry, content=content, salt=salt)
    return entry
