"""A draft beside the edition that it follows: what is new, changed, moved or ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Window

from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility
from headway.monitoring.strategy.queries.tree import fold_words
from headway.monitoring.strategy.rules import moved_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

REASON = "whoever holds a draft may read the edition that it follows"
PAGE = 150
WORDED = (
    "code",
    "title",
    "description",
    "kind",
    "is_flagship",
    "start",
    "due",
    "sectors",
    "funding",
    "provenance",
)
"""The columns of a text that are its wording; the others say where it stands."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The nodes, by id, in which a draft differs from the edition before; and what it ends."""

    new: frozenset[int]
    changed: frozenset[int]
    moved: frozenset[int]
    ended: tuple[NodeText, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.moved or self.ended)

    def marks_of(self, node_id: int) -> tuple[str, ...]:
        """Return what happened to a node that the draft holds: new, changed, moved."""
        found = {"new": self.new, "changed": self.changed, "moved": self.moved}
        return tuple(mark for mark, nodes in found.items() if node_id in nodes)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A slice of a draft's nodes, and how many match in all."""

    rows: tuple[NodeText, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def differences(draft: Edition) -> Differences:
    """Compare a draft with what stands without it. Three queries, over the rows that differ.

    A node whose parent moved has not moved itself; nor has one that made room for another: two
    queries more tell that, where nodes stand elsewhere under the same parent.
    """
    texts = NodeText.objects.unrestricted(reason=REASON).filter(strategy=draft.strategy_id)
    now = {text.node_id: text for text in texts.filter(from_number=draft.number)}
    ended = texts.filter(until_number=draft.number).select_related("node").order_by("path")
    before = {text.node_id: text for text in ended}
    both = now.keys() & before.keys()
    changed = {node for node in both if _is_worded_anew(before[node], now[node])}
    return Differences(
        new=frozenset(now.keys() - before.keys()),
        changed=frozenset(changed | (_with_other_duties(draft) - (now.keys() ^ before.keys()))),
        moved=_moved(draft, {node: (before[node], now[node]) for node in both}),
        ended=tuple(text for node, text in before.items() if node not in now),
    )


def _is_worded_anew(before: NodeText, now: NodeText) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in WORDED)


def _moved(draft: Edition, both: Mapping[int, tuple[NodeText, NodeText]]) -> frozenset[int]:
    found, beside = set[int](), dict[int | None, set[int]]()
    for node, (before, now) in both.items():
        if before.parent_id != now.parent_id:
            found.add(node)
        elif before.path.rpartition(".")[2] != now.path.rpartition(".")[2]:
            beside.setdefault(now.parent_id, set()).add(node)
    return frozenset(found | _reordered(draft, beside)) if beside else frozenset(found)


def _reordered(draft: Edition, candidates: Mapping[int | None, set[int]]) -> set[int]:
    """Return which of those that stand elsewhere under the same parent stand in another order."""
    rows = NodeText.objects.unrestricted(reason=REASON).filter(strategy=draft.strategy_id)
    under = Q(parent__in=[parent for parent in candidates if parent])
    texts = rows.filter(under | Q(parent=None) if None in candidates else under).order_by("path")
    stood = _children(texts.filter(from_number__lt=draft.number, until_number__gte=draft.number))
    stands = _children(texts.filter(from_number__lte=draft.number, until_number__gt=draft.number))
    found = set[int]()
    for parent, nodes in candidates.items():
        before, now = stood.get(parent, []), stands.get(parent, [])
        both = set(before) & set(now)
        found |= moved_beside(
            [node for node in before if node in both],
            [node for node in now if node in both],
            candidates=nodes,
        )
    return found


def _children(texts: QuerySet[NodeText]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for parent, node in texts.values_list("parent", "node"):
        found.setdefault(parent, []).append(node)
    return found


def _with_other_duties(draft: Edition) -> set[int]:
    """Return the nodes for which the draft begins or ends somebody's responsibility."""
    rows = Responsibility.objects.unrestricted(reason=REASON).filter(strategy=draft.strategy_id)
    differing = rows.filter(from_number=draft.number) | rows.filter(until_number=draft.number)
    return set(differing.values_list("node_id", flat=True))


def draft_page(draft: Edition, *, words: str = "", top: str = "", page: int = 1) -> DraftPage:
    """Return a page of the nodes of a draft, of every level, in the order of the tree. One query.

    `top` is the path of a top node: it and what stands below it are shown.
    """
    texts = NodeText.objects.of(draft).select_related("node")
    for word in fold_words(words):
        texts = texts.filter(folded__contains=word)
    if top:
        texts = texts.filter(path__startswith=top)
    start = (max(page, 1) - 1) * PAGE
    rows = tuple(
        texts.annotate(matching=Window(Count("pk"))).order_by("path")[start : start + PAGE]
    )
    return DraftPage(rows, getattr(rows[0], "matching", 0) if rows else 0, max(page, 1))


def top_nodes(edition: Edition) -> tuple[NodeText, ...]:
    """Return the nodes of the first level, in order. One query."""
    texts = NodeText.objects.of(edition).filter(depth=1)
    return tuple(texts.select_related("node").order_by("path"))


def possible_parents(draft: Edition, text: NodeText) -> tuple[NodeText, ...]:
    """Return under what a node can stand: above the counted level, not below itself. One query."""
    texts = NodeText.objects.of(draft).filter(depth__lt=draft.frame.counted_depth)
    outside = texts.exclude(path__startswith=f"{text.path}.").exclude(pk=text.pk)
    return tuple(outside.select_related("node").order_by("path"))


def neighbours(draft: Edition, parent: Node | None, but: Node) -> tuple[NodeText, ...]:
    """Return the nodes directly under a parent, but for the one that moves. One query."""
    texts = NodeText.objects.of(draft).filter(parent=parent).exclude(node=but)
    return tuple(texts.select_related("node").order_by("path"))


def with_all_below(draft: Edition, text: NodeText) -> tuple[NodeText, ...]:
    """Return a node and everything below it, in the order of the tree. One query."""
    texts = NodeText.objects.of(draft)
    rows = texts.filter(pk=text.pk) | texts.filter(path__startswith=f"{text.path}.")
    return tuple(rows.select_related("node").order_by("path"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: the key of its parent and of the neighbour before it; empty: none."""

    parent: str
    after: str


def place_of(draft: Edition, text: NodeText) -> Place:
    """Return where a node stands. Two queries."""
    beside = NodeText.objects.of(draft).filter(parent=text.parent_id, path__lt=text.path)
    before = beside.select_related("node").order_by("-path").first()
    return Place(
        parent=text.parent.key if text.parent else "", after=before.node.key if before else ""
    )
