from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.facts import Facts, Goal, Point
from headway.monitoring.indicators.kinds import KINDS, Entry, Stated
from headway.monitoring.indicators.rules import (
    Expected,
    count_verdicts,
    expected_next,
    facts_of,
    holds_until,
    known,
    standing,
)
from headway.monitoring.indicators.states import Direction, Frequency, Word
from headway.monitoring.indicators.tests.samples import YEAR, d, entry, month, parts, year

pytestmark = pytest.mark.once
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Recorded:
    """A vintage as the tests record it."""

    period: Period
    value: int | None
    received_at: datetime = FIRST
    recorded: int = 0
    contributor: str = ""
    member: str = ""

    @property
    def entry(self) -> Entry:
        return Entry(self.period, None if self.value is None else d(self.value))


def received(period: Period, value: int | None, day: int, recorded: int = 0) -> Recorded:
    return Recorded(period, value, FIRST + timedelta(days=day), recorded)


# -- what was known ----------------------------------------------------------------------------


def test_the_vintage_received_last_counts_whenever_it_was_recorded() -> None:
    early, late = received(YEAR, 1, day=1, recorded=9), received(YEAR, 2, day=2, recorded=3)
    assert known([early, late]) == (late,)


def test_of_vintages_received_at_one_moment_the_one_recorded_last_counts() -> None:
    first, second = received(YEAR, 1, day=1, recorded=1), received(YEAR, 2, day=1, recorded=2)
    assert known([second, first]) == (second,)


def test_what_came_later_was_not_known() -> None:
    vintages = [received(year(2023), 102, day=1), received(year(2023), 104, day=365)]
    assert known(vintages, as_of=FIRST) == ()
    assert known(vintages, as_of=FIRST + timedelta(days=1)) == (vintages[0],)
    assert known(vintages, as_of=FIRST + timedelta(days=364)) == (vintages[0],)
    assert known(vintages, as_of=FIRST + timedelta(days=365)) == (vintages[1],)


def test_contributors_and_members_do_not_replace_each_other() -> None:
    vintages = (
        Recorded(YEAR, 1),
        Recorded(YEAR, 2, member="women"),
        Recorded(YEAR, 3, contributor="port"),
    )
    assert known(reversed(vintages)) == vintages


def test_a_withdrawn_value_is_no_longer_known() -> None:
    withdrawn = received(YEAR, None, day=2)
    assert known([received(YEAR, 5, day=1), withdrawn]) == (withdrawn,)


VINTAGES = st.lists(
    st.builds(
        Recorded,
        st.sampled_from([year(2024), YEAR, month(12)]),
        st.integers(0, 9) | st.none(),
        st.integers(0, 3).map(lambda day: FIRST + timedelta(days=day)),
        st.integers(0, 99),
        st.sampled_from(["", "port"]),
        st.sampled_from(["", "women"]),
    ),
    max_size=10,
    unique_by=lambda vintage: vintage.recorded,
)


@given(VINTAGES, st.integers(), st.integers(-1, 4))
def test_what_was_known_does_not_depend_on_the_order_of_entry(
    vintages: list[Recorded], seed: int, day: int
) -> None:
    as_of, shuffled = FIRST + timedelta(days=day), list(vintages)
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert known(shuffled, as_of=as_of) == known(vintages, as_of=as_of)


@given(VINTAGES, st.integers(-1, 4))
def test_what_comes_later_does_not_change_what_was_known(
    vintages: list[Recorded], day: int
) -> None:
    as_of = FIRST + timedelta(days=day)
    by_then = [vintage for vintage in vintages if vintage.received_at <= as_of]
    assert known(vintages, as_of=as_of) == known(by_then)


