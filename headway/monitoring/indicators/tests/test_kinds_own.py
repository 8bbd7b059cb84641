"""What is peculiar to each kind."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.facts import Goal, Point
from headway.monitoring.indicators.kinds import KINDS, Entry, Stated
from headway.monitoring.indicators.tests.samples import (
    YEAR,
    d,
    entry,
    month,
    parts,
    plain,
    year,
)

pytestmark = pytest.mark.once
STOCK, COUNT, FLOW, TOTAL, SHARE = (
    KINDS[code] for code in ("stock", "count", "flow", "cumulative", "share")
)
BASELINE = Point(year(2016).last_day, Decimal(154_000))


def figures(series: tuple[Point, ...]) -> list[tuple[str, str]]:
    return [(point.day.isoformat(), str(point.value)) for point in series]


# -- levels --------------------------------------------------------------------------------


def test_levels_of_several_contributors_add_up_once_all_who_have_begun_have_entered() -> None:
    entered = [
        entry(year(2022), 100, "port"),
        entry(year(2023), 110, "port"),
        entry(year(2023), 5, "university"),
        entry(year(2024), 120, "port"),
        entry(year(2025), 130, "port"),
        entry(year(2025), 0, "university"),
    ]
    assert figures(STOCK.series(entered)) == [
        ("2022-12-31", "100"),
        ("2023-12-31", "115"),
        ("2025-12-31", "130"),
    ]


def test_the_level_of_a_year_is_that_of_its_last_month_so_far() -> None:
    entered = [entry(month(number), number * 10) for number in (1, 2, 5)]
    assert STOCK.total(entered, YEAR) == Point(month(5).last_day, d(50))
    assert STOCK.total(entered, year(2024)) is None


def test_of_two_periods_that_end_on_one_day_the_longer_counts() -> None:
    assert figures(STOCK.series([entry(month(12), 1), entry(YEAR, 2)])) == [("2025-12-31", "2")]


@pytest.mark.parametrize(
    ("flags", "whole"),
    [(("", ""), ""), (("revised", ""), "revised"), (("provisional", "estimated"), "estimated")],
)
def test_a_sum_is_as_weak_as_its_weakest_part(flags: tuple[str, str], whole: str) -> None:
    entered = [
        replace(entry(YEAR, 1, who), flag=flag)
        for who, flag in zip(("port", "university"), flags, strict=True)
    ]
    assert STOCK.series(entered)[0].flag == whole


# -- amounts of a period -------------------------------------------------------------------


def test_months_add_up_to_a_year_and_only_whole_years_are_judged() -> None:
    months = [entry(month(number), number) for number in range(1, 13)]
    assert figures(FLOW.series(months)) == [("2025-12-31", "78")]
    assert FLOW.series(months[:11]) == ()
    assert FLOW.total(months[:11], YEAR) == Point(month(11).last_day, d(66))


def test_a_sum_to_date_ends_before_the_first_gap() -> None:
    assert COUNT.total([entry(month(1), 1), entry(month(2), 2), entry(month(4), 4)], YEAR) == Point(
        month(2).last_day, d(3)
    )
    assert COUNT.total([entry(month(2), 2)], YEAR) is None


def test_a_figure_for_the_year_itself_stands_before_the_sum_of_its_months() -> None:
    assert figures(FLOW.series([entry(month(1), 1), entry(YEAR, 50)])) == [("2025-12-31", "50")]


def test_a_year_is_made_of_periods_of_different_lengths() -> None:
    entered = [
        entry(Period("quarter", 2025, 1), 1),
        entry(Period("quarter", 2025, 2), 2),
        entry(Period("half_year", 2025, 2), 4),
    ]
    assert figures(FLOW.series(entered)) == [("2025-12-31", "7")]


def test_a_quarter_takes_nothing_from_the_figure_of_its_year() -> None:
    quarter = Period("quarter", 2025, 1)
    assert FLOW.total([entry(YEAR, 50)], quarter) is None
    assert FLOW.total([entry(YEAR, 50), entry(month(1), 7)], quarter) == Point(
        month(1).last_day, d(7)
    )


def test_several_contributors_add_up_to_the_day_that_all_have_reached() -> None:
    entered = [entry(month(number), 1, "port") for number in range(1, 7)]
    entered += [entry(month(number), 10, "university") for number in range(1, 5)]
    assert FLOW.total(entered, YEAR) == Point(month(4).last_day, d(44))


def test_negative_values_count_in_a_sum() -> None:
    entered = [entry(YEAR, -30, "port"), entry(YEAR, 12, "university")]
    assert (
        figures(FLOW.series(entered)) == figures(STOCK.series(entered)) == [("2025-12-31", "-18")]
    )


def test_sums_are_exact() -> None:
    assert FLOW.series([entry(YEAR, "0.1", "port"), entry(YEAR, "0.2", "university")])[
        0
    ].value == d("0.3")


@given(st.lists(st.integers(-1000, 1000), min_size=12, max_size=12))
def test_a_year_is_the_sum_of_its_quarters_sums(values: list[int]) -> None:
    months = [entry(month(number), value) for number, value in enumerate(values, 1)]
    quarters = [FLOW.total(months, Period("quarter", 2025, number)) for number in (1, 2, 3, 4)]
    whole = FLOW.total(months, YEAR)
    assert whole is not None
    assert whole.value == sum(point.value for point in quarters if point) == sum(values)


# -- running totals ------------------------------------------------------------------------


def test_running_totals_are_carried_forward_and_never_added_over_time() -> None:
    entered = [entry(year(2023), 2), entry(year(2024), 5)]
    assert figures(TOTAL.series(entered)) == [("2023-12-31", "2"), ("2024-12-31", "5")]
    assert [TOTAL.total(entered, year(number)) for number in (2022, 2023, 2024, 2025)] == [
        None,
        Point(year(2023).last_day, d(2)),
        Point(year(2024).last_day, d(5)),
        Point(year(2024).last_day, d(5)),
    ]


def test_a_running_total_of_several_is_the_sum_of_each_ones_latest() -> None:
    entered = [
        entry(year(2023), 2, "port"),
        entry(year(2024), 3, "university"),
        entry(year(2025), 6, "port"),
    ]
    assert figures(TOTAL.series(entered)) == [
        ("2023-12-31", "2"),
        ("2024-12-31", "5"),
        ("2025-12-31", "9"),
    ]


def test_a_blank_does_not_take_the_place_of_a_running_total() -> None:
    entered = [
        entry(year(2024), 5, "port"),
        Entry(year(2025), contributor="port"),
        entry(year(2025), 3, "university"),
    ]
    assert TOTAL.total(entered, year(2025)) == Point(year(2025).last_day, d(8))


def test_of_two_running_totals_to_one_day_that_of_the_longer_period_counts() -> None:
    entered = [entry(YEAR, 6), entry(month(12), 5)]
    assert TOTAL.series(entered) == TOTAL.series(entered[::-1]) == (Point(YEAR.last_day, d(6)),)


# -- shares --------------------------------------------------------------------------------


def test_weights_of_a_share_are_normalised() -> None:
    """Two and three, half of each, are a half: never two and a half."""
    entered = [parts(YEAR, 1, 2, "port"), parts(YEAR, "1.5", 3, "university")]
    assert SHARE.series(entered) == (Point(YEAR.last_day, d(50)),)


def test_percentages_are_never_averaged() -> None:
    entered = [parts(YEAR, 9, 10, "port"), parts(YEAR, 90, 990, "university")]
    assert SHARE.series(entered)[0].value == d("9.9")
    alone = [entry(YEAR, 90, "port"), entry(YEAR, 10, "university")]
    assert SHARE.series(alone) == ()
    assert SHARE.series([entered[0], alone[1]]) == ()


def test_one_rule_for_what_is_missing_whether_there_are_weights_or_not() -> None:
    before = {"share": parts(year(2024), 1, 2, "port"), "stock": entry(year(2024), 1, "port")}
    after = {
        "share": parts(YEAR, 1, 2, "university"),
        "stock": entry(YEAR, 1, "university"),
    }
    for code in before:
        found = KINDS[code].series([before[code], after[code]])
        assert [point.day.year for point in found] == [2024]


def test_the_share_of_a_year_is_that_of_its_sums() -> None:
    entered = [parts(month(1), 1, 2), parts(month(2), 0, 0), parts(month(3), 1, 6)]
    assert SHARE.total(entered, YEAR) == Point(month(3).last_day, d(25))
    assert SHARE.total([entry(month(1), 50), entry(month(2), 25)], YEAR) is None


@pytest.mark.parametrize(
    ("given_entry", "parts_told"),
    [
        (Entry(YEAR, numerator=d(1)), ["denominator"]),
        (Entry(YEAR, denominator=d(1)), ["numerator"]),
        (parts(YEAR, 3, 2), ["numerator"]),
        (parts(YEAR, -3, -2), ["numerator", "denominator"]),
        (parts(YEAR, "NaN", 2), ["numerator"]),
        (parts(YEAR, 1, "Infinity"), ["denominator"]),
        (Entry(YEAR, d(50), d(1), d(2)), ["value"]),
        (entry(YEAR, "100.1"), ["value"]),
        (parts(YEAR, 0, 0), []),
        (parts(YEAR, 0, 2), []),
    ],
)
def test_a_share_says_which_part_is_wrong(given_entry: Entry, parts_told: list[str]) -> None:
    assert list(SHARE.problems(given_entry)) == parts_told


# -- targets -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "low", "high", "baseline", "expected"),
    [
        ("growth", 200, 200, 50, (150, 150)),
        ("growth", -50, -50, 50, (25, 25)),
        ("growth", 10, 20, 50, (55, 60)),
        ("multiplier", 2, 2, 50, (100, 100)),
        ("multiplier", 2, None, 50, (100, None)),
        ("difference", 40_000, 40_000, 154_000, (194_000, 194_000)),
        ("difference", -7, -7, 5, (-2, -2)),
        ("difference", 0, 0, 5, (5, 5)),
        ("cumulative", 25_000, 25_000, 0, (25_000, 25_000)),
        ("band", 4, 6, 15, (4, 6)),
        ("rank", None, 500, 800, (500, 500)),
        ("rank", 500, 500, 800, (500, 500)),
        ("stock", 100, None, 5, (100, None)),
        ("yes_no", 1, 1, 0, (1, 1)),
    ],
)  # fmt: skip
def test_a_target_is_reckoned_into_the_unit_of_the_series(
    code: str,
    low: int | None,
    high: int | None,
    baseline: int,
    expected: tuple[int | None, int | None],
) -> None:
    stated = Stated(YEAR, *(None if bound is None else Decimal(bound) for bound in (low, high)))
    wanted = (None if bound is None else Decimal(bound) for bound in expected)
    found = KINDS[code].goal(stated, Point(year(2016).last_day, Decimal(baseline)))
    assert found == Goal(YEAR.last_day, *wanted)


@pytest.mark.parametrize("code", ["growth", "multiplier"])
@pytest.mark.parametrize("start", ["0", "-5"])
def test_no_multiple_of_zero_or_of_a_debt_is_a_target(code: str, start: str) -> None:
    stated = Stated.at(YEAR, d(2))
    assert KINDS[code].goal(stated, Point(year(2016).last_day, d(start))) is None
    assert KINDS["difference"].goal(stated, Point(year(2016).last_day, d(start))) is not None


@pytest.mark.parametrize(
    ("code", "value", "is_taken"),
    [
        ("growth", "-100", True),
        ("growth", "-100.1", False),
        ("multiplier", "0", False),
        ("multiplier", "0.5", True),
        ("difference", "-40000", True),
        ("count", "1.5", False),
        ("cumulative", "-1", False),
        ("share", "101", False),
        ("rank", "0", False),
        ("yes_no", "2", False),
    ],
)
def test_a_target_that_cannot_be_meant_gets_a_sentence(
    code: str, value: str, is_taken: bool
) -> None:
    assert (KINDS[code].target_problems(Stated.at(YEAR, d(value))) == {}) == is_taken


def test_words_have_no_target_and_nothing_is_judged() -> None:
    words = KINDS["qualitative"]
    assert list(words.target_problems(Stated(YEAR, None, d(5)))) == ["high"]
    assert words.target_problems(Stated(YEAR, None, None)) == {}
    assert words.goal(Stated.at(YEAR, d(5)), BASELINE) is None
    assert words.worded(Stated.at(YEAR, d(5)), plain) == ""
    assert words.figure([Entry(YEAR, words="much", value=d(1))]) is None


@pytest.mark.parametrize(
    ("code", "low", "high", "english", "lithuanian"),
    [
        ("stock", "5", "5", "5 u", "5 u"),
        ("stock", "5", None, "at least 5 u", "ne mažiau kaip 5 u"),
        ("stock", None, "5", "at most 5 u", "ne daugiau kaip 5 u"),
        ("band", "4", "6", "from 4 u to 6 u", "nuo 4 u iki 6 u"),
        ("growth", "200", "200", "+200\xa0%", "+200\xa0%"),
        ("growth", "-2.5", "-2.5", "−2.5\xa0%", "−2,5\xa0%"),
        ("multiplier", "2", "2", "2 × the baseline", "2 × pradinė reikšmė"),
        ("difference", "40000", "40000", "+40000 u", "+40000 u"),
        ("difference", "-7", "-7", "−7 u", "−7 u"),
        ("rank", None, "1500", "among the first 1,500", "tarp pirmųjų 1\xa0500"),
        ("yes_no", "1", "1", "yes", "taip"),
        ("yes_no", "0", "0", "no", "ne"),
    ],
)
def test_a_target_is_said_as_it_was_stated(
    code: str, low: str | None, high: str | None, english: str, lithuanian: str
) -> None:
    stated = Stated(YEAR, None if low is None else d(low), None if high is None else d(high))
    said = []
    for language in ("en", "lt"):
        with translation.override(language):
            said.append(KINDS[code].worded(stated, plain))
    assert said == [english, lithuanian]


# -- places, rates, answers, words ---------------------------------------------------------


def test_the_best_place_of_several_counts() -> None:
    entered = [entry(YEAR, 801, "port"), entry(YEAR, 640, "university")]
    assert figures(KINDS["rank"].series(entered)) == [("2025-12-31", "640")]


@pytest.mark.parametrize(
    ("code", "given_entry", "sentence"),
    [
        ("rank", entry(YEAR, 0), "The first place is 1. Enter 1 or more."),
        ("count", entry(YEAR, -1), "This cannot be less than zero. Enter zero or more."),
        ("count", entry(YEAR, "1.5"), "Only whole numbers fit here. Enter one without a fraction."),
        ("yes_no", entry(YEAR, 2), "Answer yes or no."),
        ("share", entry(YEAR, 101), "Enter 100 at most."),
        ("stock", entry(YEAR, "NaN"), "This is no number. Write it in digits."),
    ],
)
def test_a_bad_value_is_told_what_to_do(code: str, given_entry: Entry, sentence: str) -> None:
    assert KINDS[code].problems(given_entry) == {"value": sentence}


def test_words_of_blanks_are_no_words() -> None:
    assert list(KINDS["qualitative"].problems(Entry(YEAR, words=" \n"))) == ["words"]
