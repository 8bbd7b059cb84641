"""Who does something, as the foundation sees it: less than a person who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Actor(Protocol):
    """Anyone who can be named in the audit trail. A system actor has no primary key."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401 -- Django's own annotation

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A command run by whoever holds the machine: it may do everything, and says so by name."""

    name: str

    @property
    def pk(self) -> None:
        return None

    def __str__(self) -> str:
        return self.name


LONGEST_WRITER = 60


def writer_of(by: Actor) -> str:
    """Return under which name somebody's typing is kept apart from that of others."""
    return f"person:{by.pk}" if by.pk else f"name:{by}"[:LONGEST_WRITER]
