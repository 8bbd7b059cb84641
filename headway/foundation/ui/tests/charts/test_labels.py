from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.ui.charts.labels import (
    Block,
    Box,
    Field,
    Label,
    broken,
    stacked,
    text_width,
)

BOUNDS = Box(0, 0, 400, 300)
PLACES = st.tuples(st.integers(0, 400), st.integers(0, 300))


@pytest.mark.parametrize(
    ("words", "measured"),
    [
        ("planned 12", 65.1),
        ("milestone 8", 67.6),
        ("by end of 2030", 84.5),
        ("pagal planą", 68.0),
        ("2026-06-30", 64.4),
    ],
)
def test_words_are_taken_a_little_wider_than_a_browser_sets_them(
    words: str, measured: float
) -> None:
    assert measured <= text_width(words, size=14) <= measured * 1.08


def test_an_accent_adds_no_width_and_an_unknown_letter_is_wide() -> None:
    assert text_width("ąčęėįšųūž", size=14) == text_width("aceeisuuz", size=14)
    assert text_width("漢", size=10) > 6


def test_lines_break_at_spaces_and_hold_the_width() -> None:
    lines = broken("if the recent trend continued", width=110, size=14)

    assert " ".join(lines) == "if the recent trend continued"
    assert len(lines) == 2
    assert all(text_width(line, size=14) <= 110 for line in lines)


def test_a_word_too_long_for_its_line_stays_whole() -> None:
    assert broken("nebeprisikiškiakopūsteliaujantiesiems", width=40, size=14) == (
        "nebeprisikiškiakopūsteliaujantiesiems",
    )


def test_a_label_stands_on_its_preferred_side() -> None:
    placed = Field(BOUNDS).place(Label(200, 150, "words"), sides="se")

    assert placed
    assert placed.anchor == "start"
    assert placed.box.left > 200
    assert placed.box.top > 150


def test_a_label_goes_to_another_side_of_its_point_if_a_line_is_there() -> None:
    field = Field(BOUNDS)
    field.add_line([(200, 150), (400, 160)])

    placed = field.place(Label(200, 150, "words"), sides="e")

    assert placed
    assert not any(placed.box.touches(line) for line in field.lines)


def test_a_label_that_may_stand_is_left_out_where_there_is_no_room() -> None:
    field = Field(BOUNDS, taken=[Box(100, 50, 300, 250)])

    assert field.place(Label(200, 150, "words")) is None
    assert field.place(Label(200, 150, "words"), duty="should") is None


def test_a_label_that_must_stand_finds_the_nearest_room() -> None:
    field = Field(BOUNDS, taken=[Box(100, 50, 300, 250)])

    placed = field.place(Label(200, 150, "words"), duty="must")

    assert placed
    assert not placed.box.touches(field.taken[0])


def test_a_label_that_should_stand_may_cross_a_line() -> None:
    field = Field(BOUNDS)
    for y in range(0, 300, 6):
        field.add_line([(0, y), (400, y)])

    assert field.place(Label(200, 150, "words")) is None
    assert field.place(Label(200, 150, "words"), duty="should")


def test_a_label_never_stands_nearer_to_another_point() -> None:
    field = Field(BOUNDS, points=[(200, 150), (212, 140)])

    placed = field.place(Label(200, 150, "words"), sides="ne")

    assert placed
    assert placed.box.distance(200, 150) <= placed.box.distance(212, 140)


@given(st.lists(PLACES, max_size=25))
def test_labels_never_touch_each_other_nor_leave_their_field(places: list[tuple[int, int]]) -> None:
    field = Field(BOUNDS)
    placed = [field.place(Label(x, y, "milestone 8"), duty="should") for x, y in places]
    boxes = [label.box for label in placed if label]

    assert all(BOUNDS.holds(box) for box in boxes)
    assert not any(one.touches(other) for one, other in combinations(boxes, 2))


@given(st.lists(st.integers(-50, 450), max_size=4))
def test_blocks_beside_the_field_do_not_touch(heights: list[int]) -> None:
    lines = (Label(0, 0, "Target 24"), Label(0, 0, "by end of 2030"))
    placed = stacked([Block(0, y, lines) for y in heights], leading=18, top=0, bottom=400)
    tops = [top for _block, top in placed]

    assert all(0 <= top <= 400 - 36 for top in tops)
    assert all(later - earlier >= 36 for earlier, later in pairwise(tops))
