"""Definitions of indicators in an edition, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, Q, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce

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
from headway.monitoring.strategy.queries.tree import fold_words
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


def texts_named(edition: Edition, words: str) -> QuerySet[IndicatorText]:
    """Return the definitions of an edition that hold every word of a search, in their order."""
    found = texts(edition)
    for word in fold_words(words):
        found = found.filter(folded__contains=word)
    return found


def judged_texts(edition: Edition, *, as_of: datetime | None = None) -> QuerySet[IndicatorText]:
    """Return all definitions of an edition in their order, ready for `method_by`."""
    chosen = _choices(edition.strategy_id, as_of=as_of).values("method")[:1]
    by_strategy = Coalesce(Subquery(chosen), Constant(DEFAULT))
    return texts(edition).annotate(strategy_method=by_strategy)


def method_by(text: IndicatorText) -> str:
    """Return the name of the method by which a definition of `judged_texts` is judged."""
    chosen: str = text.strategy_method  # type: ignore[attr-defined]  # annotated there
    return text.method or chosen


WANTED = tuple(
    field.attname
    for field in Target._meta.concrete_fields
    if field.attname not in {"indicator_id", "strategy_id"}
)
"""The columns of a target that are read beside its definition."""


def with_targets(
    found: QuerySet[IndicatorText], edition: Edition
) -> tuple[tuple[IndicatorText, tuple[Target, ...]], ...]:
    """Return definitions with their targets in an edition, both in their order. One query."""
    return paired(beside_targets(found, edition))


def beside_targets(found: QuerySet[IndicatorText], edition: Edition) -> QuerySet[IndicatorText]:
    """Return a row for each target of definitions in an edition, to be `paired`, in their order."""
    own = Q(
        indicator__targets__from_number__lte=edition.number,
        indicator__targets__until_number__gt=edition.number,
    )
    return found.annotate(
        wanted=FilteredRelation("indicator__targets", condition=own),
        **{f"wanted_{name}": F(f"wanted__{name}") for name in WANTED},
    ).order_by("place", "pk", "wanted__by_day", "wanted__pk")


def paired(
    rows: Iterable[IndicatorText],
) -> tuple[tuple[IndicatorText, tuple[Target, ...]], ...]:
    """Return definitions with their targets from the rows of `beside_targets`."""
    pairs: dict[int, tuple[IndicatorText, list[Target]]] = {}
    for row in rows:
        _text, targets = pairs.setdefault(row.pk, (row, []))
        if target := _target_beside(row):
            targets.append(target)
    return tuple((text, tuple(targets)) for text, targets in pairs.values())


def _target_beside(row: IndicatorText) -> Target | None:
    columns = {name: getattr(row, f"wanted_{name}") for name in WANTED}
    if columns["id"] is None:
        return None
    return Target(indicator_id=row.indicator_id, strategy_id=row.strategy_id, **columns)


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


def places_of(edition: Edition) -> Mapping[int, tuple[str | None, ...]]:
    """Return at which nodes, by key, each indicator stands; None for the strategy. One query."""
    rows = Placement.objects.of(edition).order_by("pk").values_list("indicator", "node__key")
    found: dict[int, list[str | None]] = {}
    for indicator, key in rows:
        found.setdefault(indicator, []).append(key)
    return {pk: tuple(each) for pk, each in found.items()}


def newest_text(indicator: Indicator, *, on: date) -> IndicatorText:
    """Return the definition in the edition in force on a day, or in the newest edition.

    An indicator of a draft alone is found in the draft. Two queries.

    :raises IndicatorText.DoesNotExist: for one that no edition speaks of any more.
    """
    editions = tuple(
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=indicator.strategy_id)
        .exclude(state=EditionState.DISCARDED)
        .defer("frame", "title")
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
    choice = _choices(strategy.pk, as_of=as_of).first()
    return choice.method if choice else DEFAULT


def _choices(strategy: int, *, as_of: datetime | None) -> QuerySet[MethodChoice]:
    """Return what a strategy was judged by at a moment and before, the latest first."""
    choices = MethodChoice.objects.filter(strategy=strategy)
    if as_of is not None:
        choices = choices.filter(chosen_at__lte=as_of)
    return choices.order_by("-chosen_at", "-pk")


def method_choices(strategy: Strategy) -> tuple[MethodChoice, ...]:
    """Return every choice of a method, the newest first. One query."""
    return tuple(_choices(strategy.pk, as_of=None))
