"""What can only be told: how the city’s name is thought of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.kinds.base import Entry, Kind, Stated, Takes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from headway.foundation.core.periods import Period
    from headway.monitoring.indicators.facts import Goal, Point, Say
    from headway.monitoring.indicators.states import Direction


class Qualitative(Kind):
    """Words are read, not reckoned: there is no series, no goal and no progress."""

    code: ClassVar[str] = "qualitative"
    label = pgettext_lazy("kind of indicator", "words")
    summary = gettext_lazy("What can only be told in words. There is no progress to reckon.")
    takes: ClassVar[Takes] = "words"
    has_progress: ClassVar[bool] = False
    has_jumps: ClassVar[bool] = False
    directions: ClassVar[tuple[Direction, ...]] = ()

    def problems(self, entry: Entry) -> Mapping[str, str]:
        found = self._surplus(entry)
        if entry.value is not None:
            found["value"] = _("This indicator takes words. Leave the number out.")
        if not entry.words.strip():
            found["words"] = _("Write how it stands, or say why nothing is known.")
        return found

    def figure(self, entries: Sequence[Entry]) -> Decimal | None:  # noqa: ARG002
        return None

    def series(self, entries: Sequence[Entry]) -> tuple[Point, ...]:  # noqa: ARG002
        return ()

    def total(self, entries: Sequence[Entry], period: Period) -> Point | None:  # noqa: ARG002
        return None

    def target_problems(self, stated: Stated) -> Mapping[str, str]:
        sentence = _("Words have no target in figures. Leave it out.")
        bounds = {"low": stated.low, "high": stated.high}
        return {part: sentence for part, value in bounds.items() if value is not None}

    def goal(self, stated: Stated, baseline: Point | None) -> Goal | None:  # noqa: ARG002
        return None

    def worded(self, stated: Stated, say: Say) -> str:  # noqa: ARG002
        return ""
