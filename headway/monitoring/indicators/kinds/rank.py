"""A place in a ranking: among the first 500 universities."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.facts import Goal, Point, Say
from headway.monitoring.indicators.kinds.base import Entry, Kind, Stated, number
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence


class Rank(Kind):
    """Less is better. Of several contributors the best place counts; places are never added."""

    code: ClassVar[str] = "rank"
    label = pgettext_lazy("kind of indicator", "place in a ranking")
    summary = gettext_lazy(
        "A place in a ranking. The first is 1; the target is a place or better, such as among 500."
    )
    is_whole: ClassVar[bool] = True
    floor: ClassVar[Decimal | None] = Decimal(1)
    directions: ClassVar[tuple[Direction, ...]] = (Direction.DOWN,)

    def _below(self) -> str:
        return _("The first place is 1. Enter 1 or more.")

    def figure(self, entries: Sequence[Entry]) -> Decimal | None:
        places = [entry.value for entry in entries if entry.value is not None]
        return min(places) if places and len(places) == len(entries) else None

    def goal(self, stated: Stated, baseline: Point | None) -> Goal | None:  # noqa: ARG002
        """Return the worst place that is still among those wanted: any better one is as good."""
        place = stated.high if stated.high is not None else stated.low
        return None if place is None else Goal.at(stated.period.last_day, place)

    def worded(self, stated: Stated, say: Say) -> str:  # noqa: ARG002 -- a place has no unit
        place = stated.high if stated.high is not None else stated.low
        return "" if place is None else _("among the first %(place)s") % {"place": number(place)}
