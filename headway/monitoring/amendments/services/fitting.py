"""Whether operations fit the text that they would change; what they name is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.foundation.core.errors import BadInput
from headway.foundation.organisations.models import Organisation
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.queries.standing import standing_of
from headway.monitoring.amendments.rules import doubts_of
from headway.monitoring.amendments.wording import organisation_name, sector_name, titled, told
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.monitoring.amendments.facts import Change, Said, Standing
    from headway.monitoring.amendments.models import Operation
    from headway.monitoring.strategy.models import Edition


def refuse_misfits(edition: Edition, operations: Sequence[Operation]) -> None:
    """Go on only with operations that fit an edition, one after the other.

    :raises BadInput: with a sentence for each that does not, under `operation-KEY`.
    """
    changes = [operation.change() for operation in operations]
    found = doubts_of(standing_of(edition, changes), changes)
    by_key = {operation.key: operation for operation in operations}
    problems = {
        f"operation-{key}": " ".join(told(doubt, by_key[key]) for doubt in doubts)
        for key, doubts in found.items()
    }
    if problems:
        raise BadInput(problems)


def names_of(change: Change, text: Standing, edition: Edition) -> dict[str, Any]:
    """Return what everything that an operation names is called, by key. At most two queries."""
    after = KINDS[change.kind].after(text, change)
    found: dict[str, Any] = {}
    parts = (change.said, change.before)
    said: Said
    if KINDS[change.kind].thing == INDICATOR:
        said = {**text.indicators.get(change.thing, {}), **change.said}
    else:
        said = after.nodes.get(change.thing) or text.nodes.get(change.thing, {})
    was = text.indicators if KINDS[change.kind].thing == INDICATOR else text.nodes
    found[change.thing] = titled(was.get(change.thing) or said)
    named = _nodes_in(parts)
    found |= {key: titled(text.nodes[key]) for key in named if key in text.nodes}
    found |= _titles(edition, named - set(text.nodes))
    for key in {key for each in parts for key in each.get("sectors") or ()}:
        if sector := edition.frame.sector(key):
            found[sector_name(key)] = sector.title.as_json()
    return found | _organisations(parts)


def _titles(edition: Edition, keys: set[str]) -> dict[str, Any]:
    """Return what nodes are called in an edition, which were not read: neighbours of before."""
    if not keys:
        return {}
    rows = NodeText.objects.of(edition).filter(node__key__in=keys)
    found = rows.values_list("node__key", "code", "title")
    return {key: titled({"code": code, "title": title.as_json()}) for key, code, title in found}


def _nodes_in(parts: Iterable[Said]) -> set[str]:
    named = set[str]()
    for each in parts:
        named |= {each.get("parent") or "", each.get("after") or "", *(each.get("places") or ())}
    return named - {""}


def _organisations(parts: Iterable[Said]) -> dict[str, Any]:
    slugs = {row[0] for each in parts for row in each.get("duties") or ()}
    slugs |= {each.get("organisation") or "" for each in parts}
    slugs -= {""}
    if not slugs:
        return {}
    rows = Organisation.objects.filter(slug__in=slugs)
    return {organisation_name(one.slug): one.name.as_json() for one in rows}
