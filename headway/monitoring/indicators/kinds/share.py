"""A part of a whole, in per cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from headway.monitoring.indicators.kinds.base import Entry, Kind, Takes, covering

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.foundation.core.periods import Period
    from headway.monitoring.indicators.facts import Point

HUNDRED = Decimal(100)


class Share(Kind):
    """Parts and wholes are summed, over contributors and over time; percentages never averaged.

    A percentage entered alone stands for itself and cannot be put together with others. “0 of 0”
    is an entry: it has no percentage, and adds nothing to a sum.
    """

    code: ClassVar[str] = "share"
    label = pgettext_lazy("kind of indicator", "share")
    summary = gettext_lazy("A part of a whole in per cent. Enter the part and the whole.")
    takes: ClassVar[Takes] = "share"
    adds_over_time: ClassVar[bool] = True
    floor: ClassVar[Decimal | None] = Decimal(0)
    ceiling: ClassVar[Decimal | None] = HUNDRED

    def problems(self, entry: Entry) -> Mapping[str, str]:
        if entry.numerator is None and entry.denominator is None:
            if entry.value is None:
                sentence = _("Enter the part and the whole, or say why there are none.")
                return {**self._surplus(entry), "numerator": sentence}
            return super().problems(entry)
        found = self._surplus(entry)
        if entry.value is not None:
            found["value"] = _("Enter the part and the whole or the percentage, not both.")
        return found | self._part_problems(entry.numerator, entry.denominator)

    def _part_problems(self, part: Decimal | None, whole: Decimal | None) -> dict[str, str]:
        if part is None:
            return {"numerator": _("Enter the part as well.")}
        if whole is None:
            return {"denominator": _("Enter the whole as well.")}
        found = {
            name: sentence
            for name, value in (("numerator", part), ("denominator", whole))
            if (sentence := _amount_problem(value))
        }
        if not found and part > whole:
            found["numerator"] = _("The part is more than the whole. Check both.")
        return found

    def figure(self, entries: Sequence[Entry]) -> Decimal | None:
        if len(entries) == 1 and not entries[0].has_parts:
            return entries[0].value
        part = whole = Decimal(0)
        for entry in entries:
            if entry.numerator is None or entry.denominator is None:
                return None
            part, whole = part + entry.numerator, whole + entry.denominator
        return HUNDRED * part / whole if whole else None

    def total(self, entries: Sequence[Entry], period: Period) -> Point | None:
        found = covering(entries, period)
        return self._point(*found) if found else None


def _amount_problem(value: Decimal) -> str:
    if not value.is_finite():
        return _("This is no number. Write it in digits.")
    return _("This cannot be less than zero. Enter zero or more.") if value < 0 else ""
