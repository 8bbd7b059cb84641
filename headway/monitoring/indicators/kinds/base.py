"""What every kind of indicator is: how its entries become a series, and its target a goal.

What stands here holds for a level: a figure at the end of its period, summed over those who
contribute. A subclass changes what is peculiar to it and is registered in `kinds/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Literal

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.numbers import room_for
from headway.monitoring.indicators.facts import Goal, Point, Say
from headway.monitoring.indicators.states import Direction, Flag

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from headway.foundation.core.periods import Period

Takes = Literal["number", "share", "yes_no", "words"]
"""What the form asks for: a number; the parts of a share, or it alone; yes or no; words."""
WEAKEST_FIRST = (Flag.ESTIMATED, Flag.PROVISIONAL, Flag.REVISED)
ONE_DAY = timedelta(days=1)
LOCALES = {"en": "en_GB"}
MINUS = "\N{MINUS SIGN}"
NUMBERS_KEPT = 2_000
"""Numbers whose words a process remembers: a page says a hundred, of which many twice."""


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

    @property
    def has_parts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def has_figure(self) -> bool:
        return self.value is not None or self.has_parts


@dataclass(frozen=True, slots=True)
class Stated:
    """A target as the strategy states it: “twice”, “+40,000”, “25,000”, “4–6 %”, “among 500”.

    `low` equals `high` for a single figure; one of them is missing if the other bound stands alone.
    """

    period: Period
    low: Decimal | None
    high: Decimal | None

    @classmethod
    def at(cls, period: Period, value: Decimal) -> Stated:
        return cls(period, value, value)


class Kind:
    """One kind: what it takes, what it can be, and how figures and goals come of it.

    Entries are those of one indicator, at most one for each period and contributor, free of
    `problems`. A contributor counts from its first entry on: a later day on which it has none has
    no figure, because part of a sum is not the sum. Who has nothing to add enters zero.
    """

    code: ClassVar[str]
    label: ClassVar[_StrOrPromise]
    summary: ClassVar[_StrOrPromise]
    takes: ClassVar[Takes] = "number"
    is_whole: ClassVar[bool] = False
    """Whether only whole numbers make sense."""
    floor: ClassVar[Decimal | None] = None
    ceiling: ClassVar[Decimal | None] = None
    """What no figure of this kind can pass."""
    has_progress: ClassVar[bool] = True
    has_several: ClassVar[bool] = True
    """Whether several organisations may contribute. If not, entries of two have no figure."""
    has_jumps: ClassVar[bool] = True
    """Whether an entry can be implausibly far from the earlier ones."""
    adds_over_time: ClassVar[bool] = False
    """Whether shorter periods add up to longer ones, so that a season shows in them."""
    never_falls: ClassVar[bool] = False
    needs_baseline: ClassVar[bool] = False
    """Whether a target means nothing without a baseline."""
    directions: ClassVar[tuple[Direction, ...]] = tuple(Direction)

    @property
    def can_be_negative(self) -> bool:
        return self.takes != "words" and (self.floor is None or self.floor < 0)

    # -- what is entered -------------------------------------------------------------------

    def problems(self, entry: Entry) -> Mapping[str, str]:
        """Return a sentence for each part of an entry that this kind cannot take."""
        found = self._surplus(entry)
        if entry.value is None:
            found["value"] = _("Enter a number, or say why there is none.")
        elif sentence := self.number_problem(entry.value):
            found["value"] = sentence
        return found

    def number_problem(self, value: Decimal) -> str:
        """Return why a number cannot be a figure of this kind; an empty text if it can."""
        if not value.is_finite():
            return _("This is no number. Write it in digits.")
        if self.is_whole and value != value.to_integral_value():
            return _("Only whole numbers fit here. Enter one without a fraction.")
        if self.floor is not None and value < self.floor:
            return self._below()
        if self.ceiling is not None and value > self.ceiling:
            return _("Enter %(most)s at most.") % {"most": number(self.ceiling)}
        return ""

    def _below(self) -> str:
        return _("This cannot be less than zero. Enter zero or more.")

    def _surplus(self, entry: Entry) -> dict[str, str]:
        found = {}
        if entry.words and self.takes != "words":
            found["words"] = _("This indicator takes figures. Put words into the note.")
        if self.takes != "share":
            for part in ("numerator", "denominator"):
                if getattr(entry, part) is not None:
                    found[part] = _("This indicator has no parts. Enter its value alone.")
        return found

    # -- what is judged --------------------------------------------------------------------

    def figure(self, entries: Sequence[Entry]) -> Decimal | None:
        """Return what entries that belong together come to; None if that cannot be said."""
        values = [entry.value for entry in entries if entry.value is not None]
        return sum(values, Decimal(0)) if values and len(values) == len(entries) else None

    def series(self, entries: Sequence[Entry]) -> tuple[Point, ...]:
        """Return the figures that are judged, in order of their days, one for each day."""
        points = (self._point(day, found) for day, found in complete(entries).items())
        return tuple(point for point in points if point)

    def total(self, entries: Sequence[Entry], period: Period) -> Point | None:
        """Return the figure of a longer period, or to date; None if it is unknown.

        The point’s day is the last one that the figure covers: before the period’s end it is the
        figure to date. A level is that of the latest day known.
        """
        days = (
            point
            for point in self.series(entries)
            if period.first_day <= point.day <= period.last_day
        )
        return max(days, key=lambda point: point.day, default=None)

    def period_of(self, day: date, periods: Iterable[Period]) -> Period:
        """Return the period of a figure of the series: of those that end on its day the longest."""
        return min(period for period in periods if period.last_day == day)

    def _point(self, day: date, entries: Sequence[Entry]) -> Point | None:
        if not self.has_several and len({entry.contributor for entry in entries}) > 1:
            return None
        value = self.figure(entries)
        return None if value is None else Point(day, value, weakest(entries))

    # -- what is wanted --------------------------------------------------------------------

    def target_problems(self, stated: Stated) -> Mapping[str, str]:
        """Return a sentence for each part of a stated target that this kind cannot take."""
        bounds = {"low": stated.low, "high": stated.high}
        given = {part: value for part, value in bounds.items() if value is not None}
        if not given:
            return {"low": _("Enter what is to be reached.")}
        found = {
            part: sentence
            for part, value in given.items()
            if (sentence := self.target_number_problem(value))
        }
        if not found and len(given) > 1 and given["low"] > given["high"]:
            found["low"] = _("The lower bound is above the upper one. Put the smaller first.")
        return found

    def target_number_problem(self, value: Decimal) -> str:
        """Return why a number cannot stand in a target; an empty text if it can."""
        return self.number_problem(value)

    def goal(self, stated: Stated, baseline: Point | None) -> Goal | None:  # noqa: ARG002
        """Return a stated target in the unit of the series; None if it cannot be reckoned."""
        if stated.low is None and stated.high is None:
            return None
        return Goal(stated.period.last_day, stated.low, stated.high)

    def worded(self, stated: Stated, say: Say) -> str:
        """Say a target as it was stated: “twice the baseline”, “4–6 %”, “at most 500”."""
        low, high = stated.low, stated.high
        if low is not None and high is not None:
            if low == high:
                return self.say_bound(low, say)
            parts = {"low": self.say_bound(low, say), "high": self.say_bound(high, say)}
            return _("from %(low)s to %(high)s") % parts
        if low is not None:
            return _("at least %(low)s") % {"low": self.say_bound(low, say)}
        if high is not None:
            return _("at most %(high)s") % {"high": self.say_bound(high, say)}
        return ""

    def say_bound(self, bound: Decimal, say: Say) -> str:
        """Say one figure of a stated target."""
        return say(bound)


def complete(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    """Return the entries of each day on which every contributor that has begun has one.

    Of two periods that end on one day the longer counts: it says more.

    Source: methods, section 1.4 (nothing is derived from a blank).
    """
    days: dict[date, dict[str, Entry]] = {}
    begun: dict[str, date] = {}
    for entry in sorted(entries, key=lambda entry: entry.period):
        days.setdefault(entry.period.last_day, {}).setdefault(entry.contributor, entry)
        begun.setdefault(entry.contributor, entry.period.last_day)
    return {
        day: list(found.values())
        for day, found in days.items()
        if all(who in found for who, since in begun.items() if since <= day)
    }


def covering(entries: Iterable[Entry], period: Period) -> tuple[date, list[Entry]] | None:
    """Return entries that cover a period from its first day without a gap, and their last day.

    With several contributors, that is the last day to which the entries of all of them reach
    who have begun by the period’s end. None if someone’s first part is missing.

    Source: methods, section 1.4 (nothing is derived from a blank); DHIS2, year to date.
    """
    own: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.period):
        if entry.period.first_day <= period.last_day:
            own.setdefault(entry.contributor, []).append(entry)
    rows = [_row(found, period) for found in own.values()]
    reached = [{entry.period.last_day for entry in row} for row in rows]
    common = set.intersection(*reached) if reached else None
    if not common:
        return None
    day = max(common)
    return day, [entry for row in rows for entry in row if entry.period.last_day <= day]


def _row(entries: Iterable[Entry], period: Period) -> list[Entry]:
    """Line up the longest parts of a period, each where the one before it ends."""
    starts: dict[date, Entry] = {}
    for entry in entries:
        if entry.period in period:
            starts[entry.period.first_day] = entry
    row, day = [], period.first_day
    while found := starts.get(day):
        row.append(found)
        day = found.period.last_day + ONE_DAY
    return row


def weakest(entries: Iterable[Entry]) -> str:
    """Return the flag of a figure that is made of several: the weakest of theirs.

    Source: Eurostat, observation status flags (a sum is no firmer than its parts).
    """
    flags = {entry.flag for entry in entries}
    return next((flag.value for flag in WEAKEST_FIRST if flag in flags), "")


def number(value: Decimal) -> str:
    """Write a number without a unit in the reader’s language, with every digit that it has.

    Source: Unicode CLDR, number patterns.
    """
    language = get_language() or "en"
    return _number(str(value), LOCALES.get(language, language))


@lru_cache(maxsize=NUMBERS_KEPT)
def _number(written: str, locale: str) -> str:
    value = Decimal(written)
    with room_for(value):
        shown = value.normalize() or Decimal(0)
        text = format_decimal(shown, locale=locale, decimal_quantization=False)
    return text.replace("-", MINUS)


def signed(text: str, value: Decimal) -> str:
    """Put the sign of a change before its size: “+40,000”, “−5 %”.

    Source: Unicode CLDR, number patterns; U+2212 for the minus, as typographers write it.
    """
    return f"{MINUS if value < 0 else '+'}{text}"
