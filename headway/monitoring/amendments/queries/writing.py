"""What a proposal is written on: the text as earlier operations make it, and its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.names import named
from headway.monitoring.amendments.facts import Change, Standing
from headway.monitoring.amendments.queries.standing import (
    organisation_ids,
    standing_of,
)
from headway.monitoring.amendments.rules import text_after
from headway.monitoring.amendments.values import definition_with, wording_with
from headway.monitoring.amendments.wording import name_in
from headway.monitoring.indicators.definition import Definition
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.monitoring.amendments.facts import Said
    from headway.monitoring.amendments.models import Operation


@dataclass(frozen=True, slots=True)
class Desk:
    """The text on which an operation is written: the newest edition, with those before it done."""

    edition: Edition
    before: tuple[Operation, ...]
    text: Standing
    thing: str

    @property
    def added(self) -> dict[str, str]:
        """What those before add, by key: nodes that the edition does not have yet."""
        return {
            each.thing_key: name_in(each.names, each.thing_key)
            for each in self.before
            if each.kind == "add_node" and self.text.has(each.thing_key)
        }


def desk_for(
    before: Sequence[Operation], *, edition: Edition, kind: str, thing: str, said: Said
) -> Desk:
    """Return the desk on which an operation is written. At most two queries."""
    changes = [each.change() for each in before]
    own = Change("", kind, thing, said)
    text = text_after(standing_of(edition, [*changes, own]), changes)
    return Desk(edition, tuple(before), text, thing)


def wording_on(desk: Desk, said: Said) -> Wording:
    """Return what a node says on a desk, with parts said otherwise. At most one query."""
    now = {**desk.text.nodes.get(desk.thing, {}), **said}
    slugs = {row[0] for row in now.get("duties", ())}
    return wording_with(Wording(), now, ids=organisation_ids(slugs) if slugs else {})


def definition_on(desk: Desk, said: Said, *, nodes: dict[str, int]) -> Definition:
    """Return what an indicator says on a desk, with parts said otherwise. At most one query."""
    now = {**desk.text.indicators.get(desk.thing, {}), **said}
    ids = organisation_ids([now["organisation"]]) if now.get("organisation") else {}
    now["places"] = [key for key in now.get("places", ()) if not key or key in nodes]
    return definition_with(Definition(EMPTY, ""), now, ids=ids, nodes=nodes)


def places_of(desk: Desk) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """Return where an indicator can stand, for a choice, and the ids of those places by key.

    A node that the amendment adds has no id yet: a number below zero stands for it. One query.
    """
    texts = NodeText.objects.of(desk.edition).select_related("node").order_by("path")
    choices = [(str(text.node_id), named(text)) for text in texts]
    ids = {text.node.key: text.node_id for text in texts}
    for number, (key, name) in enumerate(desk.added.items(), start=1):
        choices.append((str(-number), name))
        ids[key] = -number
    return choices, ids


def parents_on(desk: Desk) -> list[tuple[str, str]]:
    """Return under what a node can stand: above the counted level, not below itself. One query."""
    texts = NodeText.objects.of(desk.edition).filter(depth__lt=desk.edition.frame.counted_depth)
    rows = texts.select_related("node").order_by("path")
    own = next((row.path for row in rows if row.node.key == desk.thing), "")
    outside = [row for row in rows if not own or not f"{row.path}.".startswith(f"{own}.")]
    added = [(key, name) for key, name in desk.added.items() if key != desk.thing]
    return [*((row.node.key, named(row)) for row in outside), *added]


def neighbours_on(desk: Desk, parent: str) -> list[tuple[str, str]]:
    """Return after what a node can stand under a parent, but for itself. One query."""
    rows = NodeText.objects.of(desk.edition).select_related("node").order_by("path")
    beside = rows.filter(parent__key=parent) if parent else rows.filter(parent=None)
    found = [(row.node.key, named(row)) for row in beside if row.node.key != desk.thing]
    added = [(key, n) for key, n in desk.added.items() if _parent_of(desk, key) == parent]
    return [*found, *((key, name) for key, name in added if key != desk.thing)]


def _parent_of(desk: Desk, key: str) -> str:
    parent: str = desk.text.nodes[key]["parent"]
    return parent
