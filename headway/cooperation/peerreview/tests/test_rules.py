"""Pairs for reviews: the workshop's own units, many units, and what cannot be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from headway.cooperation.peerreview.facts import Judged, PointSaid, Unit
from headway.cooperation.peerreview.rules import (
    clashes,
    figures_of,
    hard,
    hindrance_of,
    is_reminder_due,
    missing,
    obstacles,
    plan_rounds,
    swapped,
    timetable,
)
from headway.cooperation.peerreview.states import Obstacle, Point

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


@settings(max_examples=60)
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


@settings(max_examples=150)
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


def test_one_plan_with_more_than_half_is_told() -> None:
    units = [
        *many(2, 2),
        *(Unit(f"x{n}", "x", "one plan", frozenset({f"c{n}"})) for n in range(3)),
    ]
    hindrance = plan_rounds(units, rounds=1, met={}).hindrance
    assert hindrance is not None
    assert (hindrance.crowd_of, hindrance.crowd, hindrance.others) == (
        Obstacle.SAME_PLAN,
        ("x0", "x1", "x2"),
        2,
    )


def test_a_swap_changes_two_places_and_nothing_else() -> None:
    groups = (("a", "b"), ("c", "d", "e"), ("f", "g"))
    assert swapped(groups, "b", "d") == (("a", "d"), ("c", "b", "e"), ("f", "g"))
    assert swapped(swapped(groups, "b", "d"), "b", "d") == groups


def test_only_a_meeting_of_old_can_be_allowed() -> None:
    met = {frozenset(("PANNON", "LOMB")): 1}
    found = clashes([("ACEP", "RRDA"), ("PANNON", "LOMB")], WORKSHOP, met)
    assert {each.obstacle for each in hard(found)} == {Obstacle.SAME_PLAN, Obstacle.SAME_COUNTRY}


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (PointSaid("who"), {"score", "comment"}),
        (PointSaid("who", 5, "Well done"), set()),
        (PointSaid("who", 4, "Well done"), set()),
        (PointSaid("who", 3, "Not bad"), {"suggestion"}),
        (PointSaid("who", 1, "", "Name them"), {"comment"}),
        (PointSaid("who", 1, "Nobody is named", "Name them"), set()),
    ],
)
def test_a_review_lacks_what_its_authors_could_not_work_with(
    said: PointSaid, lacks: set[str]
) -> None:
    assert missing([said]) == tuple(("who", field) for field in missing_order(lacks))


def missing_order(lacks: set[str]) -> list[str]:
    return [field for field in ("score", "comment", "suggestion") if field in lacks]


def judged(point: str, **scores: tuple[int, ...]) -> list[Judged]:
    """Return marks at a point, by plan."""
    return [Judged(point, plan, score) for plan, marks in scores.items() for score in marks]


@pytest.mark.parametrize(
    ("marks", "weak", "everywhere"),
    [
        ({"a": (3,), "b": (2, 4)}, 2, True),
        ({"a": (3,), "b": (3, 4)}, 1, False),
        ({"a": (1,)}, 1, False),
        ({"a": (1,), "b": (2,), "c": (5,), "d": (5,)}, 2, True),
        ({"a": (1,), "b": (2,), "c": (5,), "d": (5,), "e": (4,)}, 2, False),
    ],
)
def test_what_is_weak_everywhere_is_weak_in_half_of_the_plans(
    marks: dict[str, tuple[int, ...]], weak: int, everywhere: bool
) -> None:
    figures = {each.point: each for each in figures_of(judged("who", **marks))}
    assert len(figures) == len(Point)
    found = figures["who"]
    assert (found.plans, found.weak, found.is_weak_everywhere) == (len(marks), weak, everywhere)
    assert found.reviews == sum(len(each) for each in marks.values())
    assert figures["design"].reviews == 0


def test_what_became_of_suggestions_is_counted() -> None:
    rows = [
        Judged("who", "a", 2, has_suggestion=True, reply="accepted"),
        Judged("who", "a", 2, has_suggestion=True, reply="declined"),
        Judged("who", "b", 2, has_suggestion=True),
        Judged("who", "b", 5),
    ]
    found = next(each for each in figures_of(rows) if each.point == "who")
    assert found.marks == (0, 3, 0, 0, 1)
    assert found.replies == (("accepted", 1), ("adapted", 0), ("declined", 1))
    assert (found.suggestions, found.unanswered) == (3, 1)


DUE = date(2021, 6, 25)


@pytest.mark.parametrize(
    ("until", "reminded_on", "today", "is_due"),
    [
        (None, None, DUE, False),
        (DUE, None, date(2021, 6, 21), False),
        (DUE, None, date(2021, 6, 22), True),
        (DUE, None, date(2021, 7, 9), True),
        (DUE, date(2021, 6, 22), date(2021, 6, 23), False),
    ],
)
def test_a_reminder_is_due_from_three_days_before_until_it_is_sent(
    until: date | None, reminded_on: date | None, today: date, is_due: bool
) -> None:
    assert is_reminder_due(until=until, reminded_on=reminded_on, today=today) == is_due


SCORES = st.lists(
    st.tuples(st.sampled_from(Point.values), st.sampled_from("abcd"), st.integers(1, 5)),
    max_size=40,
)


@settings(max_examples=80)
@given(rows=SCORES)
def test_figures_count_every_mark_once(rows: list[tuple[str, str, int]]) -> None:
    found = figures_of(Judged(point, plan, score) for point, plan, score in rows)
    assert [each.point for each in found] == Point.values
    assert sum(each.reviews for each in found) == len(rows)
    assert all(each.weak <= each.plans <= 4 for each in found)
