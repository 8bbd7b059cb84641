from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.monitoring.indicators.facts import years_between

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2015, 12, 31), date(2030, 12, 31), "15"),
        (date(2019, 3, 1), date(2020, 3, 1), "1"),
        (date(2020, 2, 29), date(2021, 2, 28), "1"),
        (date(2020, 12, 31), date(2020, 12, 31), "0"),
        (date(2021, 12, 31), date(2022, 3, 14), "0.2"),
        (date(2030, 12, 31), date(2020, 12, 31), "-10"),
    ],
)
def test_the_time_between_two_days(start: date, end: date, years: str) -> None:
    assert years_between(start, end) == Decimal(years)


@given(DAYS, DAYS)
def test_a_later_day_is_further(start: date, end: date) -> None:
    assert years_between(start, end) < years_between(start, end + timedelta(days=1))
