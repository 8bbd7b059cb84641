"""What the apps above learn of strategies, and which of their pages a strategy's own lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from headway.foundation.core.hooks import Hook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText

EDITION_BEGINS = Hook("An edition was put in force, or its day was corrected: `edition`, `at`.")
TEXT_TAKEN_BACK = Hook(
    "An edition that has not begun loses its text, which is made again: `edition`."
)
DRAFT_GOES = Hook("A draft is about to lose its text: `draft`.")
NODES_END = Hook("Nodes end with a draft, and what stands at them with them: `draft`, `nodes`.")


class Ways:
    """Pages of higher apps that a page of the workspace leads to: what they are called, where."""

    def __init__(self) -> None:
        self._routes: dict[str, _StrOrPromise] = {}

    def add(self, route: str, label: _StrOrPromise) -> None:
        """Lead to a route that takes the slugs of the thing; twice the same counts once."""
        self._routes[route] = label

    def of(self, *slugs: str, **query: str) -> list[tuple[_StrOrPromise, str]]:
        """Return the words and the address of each way."""
        asked = f"?{urlencode(query)}" if query else ""
        return [
            (label, f"{reverse(route, args=slugs)}{asked}") for route, label in self._routes.items()
        ]


class Row(NamedTuple):
    """One thing that waits for a person, in the columns in which every source is read."""

    kind: str
    key: str
    words: TranslatedText
    of: TranslatedText
    name: str
    slug: str
    besides: str
    due_on: date | None
    number: int


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person, wherever it comes from: what, where, until when."""

    title: TranslatedText
    address: str
    said: str
    kind: str
    count: int = 1
    """Of how many things it tells at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing that waits for people: which rows, what their columns hold, how it is told.

    `columns` name paths of the rows; a column that is not named stays empty.
    """

    kind: str
    rows: Callable[[User], QuerySet[Any]]
    columns: Mapping[str, str]
    told: Callable[[Row, datetime], Task]


class Tasks:
    """What waits for a person in apps that do not know each other, for one visible list."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def add(self, *sources: Source) -> None:
        """Ask sources from now on; twice the same counts once."""
        self.sources |= {source.kind: source for source in sources}


TASKS = Tasks()
STRATEGY_WAYS, DRAFT_WAYS, NODE_WAYS = Ways(), Ways(), Ways()
"""From the page of a strategy, of its draft, and of a node in the draft (`?node=key`)."""
