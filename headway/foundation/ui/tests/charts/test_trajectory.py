from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.foundation.ui import examples
from headway.foundation.ui.charts import Expected, Figure, Goal, Reading, Series, trajectory
from headway.foundation.ui.charts.labels import Box, Label

if TYPE_CHECKING:
    from headway.foundation.ui.charts import Trajectory

ON = date(2026, 11, 22)
END = date(2030, 12, 31)
EXAMPLES = ("usual", *range(11))


def shown(which: str | int) -> Series:
    return examples.usual() if isinstance(which, str) else examples.edges()[which]


def points(written: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in written.split())]


def words(drawing: Trajectory) -> list[str]:
    return [label.words for label in drawing.labels]


def time_words(drawing: Trajectory) -> list[Label]:
    size = drawing.size.letters
    return [
        Label(mark.word_x, y, word, anchor=mark.anchor, size=size)
        for mark in drawing.times
        for word, y in ((mark.word, drawing.time_y), (mark.below, drawing.year_y))
        if word
    ]


def apart(box: Box) -> Box:
    """Add what must lie between words beside the field and those of its axis."""
    return Box(box.left - 4, box.top, box.right, box.bottom)


def assert_in_order(drawing: Trajectory) -> None:
    """Everything drawn lies in the field, every word in the drawing, and no words touch."""
    field, whole = drawing.field, Box(0, 0, drawing.width, drawing.height)
    drawn = [point for line in (drawing.plan, drawing.trend, drawing.required, drawing.band) for point in points(line)]  # fmt: skip  # noqa: E501
    drawn += [point for run in drawing.runs for point in points(run)]
    drawn += [(dot.x, dot.y) for dot in drawing.dots] + list(drawing.diamonds)
    drawn += [drawing.baseline] if drawing.baseline else []
    for x, y in drawn:
        assert field.left <= x <= field.right
        assert field.top <= y <= field.bottom
    boxes = [label.box for label in drawing.labels]
    assert all(whole.holds(box) for box in boxes), words(drawing)
    times = [each.box for each in time_words(drawing)]
    assert not any(apart(box).touches(time) for box in boxes for time in times), words(drawing)
    touching = [
        (one.words, other.words)
        for one, other in combinations(drawing.labels, 2)
        if one.box.touches(other.box)
    ]
    assert touching == []


@pytest.mark.parametrize("language", ["en", "lt"])
@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("which", EXAMPLES)
def test_everything_has_its_place(which: str | int, is_narrow: bool, language: str) -> None:
    with override(language):
        assert_in_order(trajectory(shown(which), on=ON, is_narrow=is_narrow))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_what_matters_most_is_always_written(is_narrow: bool) -> None:
    written = words(trajectory(examples.usual(), on=ON, is_narrow=is_narrow))

    assert {"11 products", "planned 12", "Target 24", "30 Jun 2026"} <= set(written)


def test_nothing_reported_is_an_empty_chart_with_its_target() -> None:
    goal = Goal(END, Decimal(40), Decimal(40), ("Target 40",))

    drawing = trajectory(Series("T", "D", "pcs.", goal=goal), on=ON)

    assert (drawing.runs, drawing.dots) == ((), ())
    assert [line.style for line in drawing.lines] == ["target", "lead"]
    assert set(words(drawing)) == {"no value", "Target 40"}


def test_a_series_of_nothing_at_all_is_drawn_around_the_day() -> None:
    drawing = trajectory(Series("T", "D", "pcs."), on=ON)

    assert "2026" in {mark.below for mark in drawing.times}
    assert_in_order(drawing)


def test_no_line_leads_over_a_gap_or_down_to_zero() -> None:
    readings = tuple(
        Reading(date(2020 + n, 12, 31), None if n == 2 else Decimal(50 + n)) for n in range(5)
    )
    drawing = trajectory(Series("T", "D", "%", readings=readings), on=ON)

    gap = 2022 - 2020
    assert [len(points(run)) for run in drawing.runs] == [gap, gap]
    assert len(drawing.dots) == 4


def test_a_value_alone_among_many_keeps_its_dot() -> None:
    readings = tuple(
        Reading(date(2000 + n, 12, 31), None if n in (3, 5) else Decimal(n)) for n in range(40)
    )

    drawing = trajectory(Series("T", "D", "%", readings=readings), on=ON)

    assert [dot.style for dot in drawing.dots] == ["dot", "last"]


def test_what_is_not_firm_is_hollow() -> None:
    readings = (
        Reading(date(2024, 12, 31), Decimal(1), note="estimated", is_firm=False),
        Reading(date(2025, 12, 31), Decimal(2)),
        Reading(date(2026, 6, 30), Decimal(3), note="provisional", is_firm=False),
    )

    drawing = trajectory(Series("T", "D", "%", readings=readings), on=ON)

    assert [dot.style for dot in drawing.dots] == ["dot-o", "dot", "dot-o"]
    assert "estimated" in words(drawing)


