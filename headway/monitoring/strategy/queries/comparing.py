"""Two editions of a strategy side by side: which nodes differ, and where those stood.

Rows of text that belong to both editions say the same in both, so only the others are read whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db.models import Q

from headway.monitoring.strategy.models import NodeText, Responsibility
from headway.monitoring.strategy.rules import moved_among
from headway.monitoring.strategy.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.monitoring.strategy.models import Edition

REASON = "whoever holds two editions may read the text of both"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node stands: under which node, and after which; None is the top, or the first."""

    parent: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class NodeSide:
    """A node in one of two editions. Its duties are read only where they differ."""

    text: NodeText
    duties: tuple[Responsibility, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node that differs: before, after, or in one of them alone."""

    node_id: int
    before: NodeSide | None
    after: NodeSide | None
    has_moved: bool

    @property
    def path(self) -> str:
        """Where it stands in the order of the tree; what ended, where it stood."""
        side = self.after or self.before
        return side.text.path if side else ""


@dataclass(frozen=True, slots=True)
class NodeChanges:
    """The nodes in which two editions differ, in the order of the tree, and the names of others.

    `texts` holds by node, as far as it was read, what the later edition says, else the earlier.
    """

    changes: tuple[NodeChange, ...]
    texts: Mapping[int, NodeText]


@dataclass(frozen=True, slots=True)
class _Place:
    """As much of a row as the order of a tree needs."""

    row: int
    parent: int | None
    path: str


class _Outline:
    """The tree of one edition without its words."""

    def __init__(self, places: Mapping[int, _Place]) -> None:
        self.places = places
        self.below: dict[int | None, list[int]] = {}
        for node, place in sorted(places.items(), key=lambda item: item[1].path):
            self.below.setdefault(place.parent, []).append(node)
        self._after: dict[int, int | None] = {}
        for nodes in self.below.values():
            self._after |= dict(zip(nodes, [None, *nodes], strict=False))

    def spot(self, node: int) -> Spot:
        return Spot(self.places[node].parent, self._after[node])


def in_edition(edition: Edition) -> Q:
    """Match the rows of text that belong to an edition of a strategy that is named besides."""
    return Q(from_number__lte=edition.number, until_number__gt=edition.number)


def in_one_alone(one: Edition, other: Edition) -> Q:
    """Match the rows that belong to one of two editions of a strategy and not to the other."""
    held, held_there = in_edition(one), in_edition(other)
    own = Q(strategy=one.strategy_id)
    return own & ((held & ~held_there) | (held_there & ~held))


def in_either(one: Edition, other: Edition) -> Q:
    return Q(strategy=one.strategy_id) & (in_edition(one) | in_edition(other))


class Spanned(Protocol):
    """A row that belongs to the editions from one number until another."""

    from_number: int
    until_number: int


def holds(edition: Edition, row: Spanned) -> bool:
    return row.from_number <= edition.number < row.until_number


def node_changes(before: Edition, after: Edition, *, named: Iterable[int] = ()) -> NodeChanges:
    """Compare the nodes of two editions of one strategy. Three queries, whatever their number.

    `named` are nodes whose texts are wanted besides, since something else names them.
    """
    trees = _outlines(before, after)
    duties = _duties(before, after)
    moved = _moved(*trees)
    differing = moved | duties.keys() | _reworded(*trees)
    spots = {
        spot
        for tree in trees
        for node in differing & tree.places.keys()
        for spot in (tree.spot(node).parent, tree.spot(node).after)
    }
    wanted = {node for node in (*differing, *named, *spots) if node is not None}
    rows = {tree.places[node].row for tree in trees for node in wanted if node in tree.places}
    texts = NodeText.objects.unrestricted(reason=REASON).filter(pk__in=rows)
    by_row = {text.pk: text for text in texts.select_related("node")}
    found = []
    for node in differing:
        old, new = (
            _side(tree, edition, node, duties.get(node, ()), by_row)
            for tree, edition in zip(trees, (before, after), strict=True)
        )
        found.append(NodeChange(node, old, new, has_moved=node in moved))
    return NodeChanges(
        changes=tuple(sorted(filter(_differs, found), key=lambda each: each.path)),
        texts=_newest(by_row.values()),
    )


def _outlines(before: Edition, after: Edition) -> tuple[_Outline, _Outline]:
    rows = NodeText.objects.unrestricted(reason=REASON).filter(in_either(before, after))
    columns = ("pk", "node", "parent", "path", "from_number", "until_number")
    trees: tuple[dict[int, _Place], dict[int, _Place]] = ({}, {})
    for row, node, parent, path, first, until in rows.values_list(*columns):
        for tree, edition in zip(trees, (before, after), strict=True):
            if first <= edition.number < until:
                tree[node] = _Place(row, parent, path)
    return _Outline(trees[0]), _Outline(trees[1])


def _duties(before: Edition, after: Edition) -> dict[int, list[Responsibility]]:
    """Return all responsibilities, in either edition, at the nodes where some differ."""
    rows = Responsibility.objects.unrestricted(reason=REASON)
    nodes = rows.filter(in_one_alone(before, after)).values("node")
    found: dict[int, list[Responsibility]] = {}
    held = rows.filter(in_either(before, after), node__in=nodes).select_related("organisation")
    for row in held.order_by("-role", "organisation__slug"):
        found.setdefault(row.node_id, []).append(row)
    return found


def _moved(before: _Outline, after: _Outline) -> set[int]:
    """Return the nodes with another parent, or another place among those that stayed beside them.

    A node whose parent moved has not moved itself.
    """
    common = before.places.keys() & after.places.keys()
    moved = {node for node in common if before.places[node].parent != after.places[node].parent}
    for parent, nodes in after.below.items():
        stayed = [node for node in before.below.get(parent, ()) if node not in moved]
        moved |= moved_among(stayed, [node for node in nodes if node not in moved])
    return moved


def _reworded(before: _Outline, after: _Outline) -> set[int]:
    """Return the nodes that have a row of text in one of the editions alone."""
    nodes = before.places.keys() | after.places.keys()
    return {node for node in nodes if _row(before.places.get(node)) != _row(after.places.get(node))}


def _row(place: _Place | None) -> int | None:
    return place.row if place else None


def _side(
    tree: _Outline,
    edition: Edition,
    node: int,
    duties: Iterable[Responsibility],
    texts: Mapping[int, NodeText],
) -> NodeSide | None:
    if node not in tree.places:
        return None
    own = tuple(duty for duty in duties if holds(edition, duty))
    return NodeSide(texts[tree.places[node].row], own, tree.spot(node))


def _differs(change: NodeChange) -> bool:
    """Tell whether a node reads otherwise; rows that were written anew may say the same."""
    before, after = change.before, change.after
    if before is None or after is None or change.has_moved:
        return True
    sides = (wording_of(side.text, list(side.duties)) for side in (before, after))
    return next(sides) != next(sides)


def _newest(texts: Iterable[NodeText]) -> dict[int, NodeText]:
    return {text.node_id: text for text in sorted(texts, key=lambda text: text.from_number)}