def test_akvos_cumulative_updates() -> None:
    """Updates 1, 2 | 3, 5 | none give 2, 5, 5; a late 3 in the first period gives 3, 5, 5."""
    first, second, third = year(2023), year(2024), year(2025)
    updates = [
        received(first, 1, day=1, recorded=1),
        received(first, 2, day=2, recorded=2),
        received(second, 3, day=3, recorded=3),
        received(second, 5, day=4, recorded=4),
    ]

    def totals() -> list[int]:
        entries = [vintage.entry for vintage in known(updates)]
        found = (KINDS["cumulative"].total(entries, period) for period in (first, second, third))
        return [int(point.value) for point in found if point]

    assert totals() == [2, 5, 5]
    updates.append(received(first, 3, day=5, recorded=5))
    assert totals() == [3, 5, 5]


# -- facts -------------------------------------------------------------------------------------


def test_facts_are_in_the_unit_of_the_series() -> None:
    baseline = Point(year(2016).last_day, d(154_000))
    found = facts_of(
        kind=KINDS["difference"],
        entries=[entry(year(2020), 149_000), entry(year(2018), 150_000)],
        baseline=baseline,
        targets=[Stated.at(year(2030), d(40_000)), Stated.at(year(2025), d(10_000))],
        direction=Direction.UP,
    )
    assert found == Facts(
        direction=Direction.UP,
        baseline=baseline,
        goals=(
            Goal.at(year(2025).last_day, d(164_000)),
            Goal.at(year(2030).last_day, d(194_000)),
        ),
        points=(
            Point(year(2018).last_day, d(150_000)),
            Point(year(2020).last_day, d(149_000)),
        ),
    )


@pytest.mark.parametrize(("code", "goals"), [("growth", 0), ("multiplier", 0), ("stock", 1)])
def test_a_missing_baseline_stays_missing(code: str, goals: int) -> None:
    found = facts_of(
        kind=KINDS[code],
        entries=[entry(YEAR, 5)],
        baseline=None,
        targets=[Stated.at(year(2030), d(2))],
        direction=Direction.UP,
    )
    assert (found.baseline, len(found.goals), len(found.points)) == (None, goals, 1)


def test_a_target_that_equals_the_baseline_is_a_goal_of_its_own() -> None:
    found = facts_of(
        kind=KINDS["difference"],
        entries=[],
        baseline=Point(YEAR.last_day, d(5)),
        targets=[Stated.at(year(2030), d(0))],
        direction=Direction.UP,
    )
    assert found.target == Goal.at(year(2030).last_day, d(5))


def test_limits_are_those_of_the_kind_unless_they_are_stated() -> None:
    def limits(code: str, floor: int | None, ceiling: int | None) -> tuple[object, object]:
        found = facts_of(
            kind=KINDS[code],
            entries=[],
            baseline=None,
            targets=[],
            direction=Direction.UP,
            floor=None if floor is None else d(floor),
            ceiling=None if ceiling is None else d(ceiling),
        )
        return found.floor, found.ceiling

    assert limits("share", None, None) == (0, 100)
    assert limits("share", 10, 90) == (10, 90)
    assert limits("stock", None, None) == (None, None)
    assert limits("stock", 0, None) == (0, None)


def test_words_have_no_facts() -> None:
    found = facts_of(
        kind=KINDS["qualitative"],
        entries=[Entry(YEAR, words="much")],
        baseline=Point(YEAR.last_day, d(5)),
        targets=[Stated.at(YEAR, d(5))],
        direction=Direction.UP,
    )
    assert found == Facts(Direction.UP, None, (), ())


# -- when a value is expected ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "answered", "period", "due_on"),
    [
        (Frequency.YEAR, [], "2024", date(2025, 3, 31)),
        (Frequency.YEAR, ["2024"], "2025", date(2026, 3, 31)),
        (Frequency.YEAR, ["2025", "2023"], "2026", date(2027, 3, 31)),
        (Frequency.HALF_YEAR, ["2025-S1"], "2025-S2", date(2026, 3, 31)),
        (Frequency.QUARTER, ["2025-Q4"], "2026-Q1", date(2026, 6, 29)),
        (Frequency.MONTH, [], "2024-05", date(2024, 8, 29)),
        (Frequency.MONTH, ["2024-12"], "2025-01", date(2025, 5, 1)),
        (Frequency.YEAR, ["2026-06"], "2026", date(2027, 3, 31)),
        (Frequency.MONTH, ["2025"], "2026-01", date(2026, 5, 1)),
    ],
)
def test_a_value_is_expected_for_the_period_after_the_latest_answered(
    frequency: Frequency, answered: list[str], period: str, due_on: date
) -> None:
    found = expected_next(
        frequency=frequency,
        lag_days=90,
        answered=map(Period.parse, answered),
        starts_on=date(2024, 5, 15),
    )
    assert found == Expected(Period.parse(period), due_on)


