from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headway.foundation.ui.charts.scales import (
    axis_ticks,
    round_step,
    time_marks,
    time_scale,
)

FIGURES = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=4, allow_nan=False
)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))


def written(*values: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in values)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        (written(0, 11, 24), written(0, 5, 10, 15, 20, 25)),
        (written(0, 1, 3), written(0, 1, 2, 3)),
        (written("0.003", "0.0061"), written(0, "0.002", "0.004", "0.006", "0.008")),
        (written(0, 1_500_000_000), written(0, 500_000_000, 1_000_000_000, 1_500_000_000)),
        (written(-1900, 40000), written(-10000, 0, 10000, 20000, 30000, 40000)),
        (written(97, 97), written(0, 20, 40, 60, 80, 100)),
        (written(95, 98), written(95, 96, 97, 98)),
        (written(-98, -95), written(-98, -97, -96, -95)),
        (written(0), written(0, 1)),
        ((), written(0, 1)),
    ],
)
def test_ticks_are_the_numbers_a_person_would_choose(
    values: tuple[Decimal, ...], ticks: tuple[Decimal, ...]
) -> None:
    assert axis_ticks(values) == ticks


def test_a_rank_begins_at_one() -> None:
    assert axis_ticks(written(1, 40), is_rank=True) == written(1, 10, 20, 30, 40)


def test_things_that_cannot_be_halved_are_counted_whole() -> None:
    assert axis_ticks(written(0, 1, 2)) == written(0, 1, 2)
    assert Decimal("0.5") in axis_ticks(written(0, "0.5", 2))


@given(st.lists(FIGURES, max_size=12))
@example([Decimal("1e12"), Decimal("1e12") - Decimal("0.0001")])
def test_all_figures_lie_between_few_round_ticks(values: list[Decimal]) -> None:
    ticks = axis_ticks(values)

    assert 2 <= len(ticks) <= 9
    assert all(ticks[0] <= value <= ticks[-1] for value in values)
    steps = {later - earlier for earlier, later in pairwise(ticks)}
    assert len(steps) == 1
    step = steps.pop().normalize()
    assert step.as_tuple().digits in {(1,), (2,), (5,)}
    assert all(tick % step == 0 for tick in ticks)
    assert all("E" not in str(tick) for tick in ticks)


@given(st.decimals(min_value=Decimal("1e-9"), max_value=Decimal("1e15")), st.integers(1, 12))
def test_a_round_step_covers_the_span(span: Decimal, most: int) -> None:
    assert round_step(span, most) * most >= span


def test_years_stand_in_the_middle_of_themselves_where_there_is_room() -> None:
    scale = time_scale([date(2021, 5, 12), date(2030, 12, 31)], start=44, end=624)

    marks = time_marks(scale, room=40)

    assert [mark.word for mark in marks] == [str(year) for year in range(2021, 2031)]
    assert (marks[0].x, marks[0].word_x, marks[0].anchor) == (44, 73, "middle")


def test_where_years_do_not_fit_some_are_named_and_the_last_is_among_them() -> None:
    scale = time_scale([date(2021, 5, 12), date(2030, 12, 31)], start=34, end=268)

    assert [mark.word for mark in time_marks(scale, room=40)] == ["2021", "2024", "2027", "2030"]


def test_the_last_day_of_a_year_takes_no_room_for_the_year() -> None:
    scale = time_scale([date(2020, 12, 31), date(2023, 12, 31)], start=0, end=300)

    assert [mark.word for mark in time_marks(scale, room=40)] == ["2021", "2022", "2023"]


def test_a_short_time_is_told_in_quarters() -> None:
    scale = time_scale([date(2025, 3, 31), date(2026, 6, 30)], start=0, end=600)

    marks = time_marks(scale, room=40)

    assert [(mark.word, mark.below) for mark in marks] == [
        ("Q1", "2025"),
        ("Q2", ""),
        ("Q3", ""),
        ("Q4", ""),
        ("Q1", "2026"),
        ("Q2", ""),
    ]


@given(st.lists(DAYS, min_size=1, max_size=9))
@example([date(2024, 12, 31)])
@example([date(2023, 12, 31), date(2024, 1, 1)])
def test_every_day_lies_on_the_scale_and_words_do_not_touch(days: list[date]) -> None:
    scale = time_scale(days, start=40, end=620)
    marks = time_marks(scale, room=40)

    assert all(40 <= scale.at(day) <= 620 for day in days)
    assert scale.at(scale.first) == 40
    assert scale.at(scale.last) == 620
    assert 1 <= len(marks) <= 15
    places = [mark.word_x for mark in marks]
    assert all(later - earlier >= 39 for earlier, later in pairwise(places))


def test_days_keep_their_distances() -> None:
    start = date(2024, 1, 1)
    scale = time_scale([start, start + timedelta(days=3000)], start=0, end=1000)

    first, second, third = (scale.at(start + timedelta(days=n)) for n in (0, 1000, 2000))

    assert second - first == pytest.approx(third - second, abs=0.2)
