from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headway.foundation.audit.services import record
from headway.foundation.audit.verbs import Verb, registered
from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.audit.models import Entry
    from headway.foundation.core.actors import Actor

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DONE = registered().get("test_done") or Verb("test_done", "%(actor)s did %(what)s to %(thing)s.")


@dataclass(frozen=True)
class Person:
    """Somebody as the audit trail sees them, without the accounts that lie above it."""

    pk: int
    name: str = "Ona"
    reads_everything: bool = False

    def __str__(self) -> str:
        return self.name


ONA = Person(1)


def thing(scope: str = "directory") -> ContentVersion:
    """Return a thing of the only app below this one; it need not be kept."""
    return ContentVersion(scope=scope, renewed_at=AT)


def entry(
    by: Actor = ONA, *, payload: Mapping[str, Any] | None = None, scope: str = "directory"
) -> Entry:
    return record(DONE, thing(scope), by=by, at=AT, payload=payload or {"what": "something"})
