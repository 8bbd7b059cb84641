"""What was learnt leads on: planned actions of the apps above that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText

    Finder = Callable[[Project, str], Iterable["FollowedUp"]]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A published planned action that follows from a good practice or an event."""

    title: TranslatedText
    plan: TranslatedText
    address: str
    lesson: TranslatedText
    """What was taken from it."""
    provenance: Provenance


class FollowUps:
    """Where what follows is found, by the key of a good practice or an event in its project."""

    def __init__(self) -> None:
        self._finders: list[Finder] = []

    def add(self, finder: Finder) -> None:
        """Look there from now on; twice the same counts once."""
        if finder not in self._finders:
            self._finders.append(finder)

    def of(self, project: Project, key: str) -> tuple[FollowedUp, ...]:
        """Return what everybody may read of it."""
        return tuple(each for finder in self._finders for each in finder(project, key))


FOLLOW_UPS = FollowUps()
