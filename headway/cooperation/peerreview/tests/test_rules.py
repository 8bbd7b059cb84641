"""Pairs for reviews: the workshop's own units, many units, and what cannot be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from headway.cooperation.peerreview.facts import Unit
from headway.cooperation.peerreview.rules import (
    clashes,
    hindrance_of,
    obstacles,
    plan_rounds,
    timetable,
)
from headway.cooperation.peerreview.states import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.cooperation.peerreview.facts import Group

pytestmark = pytest.mark.once

WORKSHOP = tuple(
    Unit(name, name, plan, frozenset({country}))
    for name, plan, country in (
        ("ACEP", "AP-PL", "PL"),
        ("RRDA", "AP-PL", "PL"),
        ("BURGOS & SODEBUR", "AP-ES", "ES"),
        ("KLAMUN & KID", "AP-LT", "LT"),
        ("PANNON", "AP-HU", "HU"),
        ("LOMB", "AP-IT", "IT"),
    )
)


def many(count: int, countries: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(f"u{number}", f"u{number}", f"p{number}", frozenset({str(number % countries)}))
        for number in range(count)
    )


def meetings(rounds: Iterable[tuple[Group, ...]]) -> Counter[frozenset[str]]:
    return Counter(
        frozenset(pair) for groups in rounds for group in groups for pair in combinations(group, 2)
    )


def test_the_workshop_pairs_without_two_of_one_country_or_plan() -> None:
    found = plan_rounds(WORKSHOP, rounds=1, met={})
    (groups,) = found.rounds
    assert sorted(key for group in groups for key in group) == sorted(u.key for u in WORKSHOP)
    assert [len(group) for group in groups] == [2, 2, 2]
    assert clashes(groups, WORKSHOP, {}) == ()


def test_the_pairs_of_the_workshop_keep_the_rules() -> None:
    as_it_was = (
        ("ACEP", "BURGOS & SODEBUR"),
        ("KLAMUN & KID", "RRDA"),
        ("PANNON", "LOMB"),
    )
    assert clashes(as_it_was, WORKSHOP, {}) == ()


def test_the_workshop_could_have_gone_on_for_four_rounds_without_repeats() -> None:
    found = plan_rounds(WORKSHOP, rounds=4, met={})
    assert found.repeats == 0
    assert max(meetings(found.rounds).values()) == 1


def test_a_fifth_round_repeats_as_little_as_it_must() -> None:
    """The Polish units have four others to meet, so that each repeats once in five rounds."""
    found = plan_rounds(WORKSHOP, rounds=5, met={})
    assert found.repeats == 2
    assert clashes((group for groups in found.rounds for group in groups), WORKSHOP, {}) == ()


@pytest.mark.parametrize("countries", [3, 5, 9])
def test_forty_units_meet_in_five_rounds_without_repeats(countries: int) -> None:
    units = many(40, countries)
    found = plan_rounds(units, rounds=5, met={})
    assert found.repeats == 0
    assert sum(meetings(found.rounds).values()) == 100
    assert max(meetings(found.rounds).values()) == 1


def test_odd_units_make_one_group_of_three() -> None:
    units = many(7, 4)
    (groups,) = plan_rounds(units, rounds=1, met={}).rounds
    assert sorted(len(group) for group in groups) == [2, 2, 3]
    assert clashes(groups, units, {}) == ()


def test_who_met_last_time_meets_others_now() -> None:
    before = plan_rounds(WORKSHOP, rounds=1, met={})
    after = plan_rounds(WORKSHOP, rounds=1, met=meetings(before.rounds))
    assert not set(meetings(before.rounds)) & set(meetings(after.rounds))


def test_one_country_with_more_than_half_is_told() -> None:
    units = [*many(2, 2), *(Unit(f"x{n}", "x", f"q{n}", frozenset({"PL"})) for n in range(3))]
    hindrance = plan_rounds(units, rounds=1, met={}).hindrance
    assert hindrance is not None
    assert hindrance.crowd == ("x0", "x1", "x2")
    assert hindrance.others == 2


def test_a_unit_with_nobody_to_meet_is_told() -> None:
    both = Unit("both", "both", "p", frozenset({"0", "1"}))
    hindrance = hindrance_of([*many(2, 2), both])
    assert hindrance is not None
    assert hindrance.alone == ("both",)
    assert hindrance_of([both]) is not None


def test_a_swap_by_hand_is_told_what_it_breaks() -> None:
    met = {frozenset(("PANNON", "LOMB")): 1}
    found = clashes([("ACEP", "RRDA"), ("PANNON", "LOMB")], WORKSHOP, met)
    assert [(each.first, each.obstacle) for each in found] == [
        ("ACEP", Obstacle.SAME_PLAN),
        ("ACEP", Obstacle.SAME_COUNTRY),
        ("PANNON", Obstacle.MET),
    ]


UNITS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=2, max_size=13).map(
    lambda rows: tuple(
        Unit(f"u{n}", f"u{n}", f"p{plan}", frozenset({str(country)}))
        for n, (plan, country) in enumerate(rows)
    )
)


@settings(max_examples=60, deadline=None)
@given(units=UNITS, rounds=st.integers(1, 4))
def test_whoever_is_paired_may_meet_and_everybody_is(units: tuple[Unit, ...], rounds: int) -> None:
    found = plan_rounds(units, rounds=rounds, met={})
    if found.hindrance is not None:
        return
    assert len(found.rounds) == rounds
    for groups in found.rounds:
        assert sorted(key for group in groups for key in group) == sorted(u.key for u in units)
        assert clashes(groups, units, {}) == ()
        assert sum(len(group) == 3 for group in groups) == len(units) % 2


@settings(max_examples=150, deadline=None)
@given(units=UNITS)
def test_no_hindrance_is_told_where_pairs_can_be_found(units: tuple[Unit, ...]) -> None:
    """Held against trying every way to pair them."""
    assume(len(units) <= 9)
    found = plan_rounds(units, rounds=1, met={})
    assert (found.hindrance is None) == can_pair(units, threes=len(units) % 2)


def can_pair(units: tuple[Unit, ...], *, threes: int) -> bool:
    if not units:
        return not threes
    first, *others = units
    for size in (1, 2)[: 1 + threes]:
        for group in combinations(others, size):
            if any(obstacles(*pair, {}) for pair in combinations((first, *group), 2)):
                continue
            rest = tuple(unit for unit in others if unit not in group)
            if can_pair(rest, threes=threes - (size == 2)):
                return True
    return False


def test_rooms_are_used_at_once_and_then_again() -> None:
    starts = datetime(2021, 6, 17, 8, tzinfo=UTC)
    groups = [("a", "b"), ("c", "d"), ("e", "f")]
    slots = timetable(groups, rooms=["1", "2"], starts=starts, minutes=20)
    assert [(slot.room, slot.starts.minute) for slot in slots] == [("1", 0), ("2", 0), ("1", 20)]
