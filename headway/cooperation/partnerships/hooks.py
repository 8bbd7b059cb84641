"""What the page of a project leads to in the apps above, and what waits there for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText


@dataclass(frozen=True, slots=True)
class Way:
    """A page of a higher app, found by the address of a project."""

    words: _StrOrPromise
    route: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """Rows that wait for a person. All of a project are counted in one query."""

    rows: Callable[[User], QuerySet[Any]]
    project: str
    """From a row to its project, as a filter says it."""
    words: Callable[[int], str]
    """What is said of so many."""
    way: Way


@dataclass(frozen=True, slots=True)
class Door:
    """What partners do in a higher app: where, and what of it waits for whom."""

    ident: str
    """By which the page of a project is led to it."""
    title: _StrOrPromise
    about: _StrOrPromise
    ways: tuple[Way, ...] = ()
    waits: tuple[Waits, ...] = ()
    things: Callable[[User, Project], Iterable[tuple[TranslatedText, str]]] | None = None
    """Names and addresses, where each thing has a page and all together have none."""


class Doors:
    """The doors of a project, in the order in which the apps were made ready."""

    def __init__(self) -> None:
        self._found: list[Door] = []

    def add(self, door: Door) -> None:
        """Lead there from now on; twice the same counts once."""
        if door not in self._found:
            self._found.append(door)

    def all(self) -> tuple[Door, ...]:
        return tuple(self._found)


PROJECT_DOORS = Doors()
