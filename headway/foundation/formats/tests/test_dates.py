from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.formats.dates import (
    AmbiguousDate,
    NotADate,
    parse_date,
    parse_partial_date,
)

DAY = date(2026, 11, 22)
WRITTEN = (
    "2026-11-22", "2026.11.22", "2026.11.22.", "2026/11/22", "22/11/2026", "22.11.2026",
    "2026 m. lapkričio 22 d.", "2026\u00a0m. lapkričio 22\u00a0d.", "22 November 2026",
    "2026-11-22 00:00:00", "2026-11-22T00:00", "46348", 46348, DAY,
)  # fmt: skip
PARTIAL = {
    "2026": "2026", "2026 m.": "2026", "2026-11": "2026-11", "2026.11": "2026-11",
    "November 2026": "2026-11", "2026 m. lapkritis": "2026-11", "2026-spring": "2026-spring",
    "2026 m. lapkričio mėn.": "2026-11", "4/4/2026": "2026-04-04",
}  # fmt: skip
REFUSED = (
    "2026-13-01", "2026-02-30", "31/04/2026", "lapkritis", "5/2026", "22-11-26", "soon", True,
    "2026 m. kažko 3 d.", "2026-11-22 10:30", 99_999, "9" * 100,
)  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_one_day_written_in_many_ways_is_that_day(written: object) -> None:
    assert parse_date(written) == DAY


def test_dates_known_in_part_stay_partial() -> None:
    assert {text: str(parse_partial_date(text)) for text in PARTIAL} == PARTIAL
    assert parse_partial_date(2026) == PartialDate(2026)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_named_in_a_sentence(text: object) -> None:
    with pytest.raises(NotADate, match=r"^“.+” is no date\. Write it as"):
        parse_partial_date(text)


def test_a_month_is_no_whole_date() -> None:
    with pytest.raises(NotADate, match="Add the day"):
        parse_date("2026-11")


def test_slashes_with_a_day_up_to_twelve_are_asked_about() -> None:
    with pytest.raises(AmbiguousDate, match="may mean 2026-04-03 or 2026-03-04"):
        parse_date("03/04/2026")


def test_blank_cells_hold_no_date() -> None:
    assert [parse_date(cell) for cell in (None, "", "  ")] == [None, None, None]


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_reads_back_from_its_long_form(day: date) -> None:
    assert parse_date(day.isoformat()) == parse_date(f"{day.day}.{day.month}.{day.year}") == day


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    with suppress(NotADate):
        found = parse_partial_date(text)
        assert found is None or found.first_day <= found.last_day
