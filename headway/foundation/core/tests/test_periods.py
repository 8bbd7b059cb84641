from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.periods import MONTHS, Length, Period

pytestmark = pytest.mark.once
LENGTHS: tuple[Length, ...] = ("year", "half_year", "quarter", "month", "day")
DAYS = st.dates(date(1000, 1, 1), date(2998, 12, 31))
PERIODS = st.builds(Period.containing, DAYS, st.sampled_from(LENGTHS))


@pytest.mark.parametrize(
    ("text", "meant", "first", "last"),
    [
        ("2026", Period("year", 2026), date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-S2", Period("half_year", 2026, 2), date(2026, 7, 1), date(2026, 12, 31)),
        ("2026h1", Period("half_year", 2026, 1), date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-Q3", Period("quarter", 2026, 3), date(2026, 7, 1), date(2026, 9, 30)),
        ("2026q1", Period("quarter", 2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", Period("month", 2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (" 2026M06 ", Period("month", 2026, 6), date(2026, 6, 1), date(2026, 6, 30)),
        ("2026-06-30", Period("day", 2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_each_form_is_read_and_has_its_days(
    text: str, meant: Period, first: date, last: date
) -> None:
    assert Period.parse(text) == meant
    assert (meant.first_day, meant.last_day) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "26",
        "0999",
        "3026",
        "2026-S3",
        "2026-Q0",
        "2026-Q5",
        "2026-13",
        "2026-00",
        "2026-6",
        "2026M6",
        "2026-02-29",
        "2026-06-31",
        "2026-06-00",
        "2026Q2-06",
        "2026/06",
        "2026 m.",
        "2026\n2027",
        "2٩26",
        "2026-06-30T00:00",
    ],
)
def test_anything_else_is_refused_with_the_five_forms(text: str) -> None:
    with pytest.raises(ValueError, match="Write 2026, 2026-S1, 2026-Q2, 2026-06 or 2026-06-30"):
        Period.parse(text)


def test_a_refusal_shows_what_was_typed_in_the_readers_language() -> None:
    with (
        translation.override("lt"),
        pytest.raises(ValueError, match="„kada nors“ nėra laikotarpis"),
    ):
        Period.parse("kada nors")


@given(PERIODS)
def test_a_period_reads_back_as_it_is_written(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(DAYS, st.sampled_from(LENGTHS))
def test_a_day_falls_into_one_period_of_each_length(day: date, length: Length) -> None:
    period = Period.containing(day, length)
    assert period.length == length
    assert period.first_day <= day <= period.last_day
    assert Period.containing(day, "day") in period


@given(PERIODS)
def test_the_following_period_begins_where_this_one_ends(period: Period) -> None:
    following = period.following
    assert following.length == period.length
    assert following.first_day == period.last_day + timedelta(days=1)
    assert period < following
    assert following not in period


@given(st.lists(PERIODS, max_size=6))
def test_periods_are_ordered_by_their_ends(periods: list[Period]) -> None:
    ends = [(period.last_day, period.first_day) for period in sorted(periods)]
    assert ends == sorted(ends)


@pytest.mark.parametrize("length", list(MONTHS))
def test_the_periods_of_a_year_cover_it_once(length: Length) -> None:
    period, found = Period.containing(date(2024, 1, 1), length), []
    while period.year == 2024:
        found.append(period)
        period = period.following
    assert len(found) == 12 // MONTHS[length]
    assert all(one in Period("year", 2024) for one in found)
    assert sum((one.last_day - one.first_day).days + 1 for one in found) == 366


def test_a_longer_period_is_not_in_a_shorter_one() -> None:
    assert Period("month", 2026, 6) in Period("quarter", 2026, 2)
    assert Period("quarter", 2026, 2) not in Period("month", 2026, 6)
    assert Period("month", 2026, 7) not in Period("half_year", 2026, 1)


@pytest.mark.parametrize(
    ("text", "english", "lithuanian"),
    [
        ("2026", "2026", "2026 m."),
        ("2026-S1", "first half of 2026", "2026 m. I pusmetis"),
        ("2026-S2", "second half of 2026", "2026 m. II pusmetis"),
        ("2026-Q1", "Q1 2026", "2026 m. I ketvirtis"),
        ("2026-Q2", "Q2 2026", "2026 m. II ketvirtis"),
        ("2026-Q3", "Q3 2026", "2026 m. III ketvirtis"),
        ("2026-Q4", "Q4 2026", "2026 m. IV ketvirtis"),
        ("2026-06", "June 2026", "2026 m. birželis"),
        ("2026-06-30", "30 June 2026", "2026 m. birželio 30 d."),
    ],
)
def test_a_period_is_said_in_both_languages(text: str, english: str, lithuanian: str) -> None:
    said = []
    for language in ("en", "lt"):
        with translation.override(language):
            said.append(Period.parse(text).worded())
    assert said == [english, lithuanian]
