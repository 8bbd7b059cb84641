from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import connection

from headway.foundation.audit.queries import PERSON
from headway.foundation.audit.services import erase, record
from headway.foundation.audit.verbs import Verb, registered
from headway.foundation.core.actors import SystemActor
from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

    from headway.foundation.audit.models import Entry
    from headway.foundation.audit.states import Part
    from headway.foundation.core.actors import Actor

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINKING = {"sqlite": 2, "postgresql": 0}
"""Queries that link what is recorded, as the application sees them: the last link, the new ones."""
ERASED = registered().get("test_erased") or Verb("test_erased", "%(actor)s erased %(thing)s.")
DONE = registered().get("test_done") or Verb("test_done", "%(actor)s did %(what)s to %(thing)s.")


@dataclass(frozen=True)
class Person:
    """Somebody as the audit trail sees them, without the accounts that lie above it."""

    pk: int
    name: str = "Ona"
    reads_everything: bool = False
    _meta: ClassVar[SimpleNamespace] = SimpleNamespace(label_lower=PERSON)

    def __str__(self) -> str:
        return self.name


ONA, JONAS = Person(1), Person(2, "Jonas Jonaitis")


def thing(scope: str = "directory") -> ContentVersion:
    """Return a thing of the only app below this one; it need not be kept."""
    return ContentVersion(scope=scope, renewed_at=AT)


def entry(
    by: Actor = ONA, *, payload: Mapping[str, Any] | None = None, scope: str = "directory"
) -> Entry:
    return record(DONE, thing(scope), by=by, at=AT, payload=payload or {"what": "something"})


def settle() -> None:
    """Do now what the database leaves to the end of the transaction: PostgreSQL links entries."""
    connection.check_constraints()


def erased(person: Person, *names: str) -> Counter[Part]:
    """Erase somebody of whom no more is known than their number and these names."""
    nameless = cast("Model", replace(person, name=f"#{person.pk}"))
    return erase(ERASED, nameless, names=names, by=SystemActor("Headway"), at=AT)
