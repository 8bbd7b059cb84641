"""What a backup knows of the audit trail, so that a trail cut short or written anew is noticed."""

from __future__ import annotations

from typing import Any

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.rules import commitment

AT_ONCE = 2000
WHY = "the whole trail is weighed; nobody reads it"


def audit_head() -> dict[str, Any]:
    """Return the number and the commitment of the last entry; nothing, if there is none."""
    entries = Entry.objects.unrestricted(reason=WHY).order_by("-number")
    newest = entries.values("number", "commitment").first()
    return dict(newest) if newest else {}


def broken_payloads() -> list[int]:
    """Return the numbers of entries whose payload is not the one that they were made with."""
    payloads = Payload.objects.unrestricted(reason=WHY).select_related("entry")
    return [
        kept.entry.number
        for kept in payloads.order_by("entry_id").iterator(chunk_size=AT_ONCE)
        if commitment(salt=kept.salt, payload=kept.content) != kept.entry.commitment
    ]
