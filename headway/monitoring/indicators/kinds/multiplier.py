"""A level whose target is stated as a multiple of the baseline: “twice”."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.kinds.base import number
from headway.monitoring.indicators.kinds.relative import Relative

if TYPE_CHECKING:
    from headway.monitoring.indicators.facts import Say


class Multiplier(Relative):
    """Values are levels; the target is so many times the baseline."""

    code: ClassVar[str] = "multiplier"
    label = pgettext_lazy("kind of indicator", "multiple of the baseline")
    summary = gettext_lazy(
        "A level whose target is a multiple of the baseline, such as twice. Enter the level."
    )
    floor: ClassVar[Decimal | None] = Decimal(0)

    def target_number_problem(self, value: Decimal) -> str:
        if not value.is_finite():
            return _("This is no number. Write it in digits.")
        return "" if value > 0 else _("Enter how many times the baseline, more than zero.")

    def reached(self, bound: Decimal, start: Decimal) -> Decimal:
        return start * bound

    def say_bound(self, bound: Decimal, say: Say) -> str:  # noqa: ARG002 -- a multiple has no unit
        return _("%(times)s × the baseline") % {"times": number(bound)}
