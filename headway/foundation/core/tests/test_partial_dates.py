from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.partial_dates import PartialDate

pytestmark = pytest.mark.once
YEARS = st.integers(1000, 2998)
WRITTEN = st.one_of(
    YEARS.map(str),
    st.builds("{}-{}".format, YEARS, st.sampled_from(["spring", "summer", "autumn", "winter"])),
    st.builds("{}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2018", PartialDate(2018)),
        (" 2018-Spring ", PartialDate(2018, season="spring")),
        ("2018-03", PartialDate(2018, 3)),
        ("2018-03-15", PartialDate(2018, 3, 15)),
    ],
)
def test_each_of_the_four_forms_is_read(text: str, meant: PartialDate) -> None:
    assert PartialDate.parse(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "18",
        "3018",
        "0999",
        "2018-3",
        "2018-00",
        "2018-13",
        "2018-03-00",
        "2018-03-32",
        "2018-02-29",
        "2018-fall",
        "2018-spring-03",
        "2018-03-15T10:00",
        "15.03.2018",
        "2018 03",
        "1٩٩٩",
        "2018\n2019",
    ],
)
def test_anything_else_is_refused_with_the_four_forms(text: str) -> None:
    with pytest.raises(ValueError, match="is no date") as refused:
        PartialDate.parse(text)
    assert str(refused.value) == (
        f"“{text}” is no date. Write 2018, 2018-spring, 2018-03 or 2018-03-15."
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-spring", date(2018, 3, 1), date(2018, 5, 31)),
        ("2018-summer", date(2018, 6, 1), date(2018, 8, 31)),
        ("2018-autumn", date(2018, 9, 1), date(2018, 11, 30)),
        ("2018-winter", date(2018, 12, 1), date(2019, 2, 28)),
        ("2019-winter", date(2019, 12, 1), date(2020, 2, 29)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
        ("2018-12", date(2018, 12, 1), date(2018, 12, 31)),
        ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_a_date_runs_from_the_first_to_the_last_day_it_may_mean(
    text: str, first: date, last: date
) -> None:
    meant = PartialDate.parse(text)
    assert (meant.first_day, meant.last_day) == (first, last)


def test_dates_order_by_their_first_day_and_then_by_their_last() -> None:
    ordered = [
        "2017-winter",
        "2018-01-01",
        "2018-01",
        "2018",
        "2018-03-01",
        "2018-03",
        "2018-spring",
        "2018-03-02",
        "2019",
    ]
    assert [str(found) for found in sorted(map(PartialDate.parse, reversed(ordered)))] == ordered


def test_only_a_whole_date_is_a_day() -> None:
    forms = ("2018", "2018-spring", "2018-03", "2018-03-15")
    assert [PartialDate.parse(text).is_day for text in forms] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "english", "lithuanian"),
    [
        ("2021-06-17", "17 June 2021", "2021 m. birželio 17 d."),
        ("2021-06", "June 2021", "2021 m. birželis"),
        ("2021", "2021", "2021 m."),
    ],
)
def test_a_date_is_worded_in_the_language_of_the_page(
    text: str, english: str, lithuanian: str
) -> None:
    with translation.override("en"):
        assert PartialDate.parse(text).worded() == english
    with translation.override("lt"):
        assert PartialDate.parse(text).worded() == lithuanian


@pytest.mark.parametrize("season", ["spring", "summer", "autumn", "winter"])
def test_a_season_is_worded_with_its_year(season: str) -> None:
    with translation.override("en"):
        assert PartialDate.parse(f"2021-{season}").worded() == f"{season} 2021"
    with translation.override("lt"):
        assert "2021" in PartialDate.parse(f"2021-{season}").worded()


@given(WRITTEN)
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@given(WRITTEN, WRITTEN)
def test_the_order_of_dates_is_total_and_follows_the_calendar(one: str, other: str) -> None:
    a, b = PartialDate.parse(one), PartialDate.parse(other)
    assert [a < b, a == b, a > b].count(True) == 1
    assert a.first_day <= a.last_day <= a.first_day + timedelta(days=365)
    assert a > b or a.first_day <= b.first_day


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_day_of_the_calendar_means_itself(day: date) -> None:
    meant = PartialDate.of(day)
    assert (meant.first_day, meant.last_day, meant.is_day) == (day, day, True)
