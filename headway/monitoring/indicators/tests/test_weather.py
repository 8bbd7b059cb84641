from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from headway.monitoring.indicators.methods.weather import METHOD, weather
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.tests.series import facts
from headway.monitoring.indicators.wording import number

pytestmark = pytest.mark.once

DOWN = Direction.DOWN


def yearly(*values: str, until: int = 2025) -> dict[int, str]:
    return dict(zip(range(until - len(values) + 1, until + 1), values, strict=True))


RISING = yearly("10", "11", "12", "13", "14", "15")
"""One a year: 20 in 2030."""


@pytest.mark.parametrize(
    ("target", "symbol", "verdict"),
    [
        ("20", "sun", Word.ON_PATH),
        ("20.2", "sun", Word.ON_PATH),
        ("20.26", "sun", Word.ON_PATH),
        ("20.27", "sun+cloud", Word.BEHIND),  # 0.27 of 5.27 is 5.1 %
        ("21.25", "sun+cloud", Word.BEHIND),  # 1.25 of 6.25 is 20 %
        ("21.26", "cloud", Word.BEHIND),
        ("90", "cloud", Word.BEHIND),
    ],
)
def test_the_miss_decides(target: str, symbol: str, verdict: Word) -> None:
    found = weather(facts(RISING, target=target))
    assert (found.status, found.verdict) == (symbol, verdict)


def test_a_miss_of_just_five_per_cent_is_no_sun() -> None:
    found = weather(facts(yearly("10.25", "11", "12", "13", "14", "15"), target="20"))
    assert (found.value, found.status) == (Decimal("0.05"), "sun+cloud")


@pytest.mark.parametrize(
    "series", [yearly("15", "14", "13", "12", "11", "10"), yearly("7", "9", "9", "7")]
)
def test_not_moving_towards_the_target_is_storm(series: dict[int, str]) -> None:
    found = weather(facts(series, target="20"))
    assert (found.status, found.verdict) == ("storm", Word.WRONG_WAY)


@pytest.mark.parametrize(
    ("series", "direction", "symbol", "verdict"),
    [
        (RISING, Direction.UP, "sun", Word.ACHIEVED),
        (yearly("15", "15", "15", "15"), Direction.UP, "sun", Word.ACHIEVED),
        (RISING, DOWN, "sun+cloud", Word.ACHIEVED),
    ],
)
def test_a_target_met_early_is_achieved_and_its_trend_is_told(
    series: dict[int, str], direction: Direction, symbol: str, verdict: Word
) -> None:
    found = weather(facts(series, target="15", direction=direction))
    assert (found.status, found.verdict) == (symbol, verdict)


def test_met_while_worsening_says_both() -> None:
    """Regression: a green status while doubling in the wrong direction."""
    sentence = METHOD.sentence(weather(facts(RISING, target="30", direction=DOWN)), number)
    assert sentence == (
        "Achieved: 15 (2025) meets 30, but it worsens: on average 1 a year since 2020."
    )


@pytest.mark.parametrize(("direction", "symbol"), [(Direction.UP, "cloud"), (DOWN, "storm")])
def test_a_target_that_is_due_and_not_met(direction: Direction, symbol: str) -> None:
    target = "16" if direction == Direction.UP else "14"
    assert weather(facts(RISING, target=target, by=2025, direction=direction)).status == symbol


@pytest.mark.parametrize(
    ("last", "direction", "symbol"),
    [
        (("14", "15"), Direction.UP, "sun"),
        (("16", "15"), Direction.UP, "sun+cloud"),
        (("15", "15"), Direction.UP, "sun+cloud"),
        (("16", "15"), DOWN, "cloud"),
        (("14", "15"), DOWN, "storm"),
        (("9", "10"), Direction.UP, "cloud"),  # no change on average
    ],
)
def test_without_a_target_average_and_last_change_decide(
    last: tuple[str, str], direction: Direction, symbol: str
) -> None:
    series = yearly("10", "11", "12", "13", *last)
    assert weather(facts(series, direction=direction)).status == symbol


def test_the_next_of_several_target_days_counts() -> None:
    found = weather(facts(RISING, target="40", by=2040, milestones={2027: "17"}))
    assert (found.status, found.figures["target"]) == ("sun", Decimal(17))


def test_a_milestone_that_is_met_early_is_not_the_target() -> None:
    found = weather(facts(RISING, target="40", by=2040, milestones={2027: "15"}))
    assert (found.status, found.verdict) == ("sun", Word.ON_PATH)


def test_six_values_count_and_four_will_do() -> None:
    early = yearly("99", "10", "11", "12", "13", "14", "15")
    assert weather(facts(early, target="20")).figures["change"] == 1
    assert weather(facts(yearly("10", "11", "12", "13"), target="18")).status == "sun"
    few = weather(facts(yearly("10", "11", "12"), target="20"))
    assert (few.verdict, few.reason) == (Word.NOT_ASSESSABLE, Reason.TOO_FEW)
    assert "series of at least four yearly values" in METHOD.sentence(few, number)


def test_of_quarters_the_last_of_each_year_counts() -> None:
    quarters = {
        date(year, month, 30): str(year - 2000 + (0 if month == 6 else 50))
        for year in range(2020, 2026)
        for month in (6, 9)
    }
    quarters.pop(date(2025, 9, 30))
    assert weather(facts(quarters, target="30")).figures["change"] == 1


def test_a_missing_year_does_not_stretch_the_change() -> None:
    gap = {2019: "9", 2020: "10", 2022: "12", 2025: "15"}
    assert weather(facts(gap, target="20")).figures["change"] == 1


def test_what_it_cannot_judge_is_named() -> None:
    assert weather(facts({})).reason == Reason.NO_VALUE
    assert weather(facts(RISING, direction=Direction.KEEP)).reason == Reason.UNFIT
