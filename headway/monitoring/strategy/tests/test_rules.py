from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.strategy.rules import (
    MOST_PLACES,
    PLACE_STEP,
    dates_in_order,
    edition_in_force,
    is_code_an_address,
    is_done_too_early,
    key_for,
    moved_among,
    moved_beside,
    path_below,
    place_between,
    spread,
)

pytestmark = pytest.mark.once
EDITIONS = [(1, date(2018, 3, 1)), (2, date(2021, 1, 1)), (3, date(2021, 1, 1))]
PLACES = st.lists(st.integers(1, MOST_PLACES), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2018, 2, 28), None),
        (date(2018, 3, 1), 1),
        (date(2020, 12, 31), 1),
        (date(2021, 1, 1), 3),
        (date(2099, 1, 1), 3),
    ],
)
def test_the_newest_edition_that_has_begun_is_in_force(day: date, number: int | None) -> None:
    assert edition_in_force(editions=EDITIONS, on=day) == number
    assert edition_in_force(editions=reversed(EDITIONS), on=day) == number


def test_without_editions_none_is_in_force() -> None:
    assert edition_in_force(editions=[], on=date(2026, 1, 1)) is None


@pytest.mark.parametrize("code", ["1", "1.1.10", "A-1_b", "x"])
def test_plain_codes_can_stand_in_an_address(code: str) -> None:
    assert is_code_an_address(code)


@pytest.mark.parametrize(
    "code", ["", "1.", ".1", "-", "1 2", "1/2", "š1", "1?", "1%2e", "..", "1\n", "<b>"]
)
def test_other_codes_cannot(code: str) -> None:
    assert not is_code_an_address(code)


@given(PLACES, PLACES)
def test_paths_order_as_the_tree_does(one: list[int], other: list[int]) -> None:
    paths = []
    for places in (one, other):
        path = ""
        for place in places:
            path = path_below(path, place)
        paths.append(path)
    assert (paths[0] < paths[1]) == (one < other)
    assert (paths[0] == paths[1]) == (one == other)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (None, None, PLACE_STEP),
        (10, None, 20),
        (10, 20, 15),
        (None, 10, 5),
        (10, 12, 11),
        (10, 11, None),
        (None, 1, None),
        (MOST_PLACES - PLACE_STEP, None, MOST_PLACES),
        (MOST_PLACES - PLACE_STEP + 1, None, None),
    ],
)
def test_a_place_lies_between_its_neighbours_while_there_is_room(
    before: int | None, after: int | None, place: int | None
) -> None:
    assert place_between(before, after) == place


@given(st.integers(0, MOST_PLACES), st.integers(1, MOST_PLACES))
def test_a_place_is_found_whenever_a_number_lies_between(before: int, gap: int) -> None:
    place = place_between(before, before + gap)
    assert (place is None) == (gap == 1)
    assert place is None or before < place < before + gap


@given(st.lists(st.integers(2, 60), min_size=1, unique=True).map(sorted))
def test_those_behind_make_room_and_keep_their_order(places: list[int]) -> None:
    found = spread(places)
    assert found is not None
    assert found == sorted(set(found))
    assert found[0] > places[0]
    kept = [now == place for now, place in zip(found, places, strict=True)]
    assert kept == sorted(kept), "those after the first gap stay where they are"
    full = [*range(MOST_PLACES - 3, MOST_PLACES + 1)]
    assert spread(full) is None


@given(
    st.permutations(range(7)),
    st.sets(st.integers(0, 6)),
)
def test_what_moved_is_as_few_as_tell_the_new_order(after: list[int], some: set[int]) -> None:
    before = sorted(after)
    still = [one for one in after if one not in some]
    candidates = some if still == sorted(still) else set(after)
    moved = moved_beside(before, after, candidates=candidates)
    assert moved <= candidates
    assert [one for one in after if one not in moved] == [one for one in before if one not in moved]
    fewest = min(
        len(left_out)
        for number in range(8)
        for left_out in combinations(sorted(candidates), number)
        if [one for one in after if one not in left_out]
        == [one for one in before if one not in left_out]
    )
    assert len(moved) == fewest


@pytest.mark.parametrize(
    ("kind", "canonical", "horizon", "day", "too_early"),
    [
        ("continuous", "done", "2030", date(2030, 12, 31), True),
        ("continuous", "done", "2030", date(2031, 1, 1), False),
        ("continuous", "done", None, date(2099, 1, 1), True),
        ("continuous", "in_progress", "2030", date(2026, 1, 1), False),
        ("one_off", "done", "2030", date(2026, 1, 1), False),
        ("", "done", "2030", date(2026, 1, 1), False),
    ],
)
def test_a_continuous_measure_is_not_done_before_the_horizon_has_passed(
    kind: str, canonical: str, horizon: str | None, day: date, *, too_early: bool
) -> None:
    last = PartialDate.parse(horizon) if horizon else None
    assert is_done_too_early(kind=kind, canonical=canonical, horizon=last, on=day) is too_early


@pytest.mark.parametrize(
    ("start", "due", "in_order"),
    [
        (None, None, True),
        ("2020", None, True),
        (None, "2020", True),
        ("2020", "2020-03", True),
        ("2020-06", "2020", True),
        ("2020-06-15", "2020-06-15", True),
        ("2020-06-15", "2020-06-14", False),
        ("2021", "2020-winter", True),
        ("2021-03", "2020-winter", False),
    ],
)
def test_dates_are_in_order_as_far_as_they_are_known(
    start: str | None, due: str | None, *, in_order: bool
) -> None:
    assert (
        dates_in_order(
            start=PartialDate.parse(start) if start else None,
            due=PartialDate.parse(due) if due else None,
        )
        is in_order
    )


def test_a_key_is_made_of_a_name_that_none_has_yet() -> None:
    taken = {"marine-economy", "marine-economy-2"}
    assert key_for("Marine economy", taken=()) == "marine-economy"
    assert key_for("Marine, ECONOMY!", taken=taken) == "marine-economy-3"
    assert key_for("Jūrų ūkis", taken=()) == "juru-ukis"
    assert key_for("…", taken=()) == "item"


def test_a_key_is_no_longer_than_asked_even_with_a_number() -> None:
    assert key_for("marine economy", taken=(), longest=7) == "marine"
    assert key_for("marines", taken={"marines"}, longest=7) == "marin-2"


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abcd", "acxbd", "b"),
        ("abcd", "bd", ""),
        ("", "ab", ""),
        ("abcdef", "badcef", "bd"),
    ],
)
def test_the_fewest_things_have_moved(before: str, after: str, moved: str) -> None:
    found = moved_among(before, after)
    assert len(found) == len(moved)
    assert [each for each in after if each not in found and each in before] == [
        each for each in before if each not in found and each in after
    ]


@given(before=st.permutations(range(7)), after=st.permutations(range(7)))
def test_what_has_not_moved_stands_in_both_orders_and_no_more_could_stay(
    before: list[int], after: list[int]
) -> None:
    moved = moved_among(before, after)
    kept = [each for each in before if each not in moved]
    assert kept == [each for each in after if each not in moved]
    longest = max(
        len(chosen)
        for size in range(8)
        for chosen in combinations(before, size)
        if list(chosen) == [each for each in after if each in chosen]
    )
    assert len(kept) == longest
