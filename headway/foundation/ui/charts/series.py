"""What the charts of a series are given: days, figures, and words ready made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.ui.numbers import brief_day, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What was reported for a day, beside what was planned for it. Without a value it is a gap.

    `note` is the flag in words (“provisional”), or why there is no value. A reading that is not
    firm is drawn hollow.
    """

    day: date
    value: Decimal | None
    planned: Decimal | None = None
    note: str = ""
    is_firm: bool = True

    @property
    def when(self) -> str:
        return brief_day(self.day)

    @property
    def deviation(self) -> Decimal | None:
        if self.value is None or self.planned is None:
            return None
        return self.value - self.planned


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted by a day: a figure (`low` equals `high`), a band, or one bound alone.

    `words` are the lines beside its bar: “Target 24”, “by end of 2030”.
    """

    day: date
    low: Decimal | None
    high: Decimal | None
    words: tuple[str, ...]

    @property
    def is_band(self) -> bool:
        return self.low != self.high

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        return tuple(sorted({bound for bound in (self.low, self.high) if bound is not None}))


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a trend puts a day, and between which figures."""

    day: date
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beneath a chart."""

    day: date
    reported: Decimal | None
    planned: Decimal | None
    deviation: Decimal | None
    note: str
    is_gap: bool = False

    @property
    def when(self) -> str:
        return brief_day(self.day)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence that begins so and names the days of these readings."""

    words: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over time, as a trajectory shows it.

    `title` says the finding, `description` says the chart to those who listen, `about` says what
    is measured, by whom and when; `axis` names unit and quantity. Figures have the places with
    which the table writes them. `trend` begins at the last reading; `floor` and `ceiling` are what
    the series cannot pass.
    """

    title: str
    description: str
    axis: str
    about: str = ""
    name: str = ""
    """What is measured, in few words: two charts of a page may have the same finding."""
    provenance: Provenance = UNKNOWN
    readings: tuple[Reading, ...] = ()
    latest: str = ""
    """The last value in words, “11 products”; otherwise its number is written."""
    baseline: Figure | None = None
    plan: tuple[Figure, ...] = ()
    milestones: tuple[Figure, ...] = ()
    goal: Goal | None = None
    as_of: date | None = None
    trend: tuple[Expected, ...] = ()
    trend_words: tuple[str, ...] = ()
    required: tuple[Figure, ...] = ()
    required_words: str = ""
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    is_rank: bool = False
    """Better is less, and stands higher."""

    @property
    def known(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if reading.value is not None)

    @property
    def runs(self) -> tuple[tuple[Figure, ...], ...]:
        """The values between gaps: only these are joined by a line."""
        return runs(self.readings)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every figure of the chart, newest first."""
        rows = [*self._reported_rows(), *self._planned_rows()]
        return tuple(sorted(rows, key=lambda row: row.day, reverse=True))

    def _reported_rows(self) -> Iterator[Row]:
        for each in self.readings:
            gap = each.value is None
            yield Row(each.day, each.value, each.planned, each.deviation, each.note, is_gap=gap)

    def _planned_rows(self) -> Iterator[Row]:
        if self.baseline:
            yield Row(self.baseline.day, self.baseline.value, None, None, _("baseline"))
        for each in self.milestones:
            yield Row(each.day, None, each.value, None, _("milestone"))
        if self.goal:
            value = None if self.goal.is_band else self.goal.low
            yield Row(self.goal.day, None, value, None, " ".join(self.goal.words))
        for each in self.required[1:]:
            yield Row(each.day, None, each.value, None, self.required_words)
        for last in self.trend[-1:]:
            yield Row(last.day, None, None, None, self._trend_words(last))

    def _trend_words(self, last: Expected) -> str:
        between = _("%(low)s to %(high)s") % {
            "low": number_words(last.low),
            "high": number_words(last.high),
        }
        return " ".join(self.trend_words) or between

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the drawing shows by a hollow point or a gap, in words."""
        hollow = tuple(each for each in self.known if not each.is_firm)
        gaps = tuple(each for each in self.readings if each.value is None)
        found = (
            Remark(_("Hollow points are not final:"), hollow),
            Remark(_("No value, so no line:"), gaps),
        )
        return tuple(remark for remark in found if remark.readings)


def runs(readings: tuple[Reading, ...]) -> tuple[tuple[Figure, ...], ...]:
    """Return the values between gaps, each stretch by itself."""
    found: list[list[Figure]] = [[]]
    for each in sorted(readings, key=lambda reading: reading.day):
        if each.value is None:
            found.append([])
        else:
            found[-1].append(Figure(each.day, each.value))
    return tuple(tuple(run) for run in found if run)
