"""As much of an edition as operations touch, as plain values. The queries are few and fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

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
    from collections.abc import Iterable, Sequence

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
    """Return what an edition says of all that operations name. At most two queries."""
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
    keys = {*nodes, *(place for said in defined.values() for place in said["places"])}
    rows = _rows(edition, keys - {TOP}, frozenset(codes))
    own = {row for row in rows if row.node.key in keys}
    above = {path for row in own for path in _paths_above(row)}
    return Standing(
        nodes={
            row.node.key: _node(row, duties)
            for row, duties in rows.items()
            if row in own or row.path in above
        },
        indicators=defined,
        codes={row.code: row.node.key for row in rows if row.code in codes and row not in own},
    )


def _paths_above(row: NodeText) -> list[str]:
    return [row.path[:end] for end, sign in enumerate(row.path) if sign == "."]


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


def _rows(
    edition: Edition, keys: set[str], codes: frozenset[str]
) -> dict[NodeText, list[Responsibility]]:
    """Return the nodes with keys or codes, and all above those with keys, with their duties."""
    if not keys and not codes:
        return {}
    wanted, level = Q(node__key__in=keys) | Q(code__in=codes), Q(node__key__in=keys)
    for _depth in edition.frame.levels[1:]:
        parents = NodeText.objects.of(edition).filter(level, parent__isnull=False).values("parent")
        level = Q(node__in=parents)
        wanted |= level
    path = "node__responsibilities"
    beside = FilteredRelation(path, condition=_in(edition, path))
    rows = _texts(edition).annotate(duty=beside).select_related("duty__organisation")  # type: ignore[misc]  # annotated
    found: dict[NodeText, list[Responsibility]] = {}
    for row in rows.filter(wanted).order_by("path", "duty__pk"):
        own = found.setdefault(row, [])
        if duty := getattr(row, "duty", None):
            own.append(duty)
    return found


def _in(edition: Edition, path: str) -> Q:
    """Return the condition that what stands at a path belongs to an edition."""
    number = edition.number
    return Q(**{f"{path}__from_number__lte": number, f"{path}__until_number__gt": number})


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
    spots, wanted = (
        FilteredRelation(path, condition=_in(edition, path))
        for path in ("indicator__placements", "indicator__targets")
    )
    rows: Any = texts.annotate(spot=spots, wanted=wanted)
    read = rows.select_related("indicator", "organisation", "spot__node", "wanted")
    found: dict[IndicatorText, tuple[dict[int, Placement], dict[int, Target]]] = {}
    for row in read.order_by("pk", "spot__pk", "wanted__pk"):
        places, targets = found.setdefault(row, ({}, {}))
        if spot := getattr(row, "spot", None):
            places[spot.pk] = spot
        if target := getattr(row, "wanted", None):
            targets[target.pk] = target
    return {
        row.indicator.key: _defined(row, [*places.values()], [*targets.values()])
        for row, (places, targets) in found.items()
    }


def _defined(
    row: IndicatorText, own: Sequence[Placement], targets: Sequence[Target]
) -> dict[str, Any]:
    definition = definition_of(row, own, targets)
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
