"""A level whose target is stated as growth over the baseline: “exports, +200 %”."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.kinds.base import number, signed
from headway.monitoring.indicators.kinds.relative import Relative

if TYPE_CHECKING:
    from headway.monitoring.indicators.facts import Say

ALL = Decimal(100)


class Growth(Relative):
    """Values are levels, never rates; +200 % is three times the baseline."""

    code: ClassVar[str] = "growth"
    label = pgettext_lazy("kind of indicator", "growth in per cent")
    summary = gettext_lazy(
        "A level whose target is growth over the baseline: 200 per cent more is three times as "
        "much. Enter the level."
    )
    floor: ClassVar[Decimal | None] = Decimal(0)

    def target_number_problem(self, value: Decimal) -> str:
        if not value.is_finite():
            return _("This is no number. Write it in digits.")
        return _("Nothing falls by more than 100 %. Enter −100 or more.") if value < -ALL else ""

    def reached(self, bound: Decimal, start: Decimal) -> Decimal:
        return start * (ALL + bound) / ALL

    def say_bound(self, bound: Decimal, say: Say) -> str:  # noqa: ARG002 -- the unit is per cent
        return signed(f"{number(abs(bound))}\N{NO-BREAK SPACE}%", bound)
