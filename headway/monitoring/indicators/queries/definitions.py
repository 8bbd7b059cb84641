"""Definitions of indicators in an edition, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.indicators.methods import DEFAULT
from headway.monitoring.indicators.models import (
    Indicator,
    IndicatorText,
    MethodChoice,
    Placement,
    Target,
)
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.monitoring.strategy.models import Node, Strategy

REASON = "whoever holds an edition or its indicator may read the definition"


@dataclass(frozen=True, slots=True)
class Defined:
    """One indicator in an edition: its definition, its targets, where it stands."""

    text: IndicatorText
    targets: tuple[Target, ...]
    node_ids: tuple[int, ...]
    is_ambition: bool


def texts_at(edition: Edition, node: Node | None) -> QuerySet[IndicatorText]:
    """Return the definitions that stand at a node, or at the strategy itself, in their order."""
    places = Placement.objects.of(edition).filter(node=node)
    return texts(edition).filter(indicator__in=places.values("indicator"))


def texts(edition: Edition) -> QuerySet[IndicatorText]:
    """Return all definitions of an edition, in their order."""
    found = IndicatorText.objects.of(edition)
    return found.select_related("indicator", "organisation").order_by("place", "pk")


def targets_of(edition: Edition, indicators: Iterable[int]) -> Mapping[int, tuple[Target, ...]]:
    """Return the targets of indicators in an edition, by indicator, in their order. One query."""
    rows = Target.objects.of(edition).filter(indicator__in=tuple(indicators))
    found: dict[int, list[Target]] = {}
    for row in rows.order_by("by_day", "pk"):
        found.setdefault(row.indicator_id, []).append(row)
    return {pk: tuple(each) for pk, each in found.items()}


def defined(edition: Edition) -> tuple[Defined, ...]:
    """Return all indicators of an edition with targets and places. Three queries."""
    rows = tuple(texts(edition))
    targets = targets_of(edition, [row.indicator_id for row in rows])
    places: dict[int, list[int | None]] = {}
    for indicator, node in Placement.objects.of(edition).values_list("indicator", "node"):
        places.setdefault(indicator, []).append(node)
    return tuple(
        Defined(
            text=row,
            targets=targets.get(row.indicator_id, ()),
            node_ids=tuple(pk for pk in places.get(row.indicator_id, ()) if pk is not None),
            is_ambition=None in places.get(row.indicator_id, ()),
        )
        for row in rows
    )


def newest_text(indicator: Indicator, *, on: date) -> IndicatorText:
    """Return the definition in the edition in force on a day, or in the newest edition.

    An indicator of a draft alone is found in the draft. Two queries.

    :raises IndicatorText.DoesNotExist: for one that no edition speaks of any more.
    """
    editions = tuple(
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=indicator.strategy_id)
        .exclude(state=EditionState.DISCARDED)
        .order_by("-number")
    )
    rows = tuple(
        IndicatorText.objects.unrestricted(reason=REASON)
        .filter(indicator=indicator)
        .order_by("-from_number")
    )
    edition = in_force(editions, on=on)
    standing = [
        row for row in rows if edition and row.from_number <= edition.number < row.until_number
    ]
    found = next(iter([*standing, *rows]), None)
    if found is None:
        raise IndicatorText.DoesNotExist
    return found


def method_of(strategy: Strategy, *, as_of: datetime | None = None) -> str:
    """Return the name of the method that a strategy is judged by. One query."""
    choices = MethodChoice.objects.filter(strategy=strategy)
    if as_of:
        choices = choices.filter(chosen_at__lte=as_of)
    choice = choices.order_by("-chosen_at", "-pk").first()
    return choice.method if choice else DEFAULT


def method_choices(strategy: Strategy) -> tuple[MethodChoice, ...]:
    """Return every choice of a method, the newest first. One query."""
    return tuple(MethodChoice.objects.filter(strategy=strategy).order_by("-chosen_at", "-pk"))
