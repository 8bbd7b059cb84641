"""A level whose target is stated as a change from the baseline: “+40,000 inhabitants”."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.kinds.base import signed
from headway.monitoring.indicators.kinds.relative import Relative

if TYPE_CHECKING:
    from headway.monitoring.indicators.facts import Say


class Difference(Relative):
    """Values are levels; the target is so much more, or less, than the baseline."""

    code: ClassVar[str] = "difference"
    label = pgettext_lazy("kind of indicator", "difference from the baseline")
    summary = gettext_lazy(
        "A level whose target is so much more or less than the baseline, such as +40,000. "
        "Enter the level."
    )

    def target_number_problem(self, value: Decimal) -> str:
        return "" if value.is_finite() else _("This is no number. Write it in digits.")

    def can_start_from(self, start: Decimal) -> bool:
        return start.is_finite()

    def reached(self, bound: Decimal, start: Decimal) -> Decimal:
        return start + bound

    def say_bound(self, bound: Decimal, say: Say) -> str:
        return signed(say(abs(bound)), bound)
