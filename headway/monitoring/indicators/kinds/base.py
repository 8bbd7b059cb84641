"""What every kind of indicator is: how its entries become a series, and its target a goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from headway.foundation.core.periods import Period
    from headway.monitoring.indicators.facts import Goal, Point

Takes = Literal["number", "share", "yes_no", "words"]
"""What the form asks for: a number; the parts of a share, or it alone; yes or no; words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was entered. A period without a value has no entry.

    A share may have its parts; a yes is 1 and a no is 0; words stand for themselves. Several
    organisations may contribute to one indicator, each with entries of its own.
    """

    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: str = ""
    contributor: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A target as the strategy states it: “twice”, “+40,000”, “25,000”, “4–6 %”, “among 500”.

    `low` equals `high` for a single figure.
    """

    period: Period
    low: Decimal | None
    high: Decimal | None


class Kind:
    """One kind. A subclass says what is peculiar to it and is registered in `kinds/__init__.py`."""

    code: ClassVar[str]
    label: ClassVar[_StrOrPromise]
    summary: ClassVar[_StrOrPromise]
    takes: ClassVar[Takes] = "number"
    can_be_negative: ClassVar[bool] = False
    is_whole: ClassVar[bool] = False
    """Whether only whole numbers make sense."""
    has_progress: ClassVar[bool] = True
    directions: ClassVar[tuple[Direction, ...]] = tuple(Direction)

    def problems(self, entry: Entry) -> Mapping[str, str]:
        """Return a sentence for each part of an entry that this kind cannot take."""
        raise NotImplementedError

    def series(self, entries: Sequence[Entry]) -> tuple[Point, ...]:
        """Return the figures that are judged, in order of their days, one for each day."""
        raise NotImplementedError

    def total(self, entries: Sequence[Entry], period: Period) -> Decimal | None:
        """Return the figure of a longer period (a year of months, or to date); None if unknown."""
        raise NotImplementedError

    def goal(self, stated: Stated, baseline: Point | None) -> Goal | None:
        """Return a stated target in the unit of the series; None if it needs a baseline."""
        raise NotImplementedError
