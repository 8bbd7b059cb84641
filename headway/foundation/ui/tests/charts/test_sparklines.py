from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.ui.charts import Figure, Goal, Multiple, Reading, multiple, sparkline

if TYPE_CHECKING:
    from headway.foundation.ui.charts.sparklines import Run

VALUES = st.lists(
    st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=3), max_size=40
)
START, END = date(2018, 1, 1), date(2030, 12, 31)


def readings(*values: Decimal | int | None) -> tuple[Reading, ...]:
    return tuple(
        Reading(date(2018 + n // 4, 3 * (n % 4) + 1, 1), None if value is None else Decimal(value))
        for n, value in enumerate(values)
    )


def ambition(*values: int | None, low: int = 10, high: int = 10, is_rank: bool = False) -> Multiple:
    goal = Goal(END, Decimal(low), Decimal(high), ())
    return Multiple(
        "New jobs", "2", "of 10", "New jobs: 2 of 10", "behind", START, END, readings(*values),
        goal=goal, is_rank=is_rank,
    )  # fmt: skip


def points(run: Run) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in run.points.split())]


@given(VALUES, st.booleans())
def test_a_line_lies_in_its_drawing_and_ends_with_its_dot(
    values: list[Decimal | None], is_rank: bool
) -> None:
    drawing = sparkline(readings(*values), name="x of y", is_rank=is_rank)

    places = [place for run in drawing.runs for place in points(run)]
    assert len(places) == len([value for value in values if value is not None])
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places)
    last = drawing.last
    assert ((last.x, last.y) if last else None) == (places[-1] if places else None)


def test_a_line_of_nothing_has_only_its_name() -> None:
    drawing = sparkline((), name="no value")

    assert (drawing.runs, drawing.last, drawing.name) == ((), None, "no value")


def test_a_value_alone_is_a_dot() -> None:
    (first, second) = sparkline(readings(1, None, 3, 4), name="").runs

    assert first.alone is not None
    assert second.alone is None


def test_equal_values_lie_level_in_the_middle() -> None:
    (run,) = sparkline(readings(3, 3, 3), name="").runs

    assert {y for _x, y in points(run)} == {11.8}


def test_a_better_rank_stands_higher() -> None:
    (run,) = sparkline(readings(870, 750), name="", is_rank=True).runs

    (_x, first), (_x2, second) = points(run)
    assert second < first


def test_a_last_value_that_is_not_final_is_hollow() -> None:
    (firm,) = readings(1)
    last = sparkline((firm, Reading(END, Decimal(2), is_firm=False)), name="").last

    assert last
    assert not last.is_firm


def test_without_a_value_only_the_target_stands() -> None:
    drawing = multiple(ambition())

    assert (drawing.runs, drawing.last, drawing.plan) == ((), None, "")
    assert len(drawing.targets) == 1


def test_a_band_has_two_bars_and_a_tint_between_them() -> None:
    drawing = multiple(ambition(15, 9, 6, low=4, high=6))

    (_l, _r, lower), (_l2, _r2, upper) = drawing.targets
    assert drawing.range == (upper, round(lower - upper, 1))


def test_the_target_lies_on_the_scale_of_the_values() -> None:
    drawing = multiple(ambition(0, 2, 5))

    assert drawing.targets[0][2] < points(drawing.runs[0])[-1][1]


def test_the_plan_leads_from_its_first_figure_to_the_target() -> None:
    plan = (Figure(START, Decimal(0)), Figure(END, Decimal(10)))

    drawing = multiple(replace(ambition(0, 2), plan=plan))

    first, last = drawing.plan.split()
    assert first == "4,68"
    assert last == "236,10"


def test_all_multiples_share_their_years() -> None:
    first, second = multiple(ambition(1, 2)), multiple(ambition(5, 6, 7, 8))

    assert points(first.runs[0])[1][0] == points(second.runs[0])[1][0]
