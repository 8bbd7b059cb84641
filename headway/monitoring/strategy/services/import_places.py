"""Where the nodes of a draft stand while an import adds and moves some."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.rules import MOST_PLACES, PLACE_STEP, path_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.monitoring.strategy.imports.plan import Place
    from headway.monitoring.strategy.models import Edition


class Places:
    """Gives out places at the end of each parent's children, and the paths that follow.

    A place is named as in a plan: 0 the top, n the standing node n, -n the n-th that is created.
    """

    def __init__(self, draft: Edition, newcomers: Iterable[Place]) -> None:
        """`newcomers`: for each node that is added or moved, what it will stand under."""
        self._stood: dict[int, str] = {}
        self._own: dict[Place, tuple[Place, int]] = {}
        self._last: dict[Place, int] = {}
        rows = NodeText.objects.of(draft).order_by("path").values_list("node", "parent", "path")
        for node, parent, path in rows.iterator(chunk_size=2000):
            own = int(path.rpartition(".")[2])
            self._stood[node] = path
            self._own[node] = (parent or 0, own)
            self._last[parent or 0] = max(own, self._last.get(parent or 0, 0))
        self._step = {
            parent: self._step_under(parent, count) for parent, count in Counter(newcomers).items()
        }
        self._paths: dict[Place, str] = {0: ""}

    def _step_under(self, parent: Place, count: int) -> int:
        """Return the gap between newcomers: the usual one, a smaller one where many come.

        :raises BadInput: when there is no room.
        """
        room: int = (MOST_PLACES - self._last.get(parent, 0)) // count
        if not room:
            sentence = _("Too many rows stand under one parent. Put a level between them.")
            raise BadInput({"parent": sentence})
        return min(PLACE_STEP, room)

    def put(self, place: Place, parent: Place) -> None:
        """Put a node behind the last child of a parent."""
        last = self._last.get(parent, 0) + self._step[parent]
        self._last[parent] = last
        self._own[place] = (parent, last)

    def path(self, place: Place) -> str:
        if place not in self._paths:
            parent, own = self._own[place]
            self._paths[place] = path_below(self.path(parent), own)
        return self._paths[place]

    def depth(self, place: Place) -> int:
        return self.path(place).count(".") + 1

    def holds(self, place: Place) -> bool:
        return place in self._own or not place

    def shifted(self) -> Iterator[int]:
        """Yield the standing nodes whose path is another one now."""
        return (node for node, path in self._stood.items() if self.path(node) != path)