def test_a_better_rank_stands_higher() -> None:
    readings = tuple(
        Reading(date(2020 + n, 12, 31), Decimal(value)) for n, value in enumerate((870, 800, 750))
    )

    drawing = trajectory(Series("T", "D", "", readings=readings, is_rank=True), on=ON)

    heights = [y for _x, y in points(drawing.runs[0])]
    assert heights == sorted(heights, reverse=True)
    assert drawing.ticks[0].y < drawing.ticks[-1].y


def test_a_band_is_tinted_and_bracketed() -> None:
    drawing = trajectory(
        Series("T", "D", "%", goal=Goal(END, Decimal(4), Decimal(6), ("4–6 %",))), on=ON
    )

    assert drawing.range
    assert drawing.field.top <= drawing.range.top < drawing.range.bottom < drawing.field.bottom
    assert len([line for line in drawing.lines if line.style == "target"]) == 3


def test_one_bound_is_tinted_to_the_edge() -> None:
    drawing = trajectory(
        Series("T", "D", "dB", goal=Goal(END, None, Decimal(50), ("at most 50",))), on=ON
    )

    assert drawing.range
    assert drawing.range.bottom == drawing.field.bottom


def test_a_trend_cannot_pass_its_floor_nor_squash_the_figures() -> None:
    readings = tuple(Reading(date(2020 + n, 12, 31), Decimal(n)) for n in range(6))
    trend = (
        Expected(date(2025, 12, 31), Decimal(5), Decimal(5), Decimal(5)),
        Expected(END, Decimal(9), Decimal(-400), Decimal(4000)),
    )
    drawing = trajectory(
        Series("T", "D", "", readings=readings, trend=trend, floor=Decimal(5)), on=ON
    )

    lowest = max(y for _x, y in points(drawing.band))
    assert lowest == points(drawing.runs[0])[-1][1]
    assert drawing.ticks[-1].word in {"8", "10"}


def test_the_future_begins_at_the_day_as_of_which_the_chart_is() -> None:
    drawing = trajectory(examples.usual(), on=ON)

    (line,) = (line for line in drawing.lines if line.style == "asof")
    assert drawing.future
    assert drawing.future.left == line.x1
    assert drawing.future.right == drawing.field.right


def test_a_narrow_drawing_has_larger_letters_and_fewer_words() -> None:
    broad, narrow = (trajectory(examples.usual(), on=ON, is_narrow=n) for n in (False, True))

    assert (broad.width, broad.height, narrow.width, narrow.height) == (820, 400, 380, 360)
    assert narrow.size.letters > broad.size.letters
    assert len(narrow.times) < len(broad.times)


def test_large_figures_are_short_on_the_drawing_in_both_languages() -> None:
    series = examples.edges()[6]

    with override("lt"):
        lithuanian = {tick.word for tick in trajectory(series, on=ON).ticks}
    english = {tick.word for tick in trajectory(series, on=ON).ticks}

    assert {re.sub(r"\s", " ", word) for word in lithuanian} >= {"500 mln.", "1,5 mlrd."}
    assert {re.sub(r"\s", " ", word) for word in english} >= {"500 m", "1.5 bn"}


VALUES = st.decimals(min_value=-(10**10), max_value=10**10, places=2, allow_nan=False)
SERIES = st.builds(
    lambda values, goal, is_rank, planned: Series(
        title="T",
        description="D",
        axis="pcs.",
        readings=tuple(
            Reading(date(2018 + n // 2, 6 * (n % 2) + 6, 30), value, planned, is_firm=n % 3 > 0,
                    note="provisional" if n % 3 == 0 else "")
            for n, value in enumerate(values)
        ),
        plan=(Figure(date(2018, 1, 1), planned), Figure(END, goal)),
        milestones=(Figure(date(2021, 6, 30), (planned + goal) / 2),),
        baseline=Figure(date(2018, 1, 1), planned),
        goal=Goal(END, goal, goal, ("Target", "by end of 2030")),
        as_of=date(2026, 6, 30),
        is_rank=is_rank,
    ),
    st.lists(st.none() | VALUES, max_size=18),
    VALUES,
    st.booleans(),
    VALUES,
)  # fmt: skip


@settings(max_examples=60)
@given(SERIES, st.booleans())
def test_whatever_is_reported_everything_has_its_place(series: Series, is_narrow: bool) -> None:
    drawing = trajectory(series, on=ON, is_narrow=is_narrow)

    assert_in_order(drawing)
    assert all(one.y != other.y for one, other in pairwise(drawing.ticks))
