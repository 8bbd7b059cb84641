"""An operation done to a draft, through the services that whoever edits a draft by hand calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments.facts import STRATEGY, TOP
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.queries.standing import organisation_ids
from headway.monitoring.amendments.values import definition_with, wording_with
from headway.monitoring.indicators.definition import Definition, definition_of
from headway.monitoring.indicators.models import IndicatorText, Placement, Target
from headway.monitoring.indicators.services import (
    add_indicator,
    change_indicator,
    end_indicator,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility
from headway.monitoring.strategy.services import add_node, change_node, end_node, move_node
from headway.monitoring.strategy.services.nodes import last_child, text_token
from headway.monitoring.strategy.wording import Wording, wording_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.amendments.facts import Change, Said
    from headway.monitoring.amendments.permissions import Person


def apply_change(draft: Edition, change: Change, *, by: Person, at: datetime) -> None:
    """Make a draft say what an operation says. Work for what it touches, and no more.

    :raises BadInput: for what the draft cannot say, or where there is no room for it.
    """
    if KINDS[change.kind].thing == INDICATOR:
        _apply_to_indicator(draft, change, by=by, at=at)
    elif change.kind == "add_node":
        _add_node(draft, change, by=by, at=at)
    elif change.kind == "move_node":
        _move(draft, change, by=by, at=at)
    elif change.kind == "end_node":
        end_node(draft_id=draft.pk, node=_node(draft, change.thing), by=by, at=at)
    else:
        _reword(draft, change, by=by, at=at)


def _node(draft: Edition, key: str) -> Node:
    return Node.objects.get(strategy=draft.strategy_id, key=key)


def _node_or_top(draft: Edition, key: str) -> Node | None:
    return _node(draft, key) if key != TOP else None


def _ids(said: Said) -> dict[str, int]:
    slugs = {row[0] for row in said.get("duties") or ()} | {said.get("organisation") or ""}
    return organisation_ids(slugs - {""}) if slugs - {""} else {}


def _add_node(draft: Edition, change: Change, *, by: Person, at: datetime) -> None:
    parent = _node_or_top(draft, change.said.get("parent", TOP))
    text = add_node(
        draft_id=draft.pk,
        parent=parent,
        wording=wording_with(Wording(), change.said, ids=_ids(change.said)),
        key=change.thing,
        by=by,
        at=at,
    )
    if "after" in change.said:
        _put_after(draft, text.node, parent, change.said["after"], by=by, at=at)


def _put_after(
    draft: Edition, node: Node, parent: Node | None, after: str, *, by: Person, at: datetime
) -> None:
    """Put a node behind a neighbour, unless it stands there."""
    above = NodeText.objects.of(draft).get(node=parent) if parent else None
    beside = NodeText.objects.of(draft).filter(parent=parent).exclude(node=node)
    last = last_child(draft, above)
    before_last = beside.select_related("node").order_by("-path").first()
    stands_last = last is not None and last.node_id == node.pk
    if stands_last and (before_last.node.key if before_last else TOP) == after:
        return
    neighbour = _node_or_top(draft, after)
    move_node(draft_id=draft.pk, node=node, parent=parent, after=neighbour, by=by, at=at)


def _move(draft: Edition, change: Change, *, by: Person, at: datetime) -> None:
    move_node(
        draft_id=draft.pk,
        node=_node(draft, change.thing),
        parent=_node_or_top(draft, change.said["parent"]),
        after=_node_or_top(draft, change.said.get("after", TOP)),
        by=by,
        at=at,
    )


def _reword(draft: Edition, change: Change, *, by: Person, at: datetime) -> None:
    text = NodeText.objects.of(draft).select_related("node").get(node__key=change.thing)
    duties = list(Responsibility.objects.of(draft).filter(node=text.node))
    standing = wording_of(text, duties)
    change_node(
        draft_id=draft.pk,
        node=text.node,
        wording=wording_with(standing, change.said, ids=_ids(change.said)),
        token=text_token(text),
        by=by,
        at=at,
    )


def _apply_to_indicator(draft: Edition, change: Change, *, by: Person, at: datetime) -> None:
    places = [key for key in change.said.get("places", ()) if key != STRATEGY]
    rows = Node.objects.filter(strategy=draft.strategy_id, key__in=places)
    nodes = dict(rows.values_list("key", "pk")) if places else {}
    ids = _ids(change.said)
    if change.kind == "add_indicator":
        said = definition_with(Definition(EMPTY, ""), change.said, ids=ids, nodes=nodes)
        add_indicator(draft_id=draft.pk, said=said, key=change.thing, by=by, at=at)
        return
    text = (
        IndicatorText.objects.of(draft).select_related("indicator").get(indicator__key=change.thing)
    )
    if change.kind == "end_indicator":
        end_indicator(draft_id=draft.pk, indicator=text.indicator, by=by, at=at)
        return
    standing = definition_of(
        text,
        Placement.objects.of(draft).filter(indicator=text.indicator_id),
        Target.objects.of(draft).filter(indicator=text.indicator_id),
    )
    change_indicator(
        draft_id=draft.pk,
        indicator=text.indicator,
        said=definition_with(standing, change.said, ids=ids, nodes=nodes),
        token=definition_token(text),
        by=by,
        at=at,
    )
