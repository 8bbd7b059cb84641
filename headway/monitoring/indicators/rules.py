"""The law of indicators. Pure: no database, no clock, no request.

Only `standing` depends on the day. Whatever else is judged stays as it is until something is
entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, cast

from django.utils.translation import gettext as _

from headway.foundation.core.periods import Length, Period
from headway.monitoring.indicators.facts import Facts, Point
from headway.monitoring.indicators.kinds.base import signed
from headway.monitoring.indicators.states import Direction, Frequency, Word
from headway.monitoring.indicators.wording import stopped_once

if TYPE_CHECKING:
    from headway.monitoring.indicators.facts import Say
    from headway.monitoring.indicators.kinds.base import Entry, Kind, Stated

ONE_DAY = timedelta(days=1)
FEWEST_CONSIDERED = 2
"""One earlier value says nothing of how an indicator moves."""
FACTOR = 2
"""What is beyond twice the highest, or below half of the lowest, is asked about."""
FEWEST_SPREAD = 5
"""Five values have four changes, the fewest from which a usual change can be told."""
FARTHEST = Decimal("3.5") / Decimal("0.6745")
"""How many median deviations away a change is an outlier (Iglewicz and Hoaglin, 1993)."""
MATERIAL = Decimal("0.1")
"""A change that departs from the usual by less than a tenth of the level is not worth asking."""
MOST_CONSIDERED = 60
"""Five years of months: of a longer series the latest tell how it moves."""
SMALL_COUNT = 10
"""Counts below ten vary by chance."""

JumpReason = Literal["falls", "zero", "sign", "low", "high", "change"]


class Vintage(Protocol):
    """One recorded statement on a period. `recorded` counts up in the order of recording."""

    @property
    def period(self) -> Period: ...
    @property
    def contributor(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def recorded(self) -> int: ...


V = TypeVar("V", bound=Vintage)


def known(vintages: Iterable[V], *, as_of: datetime | None = None) -> tuple[V, ...]:
    """Return what was known at a moment: for each period, contributor and member the latest.

    The latest is the one received last; of several received at one moment, the one recorded
    last. Without a moment, everything received counts. Sorted by period, contributor and member.
    A statement that a value is missing is a vintage too, and takes the place of the value.

    Source: architecture, section 11.2 (two dates, never mixed).
    """
    latest: dict[tuple[Period, str, str], V] = {}
    for vintage in vintages:
        if as_of is not None and vintage.received_at > as_of:
            continue
        place = (vintage.period, vintage.contributor, vintage.member)
        if place not in latest or _age(latest[place]) < _age(vintage):
            latest[place] = vintage
    return tuple(latest[place] for place in sorted(latest))


def _age(vintage: Vintage) -> tuple[datetime, int]:
    return vintage.received_at, vintage.recorded


def facts_of(
    *,
    kind: Kind,
    entries: Sequence[Entry],
    baseline: Point | None,
    targets: Iterable[Stated],
    direction: Direction,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Facts:
    """Return the facts that a method judges, all in the unit of the series.

    The baseline is the one that is stated; it is never taken from the values. A target that
    cannot be reckoned yet is left out. Of two targets for one day the later in order counts.
    Limits that are not stated are those of the kind.

    Source: methods, section 1.4.
    """
    goals = {goal.day: goal for stated in targets if (goal := kind.goal(stated, baseline))}
    return Facts(
        direction=direction,
        baseline=baseline if kind.has_progress else None,
        goals=tuple(goals[day] for day in sorted(goals)),
        points=kind.series(entries),
        floor=kind.floor if floor is None else floor,
        ceiling=kind.ceiling if ceiling is None else ceiling,
    )


# -- when a value is expected ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """The period for which a value is expected next, and the last day on which it is in time."""

    period: Period
    due_on: date


def expected_next(
    *,
    frequency: Frequency,
    lag_days: int,
    answered: Iterable[Period],
    starts_on: date,
    ends_on: date | None = None,
) -> Expected | None:
    """Return the period for which a value is expected next, and by when.

    It is the one after the latest answered period; a value answers, and so does a reason why
    there is none. Before any answer it is the one into which `starts_on` falls. It is due
    `lag_days` after its last day. Nothing is expected of an irregular indicator, nor for a
    period that begins after `ends_on`.

    Source: methods, section 1.4; architecture, section 11.5.
    """
    if frequency == Frequency.IRREGULAR:
        return None
    latest = max((period.last_day for period in answered), default=None)
    day = latest + ONE_DAY if latest else starts_on
    period = Period.containing(day, cast("Length", Frequency(frequency).value))
    if ends_on and period.first_day > ends_on:
        return None
    return Expected(period, period.last_day + timedelta(days=lag_days))


def standing(*, expected: Expected | None, is_begun: bool, on: date) -> Word | None:
    """Return the word that the day alone decides; None if the method has it.

    *Not reported* from the day after the due day, whatever earlier values say. *Not yet due*
    until then, if no period has been answered at all (`is_begun`).

    Source: architecture, section 11.5 (only these two depend on the day).
    """
    if expected is None:
        return None
    if on > expected.due_on:
        return Word.NOT_REPORTED
    return None if is_begun else Word.NOT_YET_DUE


def holds_until(*, expected: Expected | None, on: date) -> date | None:
    """Return the next day on which a verdict kept on a day reads otherwise, if nothing is entered.

    None if no day changes it. What is shown on that day or later must be judged again.

    Source: architecture, section 11.5.
    """
    if expected is None or on > expected.due_on:
        return None
    return expected.due_on + ONE_DAY


def count_verdicts(words: Iterable[Word]) -> Mapping[Word, int]:
    """Count verdicts, in the order of the eight words; a word that nobody has is counted as 0.

    What has no verdict of its own is counted as what it is: never as nothing reached. Counts
    are not averaged, and have no weights.

    Source: methods, sections 1.4 and 2.
    """
    counted = Counter(words)
    return {word: counted[word] for word in Word}


# -- whether an entry is plausible -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Jump:
    """Why an entry is implausible, with the figures that say so. It asks, and never forbids.

    `near` is the earlier value with which it is compared; `usual` is the usual change.
    """

    reason: JumpReason
    value: Decimal
    near: Point
    considered: int
    usual: Decimal = Decimal(0)

    @property
    def change(self) -> Decimal:
        return self.value - self.near.value

    @stopped_once
    def sentence(self, say: Say) -> str:
        """Ask the person who enters, in the language that is active."""
        asked = {
            "falls": _(
                "A running total does not fall, and it stood at %(near)s. Is it now %(value)s?"
            ),
            "zero": _("No value so far was zero; the last was %(near)s. Is it now %(value)s?"),
            "sign": _("Every value so far was on the other side of zero. Is it now %(value)s?"),
            "low": _(
                "%(value)s is less than half of the lowest value so far, %(near)s. Is it right?"
            ),
            "high": _(
                "%(value)s is more than twice the highest value so far, %(near)s. Is it right?"
            ),
            "change": _(
                "From %(near)s to %(value)s is a change of %(change)s, and the usual one is "
                "%(usual)s. Is it right?"
            ),
        }
        return asked[self.reason] % {
            "value": say(self.value),
            "near": say(self.near.value),
            "change": signed(say(abs(self.change)), self.change),
            "usual": signed(say(abs(self.usual)), self.usual),
        }


def jump(*, kind: Kind, entry: Entry, others: Iterable[Entry]) -> Jump | None:
    """Tell whether an entry is implausible, given the other entries of the indicator; None if not.

    Compared are the contributor’s own values of earlier periods of the same length, the latest
    MOST_CONSIDERED of them; where periods add up over time, those of the same part of the year, as
    soon as there are enough.
    So a revision is compared with what stands before it, and a correction is not asked about.

    Asked about is a running total that falls; and, given at least FEWEST_CONSIDERED values, the
    first zero, a change of sign, and what lies beyond FACTOR times their range; given at least
    FEWEST_SPREAD, a change that lies FARTHEST from the usual one takes the place of the factor.

    Source: methods, section 1.2 (13.6 instead of 46.2 would have been caught); NIST/SEMATECH
    e-Handbook, section 1.3.5.17 (modified z-scores).
    """
    value = kind.figure([entry])
    if value is None or not kind.has_jumps:
        return None
    earlier = _compared(kind, entry, others)
    if kind.never_falls and earlier and value < earlier[-1].value:
        return Jump("falls", value, earlier[-1], len(earlier))
    if len(earlier) < FEWEST_CONSIDERED or _is_small_count(kind, value, earlier):
        return None
    by_size = sorted(earlier, key=lambda point: point.value)
    return _crossing(value, by_size, earlier[-1]) or (
        _unusual if len(earlier) >= FEWEST_SPREAD else _out_of_range
    )(value, earlier)


def _compared(kind: Kind, entry: Entry, others: Iterable[Entry]) -> tuple[Point, ...]:
    own = sorted(
        (
            other
            for other in others
            if other.contributor == entry.contributor
            and other.period.length == entry.period.length
            and other.period < entry.period
        ),
        key=lambda other: other.period,
    )[-MOST_CONSIDERED:]
    if kind.adds_over_time:
        season = [other for other in own if other.period.number == entry.period.number]
        own = season if len(season) >= FEWEST_CONSIDERED else own
    figures = ((other.period.last_day, kind.figure([other])) for other in own)
    return tuple(Point(day, value) for day, value in figures if value is not None)


def _is_small_count(kind: Kind, value: Decimal, earlier: Iterable[Point]) -> bool:
    highest = max(abs(value), *(abs(point.value) for point in earlier))
    return kind.is_whole and highest < SMALL_COUNT


def _crossing(value: Decimal, by_size: Sequence[Point], last: Point) -> Jump | None:
    low, high = by_size[0].value, by_size[-1].value
    if low <= 0 <= high:
        return None
    if value == 0:
        return Jump("zero", value, last, len(by_size))
    is_other_side = value < 0 < low or high < 0 < value
    return Jump("sign", value, last, len(by_size)) if is_other_side else None


def _out_of_range(value: Decimal, earlier: Sequence[Point]) -> Jump | None:
    lowest = min(earlier, key=lambda point: point.value)
    highest = max(earlier, key=lambda point: point.value)
    if lowest.value < 0:
        return None
    if lowest.value > max(value * FACTOR, Decimal(0)):
        return Jump("low", value, lowest, len(earlier))
    if value > highest.value * FACTOR > 0:
        return Jump("high", value, highest, len(earlier))
    return None


def _unusual(value: Decimal, earlier: Sequence[Point]) -> Jump | None:
    last = earlier[-1]
    changes = [after.value - before.value for before, after in pairwise(earlier)]
    usual = median(changes)
    deviation = median(abs(change - usual) for change in changes)
    departure = abs(value - last.value - usual)
    if departure <= FARTHEST * deviation or departure <= MATERIAL * abs(last.value):
        return None
    return Jump("change", value, last, len(earlier), usual)
