"""Entries and targets of every kind, for tests that ask the same of all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from headway.foundation.core.periods import MONTHS, Length, Period
from headway.monitoring.indicators.kinds import Entry, Kind, Stated

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

YEAR = Period("year", 2025)
MOST = Decimal(10) ** 12
CONTRIBUTORS = ("", "port", "university")


def d(text: str | int) -> Decimal:
    return Decimal(text)


def year(number: int) -> Period:
    return Period("year", number)


def month(number: int, in_year: int = 2025) -> Period:
    return Period("month", in_year, number)


def entry(period: Period, value: str | int, contributor: str = "") -> Entry:
    return Entry(period, d(value), contributor=contributor)


def parts(period: Period, part: str | int, whole: str | int, contributor: str = "") -> Entry:
    return Entry(period, numerator=d(part), denominator=d(whole), contributor=contributor)


def plain(value: Decimal) -> str:
    """Write a figure as it is, with a unit that a test can see."""
    return f"{value} u"


def periods() -> SearchStrategy[Period]:
    """Periods of three years and every length, close enough to meet one another."""
    lengths: tuple[Length, ...] = ("year", "half_year", "quarter", "month")
    return st.sampled_from(
        [
            Period(length, number, part)
            for number in (2023, 2024, 2025)
            for length in lengths
            for part in range(1, 12 // MONTHS[length] + 1)
        ]
    )


def figures(kind: Kind) -> SearchStrategy[Decimal]:
    """Any figure that a kind can take."""
    least = kind.floor if kind.floor is not None else -MOST
    most = kind.ceiling if kind.ceiling is not None else MOST
    if kind.is_whole:
        return st.integers(int(least), int(most)).map(Decimal)
    return st.decimals(least, most, places=3)


def entries(
    kind: Kind, when: SearchStrategy[Period] | None = None, who: tuple[str, ...] = CONTRIBUTORS
) -> SearchStrategy[Entry]:
    """Any entry that a kind can take."""
    when, whose = periods() if when is None else when, st.sampled_from(who)
    if kind.takes == "words":
        words = st.text("abž ", min_size=1).filter(str.strip)
        return st.builds(Entry, when, words=words, contributor=whose)
    alone = st.builds(Entry, when, value=figures(kind), contributor=whose)
    if kind.takes != "share":
        return alone
    amounts = st.decimals(0, MOST, places=2)
    pairs = st.tuples(amounts, amounts).map(sorted)
    return alone | st.builds(
        lambda period, pair, contributor: Entry(
            period, numerator=pair[0], denominator=pair[1], contributor=contributor
        ),
        when,
        pairs,
        whose,
    )


def many(kind: Kind, who: tuple[str, ...] = CONTRIBUTORS) -> SearchStrategy[list[Entry]]:
    """Entries of one indicator: at most one for each period and contributor."""
    return st.lists(
        entries(kind, who=who),
        max_size=6,
        unique_by=lambda one: (one.period, one.contributor),
    )


def sample(kind: Kind, period: Period = YEAR) -> Entry:
    """One plain entry that the kind takes."""
    if kind.takes == "words":
        return Entry(period, words="The name is known in Gdańsk.")
    return entry(period, 1)


def target(kind: Kind, period: Period = YEAR) -> Stated:
    """One plain target that the kind takes."""
    return Stated(period, None, None) if kind.takes == "words" else Stated.at(period, Decimal(1))
