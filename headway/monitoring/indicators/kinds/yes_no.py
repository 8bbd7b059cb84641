"""Whether something holds: a plan exists, a water is safe to swim in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from headway.monitoring.indicators.kinds.base import Entry, Kind, Takes
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.indicators.facts import Say

NO, YES = Decimal(0), Decimal(1)


class YesNo(Kind):
    """A yes is 1 and a no is 0. One organisation answers: two answers make no third."""

    code: ClassVar[str] = "yes_no"
    label = pgettext_lazy("kind of indicator", "yes or no")
    summary = gettext_lazy("Whether something holds.")
    takes: ClassVar[Takes] = "yes_no"
    is_whole: ClassVar[bool] = True
    floor: ClassVar[Decimal | None] = NO
    ceiling: ClassVar[Decimal | None] = YES
    has_several: ClassVar[bool] = False
    has_jumps: ClassVar[bool] = False
    directions: ClassVar[tuple[Direction, ...]] = (Direction.UP, Direction.DOWN)

    def problems(self, entry: Entry) -> Mapping[str, str]:
        found = self._surplus(entry)
        if entry.value is None:
            found["value"] = _("Answer yes or no, or say why there is no answer.")
        elif sentence := self.number_problem(entry.value):
            found["value"] = sentence
        return found

    def number_problem(self, value: Decimal) -> str:
        return "" if value.is_finite() and value in {NO, YES} else _("Answer yes or no.")

    def say_bound(self, bound: Decimal, say: Say) -> str:  # noqa: ARG002 -- an answer has no unit
        return pgettext("answer", "yes") if bound else pgettext("answer", "no")
