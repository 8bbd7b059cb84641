"""As much of an edition as operations touch, as plain values. The queries are few and fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery

from headway.foundation.organisations.models import Organisation
from headway.monitoring.amendments.facts import TOP, Standing
from headway.monitoring.amendments.rules import touched_of
from headway.monitoring.amendments.values import said_of_indicator, said_of_node
from headway.monitoring.indicators.definition import definition_of
from headway.monitoring.indicators.models import IndicatorText, Placement, Target
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility, Strategy
from headway.monitoring.strategy.states import EditionState
from headway.monitoring.strategy.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from headway.monitoring.amendments.facts import Change

REASON = "whoever holds a strategy's amendment may read the text that it would change"


def newest_edition(strategy: Strategy) -> Edition | None:
    """Return the newest edition that an act adopted: in force, or from a day to come. One query."""
    editions = Edition.objects.unrestricted(reason=REASON).filter(
        strategy=strategy, state=EditionState.IN_FORCE
    )
    return editions.select_related("strategy").order_by("-number").first()


def standing_of(edition: Edition | None, changes: Iterable[Change]) -> Standing:
    """Return what an edition says of all that operations name. At most six queries."""
    nodes, indicators, codes = touched_of(changes)
    return standing(edition, nodes=nodes, indicators=indicators, codes=codes)


def standing(
    edition: Edition | None,
    *,
    nodes: Iterable[str] = (),
    indicators: Iterable[str] = (),
    codes: Iterable[str] = (),
) -> Standing:
    """Return what an edition says of nodes and indicators, by key, and who has codes.

    Nodes come with all that stands above them, and indicators with the nodes at which they stand.
    """
    if edition is None:
        return Standing()
    defined = _indicators(edition, frozenset(indicators))
    spots = {place for said in defined.values() for place in said["places"]}
    rows = _rows(edition, {*nodes, *spots} - {TOP}, frozenset(codes))
    keys = {*nodes, *spots}
    wanted = _with_all_above(edition, [row for row in rows if row.node.key in keys])
    return Standing(
        nodes=_nodes(edition, wanted),
        indicators=defined,
        codes={row.code: row.node.key for row in rows if row.node.key not in keys},
    )


def whole(edition: Edition | None) -> Standing:
    """Return everything that an edition says."""
    if edition is None:
        return Standing()
    keys = NodeText.objects.of(edition).values_list("node__key", flat=True)
    defined = IndicatorText.objects.of(edition).values_list("indicator__key", flat=True)
    return standing(edition, nodes=set(keys), indicators=set(defined))


def _texts(edition: Edition) -> QuerySet[NodeText]:
    """Return the text of an edition, each row with what stands before it at the same depth."""
    nearest = (
        NodeText.objects.of(edition)
        .filter(depth=OuterRef("depth"), path__lt=OuterRef("path"))
        .order_by("-path")
    )
    return (
        NodeText.objects.of(edition)
        .select_related("node", "parent")
        .annotate(
            near_path=Subquery(nearest.values("path")[:1]),
            near_key=Subquery(nearest.values("node__key")[:1]),
        )
    )


def _rows(edition: Edition, keys: set[str], codes: frozenset[str]) -> list[NodeText]:
    if not keys and not codes:
        return []
    wanted = Q(node__key__in=keys) | Q(code__in=codes)
    return list(_texts(edition).filter(wanted).order_by("path"))


def _with_all_above(edition: Edition, rows: list[NodeText]) -> list[NodeText]:
    held = {row.path for row in rows}
    above = {
        row.path[:end]
        for row in rows
        for end, sign in enumerate(row.path)
        if sign == "." and row.path[:end] not in held
    }
    return [*rows, *_texts(edition).filter(path__in=above)] if above else rows


def _nodes(edition: Edition, rows: list[NodeText]) -> dict[str, Mapping[str, Any]]:
    """Return what rows say, by key, with the key of the neighbour before each."""
    if not rows:
        return {}
    duties: dict[int, list[Responsibility]] = {}
    found = Responsibility.objects.of(edition).filter(node__in=[row.node_id for row in rows])
    for duty in found.select_related("organisation"):
        duties.setdefault(duty.node_id, []).append(duty)
    return {row.node.key: _node(row, duties.get(row.node_id, [])) for row in rows}


def _node(row: NodeText, duties: list[Responsibility]) -> dict[str, Any]:
    slugs = {duty.organisation_id: duty.organisation.slug for duty in duties}
    near = getattr(row, "near_path", None) or ""
    is_beside = near.rpartition(".")[0] == row.path.rpartition(".")[0] and near
    return {
        **said_of_node(wording_of(row, duties), slugs=slugs),
        "parent": row.parent.key if row.parent else TOP,
        "after": getattr(row, "near_key", TOP) if is_beside else TOP,
    }


def _indicators(edition: Edition, keys: frozenset[str]) -> dict[str, dict[str, Any]]:
    if not keys:
        return {}
    texts = IndicatorText.objects.of(edition).filter(indicator__key__in=keys)
    rows = list(texts.select_related("indicator", "organisation"))
    ids = [row.indicator_id for row in rows]
    places: dict[int, list[Placement]] = {}
    spots = Placement.objects.of(edition).filter(indicator__in=ids).select_related("node")
    for place in spots:
        places.setdefault(place.indicator_id, []).append(place)
    targets: dict[int, list[Target]] = {}
    for target in Target.objects.of(edition).filter(indicator__in=ids):
        targets.setdefault(target.indicator_id, []).append(target)
    return {row.indicator.key: _defined(row, places, targets) for row in rows}


def _defined(
    row: IndicatorText,
    places: Mapping[int, list[Placement]],
    targets: Mapping[int, list[Target]],
) -> dict[str, Any]:
    own = places.get(row.indicator_id, [])
    definition = definition_of(row, own, targets.get(row.indicator_id, []))
    slugs = {row.organisation_id: row.organisation.slug} if row.organisation else {}
    keys = {place.node_id: place.node.key for place in own if place.node}
    return said_of_indicator(
        definition,
        slugs={pk: slug for pk, slug in slugs.items() if pk is not None},
        keys={pk: key for pk, key in keys.items() if pk is not None},
    )


def organisation_ids(slugs: Iterable[str]) -> dict[str, int]:
    """Return the ids of organisations by their addresses. One query."""
    found = Organisation.objects.filter(slug__in=set(slugs))
    return dict(found.values_list("slug", "pk"))