def test_nothing_is_expected_of_an_irregular_indicator_nor_after_the_end() -> None:
    def found(frequency: Frequency, ends_on: date | None) -> Expected | None:
        return expected_next(
            frequency=frequency,
            lag_days=0,
            answered=[year(2030)],
            starts_on=date(2024, 1, 1),
            ends_on=ends_on,
        )

    assert found(Frequency.IRREGULAR, None) is None
    assert found(Frequency.YEAR, date(2030, 12, 31)) is None
    assert found(Frequency.YEAR, date(2031, 1, 1)) == Expected(year(2031), date(2031, 12, 31))


DUE = Expected(YEAR, date(2026, 3, 31))


@pytest.mark.parametrize(
    ("expected", "is_begun", "on", "word"),
    [
        (DUE, False, date(2026, 3, 31), Word.NOT_YET_DUE),
        (DUE, False, date(2026, 4, 1), Word.NOT_REPORTED),
        (DUE, True, date(2026, 3, 31), None),
        (DUE, True, date(2026, 4, 1), Word.NOT_REPORTED),
        (None, False, date(2026, 4, 1), None),
        (None, True, date(2026, 4, 1), None),
    ],
)
def test_only_not_yet_due_and_not_reported_depend_on_the_day(
    expected: Expected | None, is_begun: bool, on: date, word: Word | None
) -> None:
    assert standing(expected=expected, is_begun=is_begun, on=on) == word


def test_a_kept_verdict_holds_until_the_day_after_the_due_day() -> None:
    assert holds_until(expected=DUE, on=date(2026, 3, 31)) == date(2026, 4, 1)
    assert holds_until(expected=DUE, on=date(2026, 4, 1)) is None
    assert holds_until(expected=None, on=date(2026, 3, 31)) is None


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 400),
    st.booleans(),
    st.sampled_from([None, DUE]),
)
def test_a_verdict_holds_until_the_day_that_changes_it_and_not_beyond(
    on: date, days: int, is_begun: bool, expected: Expected | None
) -> None:
    until = holds_until(expected=expected, on=on)
    later = on + timedelta(days=days)
    kept = standing(expected=expected, is_begun=is_begun, on=on)
    changes = until is not None and later >= until
    assert (standing(expected=expected, is_begun=is_begun, on=later) != kept) == changes


# -- counts ------------------------------------------------------------------------------------


def test_verdicts_are_counted_and_none_is_forgotten() -> None:
    found = count_verdicts([Word.BEHIND, Word.NOT_REPORTED, Word.BEHIND])
    assert list(found) == list(Word)
    assert {word: count for word, count in found.items() if count} == {
        Word.BEHIND: 2,
        Word.NOT_REPORTED: 1,
    }
    assert set(count_verdicts([]).values()) == {0}


def test_a_child_without_a_verdict_is_never_counted_as_nothing_reached() -> None:
    found = count_verdicts([Word.ACHIEVED, Word.NOT_ASSESSABLE])
    assert (found[Word.ACHIEVED], found[Word.NOT_ASSESSABLE], found[Word.NO_CHANGE]) == (1, 1, 0)


def test_a_share_weighs_its_parts_by_their_wholes_and_leaves_out_whom_it_does_not_know() -> None:
    entries = [parts(YEAR, 1, 2, "port"), parts(YEAR, 3, 3, "university")]
    found = facts_of(
        kind=KINDS["share"], entries=entries, baseline=None, targets=[], direction=Direction.UP
    )
    assert [point.value for point in found.points] == [d(80)]
