"""Two editions of a strategy side by side: which indicators differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from headway.monitoring.indicators.definition import definition_of
from headway.monitoring.indicators.models import IndicatorText, Placement, Target
from headway.monitoring.strategy.queries.comparing import holds, in_either, in_one_alone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.indicators.definition import Definition
    from headway.monitoring.strategy.models import Edition

REASON = "whoever holds two editions may read the text of both"


@dataclass(frozen=True, slots=True)
class IndicatorSide:
    """An indicator in one of two editions."""

    text: IndicatorText
    definition: Definition


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator that differs: before, after, or in one of them alone."""

    before: IndicatorSide | None
    after: IndicatorSide | None

    @property
    def newest(self) -> IndicatorSide | None:
        return self.after or self.before

    @property
    def node_ids(self) -> tuple[int, ...]:
        """At which nodes it stands, or stood, in either edition."""
        sides = (side for side in (self.after, self.before) if side)
        return tuple(dict.fromkeys(pk for side in sides for pk in side.definition.node_ids))


def indicator_changes(before: Edition, after: Edition) -> tuple[IndicatorChange, ...]:
    """Compare the indicators of two editions of one strategy, in their order. Three queries."""
    differing = _differing(before, after)
    texts = _by_indicator(IndicatorText, before, after, differing, "indicator", "organisation")
    places = _by_indicator(Placement, before, after, differing)
    targets = _by_indicator(Target, before, after, differing)
    found = [
        IndicatorChange(
            *(
                _side(edition, rows, places.get(pk, ()), targets.get(pk, ()))
                for edition in (before, after)
            )
        )
        for pk, rows in texts.items()
    ]
    return tuple(sorted(filter(_differs, found), key=_order))


def _differing(before: Edition, after: Edition) -> Q:
    """Match whatever belongs to an indicator of which some row is in one edition alone."""
    found = Q()
    for model in (IndicatorText, Placement, Target):
        rows = model.objects.unrestricted(reason=REASON).filter(in_one_alone(before, after))
        found |= Q(indicator__in=rows.values("indicator"))
    return found


def _by_indicator(
    model: Any,  # noqa: ANN401 -- a model whose rows are of indicators
    before: Edition,
    after: Edition,
    differing: Q,
    *related: str,
) -> dict[int, list[Any]]:
    rows = model.objects.unrestricted(reason=REASON).filter(in_either(before, after), differing)
    found: dict[int, list[Any]] = {}
    for row in (rows.select_related(*related) if related else rows).order_by("pk"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _side(
    edition: Edition,
    texts: Iterable[IndicatorText],
    places: Iterable[Placement],
    targets: Iterable[Target],
) -> IndicatorSide | None:
    text = next((row for row in texts if holds(edition, row)), None)
    if text is None:
        return None
    own = [row for row in places if holds(edition, row)]
    wanted = [row for row in targets if holds(edition, row)]
    return IndicatorSide(text, definition_of(text, own, wanted))


def _differs(change: IndicatorChange) -> bool:
    """Tell whether an indicator reads otherwise; rows written anew may say the same."""
    before, after = change.before, change.after
    return not before or not after or before.definition != after.definition


def _order(change: IndicatorChange) -> tuple[int, int]:
    side = change.newest
    return (side.text.place, side.text.indicator_id) if side else (0, 0)
