"""What a row of the access matrix says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.access.world import ROLES, World

PUBLIC = frozenset(ROLES)
Arguments = Callable[[World], Mapping[str, Any]]


def no_arguments(_world: World) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a row is about; two are equal if the same is made for them."""

    arguments: Arguments = field(compare=False)
    made_by: tuple[object, ...]

    @classmethod
    def of(cls, arguments: Arguments) -> Thing:
        if isinstance(arguments, partial):
            given = sorted(arguments.keywords.items())
            return cls(arguments, (arguments.func, arguments.args, *given))
        return cls(arguments, (arguments,))


@dataclass(frozen=True, slots=True)
class Row:
    """One route.

    `who` may open it; `PUBLIC` is everybody and means login_not_required. Whoever is signed in
    and not named is refused with 403 and a sentence; for those in `unseen` it does not exist
    (404). `arguments` names the thing of one's own, `foreign` one of another organisation, which
    is 404 for all but those who read everything. `also` are codes that an allowed request may
    end in besides success and redirection. `writes_on_get` gives the reason, where a GET writes.
    """

    route: str
    who: frozenset[str]
    methods: tuple[str, ...] = ("GET",)
    arguments: Arguments = no_arguments
    foreign: Arguments | None = None
    unseen: frozenset[str] = frozenset()
    also: frozenset[int] = frozenset()
    writes_on_get: str = ""
    is_by_link: bool = False
    """Whether a session that a task link opened may come here too, without signing in; the view
    itself sends everybody else to the sign-in. `test_by_link.py` walks these routes."""

    @property
    def is_public(self) -> bool:
        return self.who == PUBLIC

    def __str__(self) -> str:
        return self.route


def by_thing(rows: Iterable[Row]) -> list[tuple[Arguments, list[Row]]]:
    """Return rows with how that is made which they are about: once for all that share it."""
    found: dict[Thing, tuple[Arguments, list[Row]]] = {}
    for row in rows:
        found.setdefault(Thing.of(row.arguments), (row.arguments, []))[1].append(row)
    return [*found.values()]
