"""The nodes of a draft: added, worded, moved, ended. What is in force is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Clash, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.checks import wording_problems
from headway.monitoring.strategy.hooks import NODES_END
from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility
from headway.monitoring.strategy.permissions import can_edit_draft
from headway.monitoring.strategy.rules import (
    MOST_LEVELS,
    path_below,
    place_between,
    spread,
)
from headway.monitoring.strategy.services.clashes import clashing
from headway.monitoring.strategy.services.drafts import locked_draft
from headway.monitoring.strategy.services.rows import end_row, write_row
from headway.monitoring.strategy.states import NodeKind, Responsible
from headway.monitoring.strategy.verbs import NODE_ADDED, NODE_CHANGED, NODE_ENDED, NODE_MOVED
from headway.monitoring.strategy.wording import Duty, Wording, duty_of, wording_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor


@transaction.atomic
def add_node(
    *,
    draft_id: int,
    parent: Node | None,
    wording: Wording,
    by: User | SystemActor,
    at: datetime,
    key: str = "",
) -> NodeText:
    """Add a node at the end of its parent's children.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: for a node without a title, too long a code, dates in the wrong order, or
        a parent on the last level.
    """
    draft = locked_draft(draft_id)
    require(can_edit_draft(by, draft))
    _refuse_bad(wording, draft)
    above = _text(draft, parent) if parent else None
    depth = above.depth + 1 if above else 1
    _refuse_deep(depth)
    node = _node_of(draft, key)
    text = NodeText.objects.create(
        node=node,
        strategy=draft.strategy,
        from_number=draft.number,
        parent=parent,
        path=_path_after(draft, above, last_child(draft, above)),
        depth=depth,
        **wording.columns(),
    )
    _write_duties(draft, node, wording.duties)
    record(NODE_ADDED, node, by=by, at=at, name=str(text), payload={"edition": draft.number})
    return text


@transaction.atomic
def change_node(
    *,
    draft_id: int,
    node: Node,
    wording: Wording,
    token: str,
    by: User | SystemActor,
    at: datetime,
) -> NodeText:
    """Word a node anew. The token is `text_token` of what the writer saw.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: for a node without a title, too long a code, or dates in the wrong order.
    :raises Conflict: if somebody else changed the node since; nothing is kept of either.
    """
    draft = locked_draft(draft_id)
    require(can_edit_draft(by, draft))
    _refuse_bad(wording, draft)
    text = _text(draft, node)
    before = wording_of(text, list(_duties(draft, node)))
    wording = wording.with_sorted_duties()
    if token != text_token(text):
        raise Conflict(stale_sentence(), clashes=_clashes(before, wording), token=text_token(text))
    changed = before.differing(wording)
    if not changed:
        return text
    write_row(text, draft, wording.columns())
    if "duties" in changed:
        _write_duties(draft, node, wording.duties)
    payload = {"edition": draft.number, "fields": list(changed)}
    record(NODE_CHANGED, node, by=by, at=at, name=str(text), payload=payload)
    return text


@transaction.atomic
def move_node(
    *,
    draft_id: int,
    node: Node,
    parent: Node | None,
    after: Node | None,
    by: User | SystemActor,
    at: datetime,
) -> NodeText:
    """Put a node, with all below it, under a parent and after a neighbour (None: first).

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    :raises BadInput: if the parent lies below the node or too deep, the neighbour elsewhere,
        or more children are there than a parent has places.
    """
    draft = locked_draft(draft_id)
    require(can_edit_draft(by, draft))
    text, above = _text(draft, node), _text(draft, parent) if parent else None
    if above and f"{above.path}.".startswith(f"{text.path}."):
        raise BadInput({"parent": _("A node cannot stand below itself. Choose another parent.")})
    neighbour = _text(draft, after) if after else None
    if neighbour and neighbour.parent_id != (parent.pk if parent else None):
        raise BadInput({"after": _("The neighbour stands under another parent. Choose again.")})
    path = _path_after(draft, above, neighbour, skipping=text)
    text = _text(draft, node)
    old, deeper = text.path, (above.depth + 1 if above else 1) - text.depth
    rows = [text, *_below(draft, text)]
    _refuse_deep(max(row.depth for row in rows) + deeper)
    for row in rows:
        place = {"path": path + row.path[len(old) :], "depth": row.depth + deeper}
        write_row(row, draft, place | ({"parent": parent} if row is text else {}))
    record(NODE_MOVED, node, by=by, at=at, name=str(text), payload={"edition": draft.number})
    return text


@transaction.atomic
def end_node(
    *, draft_id: int, node: Node, by: User | SystemActor, at: datetime
) -> tuple[NodeText, ...]:
    """End a node, and all below it, with this draft; earlier editions keep them.

    :raises NotAllowed: for an edition in force, or to anyone but the strategy's keepers.
    """
    draft = locked_draft(draft_id)
    require(can_edit_draft(by, draft))
    top = _text(draft, node)
    rows = (top, *_below(draft, top))
    NODES_END.send(draft=draft, nodes=[row.node for row in rows])
    for row in rows:
        end_row(row, draft)
        for duty in _duties(draft, row.node):
            end_row(duty, draft)
        record(NODE_ENDED, row.node, by=by, at=at, name=str(row), payload={"edition": draft.number})
    Node.objects.filter(pk__in=[row.node_id for row in rows], texts__isnull=True).delete()
    return rows


def text_token(text: NodeText) -> str:
    """Return what a form carries to say which text its writer saw."""
    return f"{text.pk}.{text.version}"


def last_child(draft: Edition, above: NodeText | None) -> NodeText | None:
    children = NodeText.objects.of(draft).filter(parent=above.node if above else None)
    return children.order_by("-path").first()


def _node_of(draft: Edition, key: str) -> Node:
    """Return a new node; with a key, the one that an edition which was taken back had left."""
    left = Node.objects.filter(strategy=draft.strategy, key=key, texts__isnull=True).first()
    return left or Node.objects.create(strategy=draft.strategy, key=key or new_key())


def _text(draft: Edition, node: Node) -> NodeText:
    return NodeText.objects.of(draft).select_related("node").get(node=node)


def _below(draft: Edition, text: NodeText) -> list[NodeText]:
    rows = NodeText.objects.of(draft).filter(path__startswith=f"{text.path}.")
    return list(rows.select_related("node").order_by("path"))


def _duties(draft: Edition, node: Node) -> list[Responsibility]:
    return list(Responsibility.objects.of(draft).filter(node=node))


def _path_after(
    draft: Edition,
    above: NodeText | None,
    neighbour: NodeText | None,
    skipping: NodeText | None = None,
) -> str:
    """Return a free path under a parent, after a neighbour; those behind it make room for it.

    :raises BadInput: when the parent has no place left.
    """
    place = _place_after(draft, above, neighbour, skipping)
    if place is None:
        _make_room(draft, above, neighbour)
        place = _place_after(draft, above, neighbour, skipping)
    if place is None:
        sentence = _("Too many stand under one parent. Put a level between them.")
        raise BadInput({"after": sentence})
    return path_below(above.path if above else "", place)


def _behind(
    draft: Edition, above: NodeText | None, neighbour: NodeText | None
) -> QuerySet[NodeText]:
    """Return what stands under a parent behind a neighbour; all of it, without one."""
    siblings = NodeText.objects.of(draft).filter(parent=above.node if above else None)
    found = siblings.filter(path__gt=neighbour.path) if neighbour else siblings
    return found.select_related("node").order_by("path")


def _place_after(
    draft: Edition, above: NodeText | None, neighbour: NodeText | None, skipping: NodeText | None
) -> int | None:
    behind = _behind(draft, above, neighbour)
    following = (behind.exclude(node=skipping.node_id) if skipping else behind).first()
    return place_between(
        _place(neighbour) if neighbour else None, _place(following) if following else None
    )


def _make_room(draft: Edition, above: NodeText | None, neighbour: NodeText | None) -> None:
    """Move those behind a neighbour on, with all below them; the last one first."""
    behind = list(_behind(draft, above, neighbour))
    places = spread([_place(text) for text in behind]) or []
    for text, place in reversed(list(zip(behind, places, strict=False))):
        if place != _place(text):
            old, path = text.path, path_below(above.path if above else "", place)
            for row in [text, *_below(draft, text)]:
                write_row(row, draft, {"path": path + row.path[len(old) :]})


def _place(text: NodeText) -> int:
    return int(text.path.rpartition(".")[2])


def _write_duties(draft: Edition, node: Node, wanted: tuple[Duty, ...]) -> None:
    standing = {duty_of(row): row for row in _duties(draft, node)}
    for duty, row in standing.items():
        if duty not in wanted:
            end_row(row, draft)
    for duty in wanted:
        if duty not in standing:
            Responsibility.objects.create(
                node=node,
                strategy=draft.strategy,
                organisation_id=duty.organisation_id,
                role=duty.role,
                since=PartialDate.parse(duty.since) if duty.since else None,
                until=PartialDate.parse(duty.until) if duty.until else None,
                from_number=draft.number,
            )


def _refuse_bad(wording: Wording, draft: Edition) -> None:
    if problems := wording_problems(wording, draft.frame):
        raise BadInput(problems)


def _refuse_deep(depth: int) -> None:
    if depth > MOST_LEVELS:
        sentence = _("A strategy has at most %(number)s levels.") % {"number": MOST_LEVELS}
        raise BadInput({"parent": sentence})


def _clashes(theirs: Wording, mine: Wording) -> list[Clash]:
    labels = {
        "code": _("Code"),
        "title": _("Title"),
        "description": _("Description"),
        "kind": _("Kind"),
        "is_flagship": _("Flagship"),
        "start": _("Start"),
        "due": _("Due"),
        "sectors": _("Sectors"),
    }
    pairs = {
        name: (label, getattr(theirs, name), getattr(mine, name)) for name, label in labels.items()
    }
    kinds = dict(NodeKind.choices)
    pairs["kind"] = (labels["kind"], kinds.get(theirs.kind, ""), kinds.get(mine.kind, ""))
    now, wanted = theirs.funding, mine.funding
    pairs["amount"] = (_("Funding"), now.amount, wanted.amount)
    pairs["currency"] = (_("Currency"), now.currency, wanted.currency)
    pairs["sources"] = (_("Where the funding comes from"), now.sources, wanted.sources)
    pairs["duties"] = (_("Responsible"), _names(theirs.duties), _names(mine.duties))
    return list(clashing(pairs))


def _names(duties: tuple[Duty, ...]) -> tuple[str, ...]:
    """Say who answers, as what and when, so that no two different duties read the same."""
    found = Organisation.objects.in_bulk({duty.organisation_id for duty in duties})
    return tuple(
        f"{found[duty.organisation_id]} ({Responsible(duty.role).label}{_span(duty)})"
        for duty in duties
    )


def _span(duty: Duty) -> str:
    return f", {duty.since}–{duty.until}" if duty.since or duty.until else ""
