from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from headway.monitoring.indicators.methods.planned_path import METHOD, planned_path
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.tests.series import facts, poverty
from headway.monitoring.indicators.wording import number

pytestmark = pytest.mark.once

UP, DOWN, KEEP, BAND = Direction.UP, Direction.DOWN, Direction.KEEP, Direction.BAND


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("40", Word.ACHIEVED),
        ("20", Word.ACHIEVED),
        ("19.99", Word.ON_PATH),
        ("15", Word.ON_PATH),
        ("14.99", Word.BEHIND),
        ("10.11", Word.BEHIND),
        ("10.1", Word.NO_CHANGE),
        ("10", Word.NO_CHANGE),
        ("9.9", Word.NO_CHANGE),
        ("9.89", Word.WRONG_WAY),
        ("0", Word.WRONG_WAY),
    ],
)
def test_half_of_the_time_takes_half_of_the_way(value: str, verdict: Word) -> None:
    rising = facts({2020: value}, base="10", target="20", by=2025)
    falling = facts({2020: str(-Decimal(value))}, base="-10", target="-20", by=2025, direction=DOWN)
    assert planned_path(rising).verdict == verdict
    assert planned_path(falling).verdict == verdict


def test_the_share_knows_baseline_and_direction() -> None:
    """Regression: a share that was actual ÷ target, whatever the baseline and the direction."""
    found = planned_path(facts({2020: "8"}, base="20", target="10", by=2025, direction=DOWN))
    assert found.value == Decimal("1.2")


def test_a_share_is_not_clamped() -> None:
    """Regression: “capped at 100 %” by the larger of the two instead of the smaller."""
    shares = [
        planned_path(facts({2020: value}, base="10", target="20")).value for value in ("5", "30")
    ]
    assert shares == [Decimal("-0.5"), 2]


def test_a_fall_below_the_target_is_a_fifth_more_and_not_tenfold() -> None:
    """Regression: target 10 and value 8 gave 1,020 %."""
    found = planned_path(facts({2020: "8"}, base="20", target="10", direction=DOWN))
    assert (found.verdict, found.value) == (Word.ACHIEVED, Decimal("1.2"))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("0", Word.NO_CHANGE), ("30", Word.BEHIND), ("100", Word.ACHIEVED), ("-5", Word.WRONG_WAY)],
)
def test_zero_is_a_baseline_and_a_value(value: str, verdict: Word) -> None:
    """Regression: a reported zero became a blank."""
    found = planned_path(facts({2025: value}, base="0", target="100"))
    assert (found.verdict, found.value) == (verdict, Decimal(value) / 100)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("10", Word.ACHIEVED),
        ("11", Word.ACHIEVED),
        ("9.95", Word.NO_CHANGE),
        ("9", Word.WRONG_WAY),
    ],
)
def test_a_target_at_the_baseline_is_to_be_held(value: str, verdict: Word) -> None:
    """Regression: no branch for it, so that another indicator's figure stood there."""
    found = planned_path(facts({2020: value}, base="10", target="10"))
    assert (found.verdict, found.value) == (verdict, None)


def test_well_ahead_of_the_path_is_on_path() -> None:
    found = planned_path(facts({2016: "99"}, base="0", target="100", by=2025))
    assert found.verdict == Word.ON_PATH


def test_a_sentence_does_not_contradict_itself_where_decimals_are_left_out() -> None:
    found = planned_path(facts({2020: "49.9"}, base="0", target="100", by=2025))
    assert METHOD.sentence(found, lambda value: f"{value:.0f} %") == (
        "Behind: 50 % (2020), just short of what the plan expects. That is 49.9% of the way to "
        "100 % (2025); 50% was planned."
    )


def test_a_target_met_at_the_start_and_lost_is_the_wrong_way() -> None:
    found = planned_path(facts({2020: "60"}, base="40", target="50", direction=DOWN))
    assert found.verdict == Word.WRONG_WAY


def test_achieved_while_worsening_says_both() -> None:
    """Regression: a green status while doubling in the wrong direction."""
    found = planned_path(facts({2020: "20"}, base="10", target="50", direction=DOWN))
    assert found.verdict == Word.ACHIEVED
    assert METHOD.sentence(found, number) == (
        "Achieved: 20 (2020); wanted is 50 (2030). It was better at the baseline: 10 (2015)."
    )


def test_a_milestone_bends_the_path() -> None:
    late = {"base": "0", "target": "100", "by": 2025}
    straight = facts({2020: "20"}, **late)  # type: ignore[arg-type]
    bent = facts({2020: "20"}, milestones={2020: "20"}, **late)  # type: ignore[arg-type]
    after = facts({2022: "52"}, milestones={2020: "20"}, **late)  # type: ignore[arg-type]
    assert [planned_path(each).verdict for each in (straight, bent, after)] == [
        Word.BEHIND,
        Word.ON_PATH,
        Word.ON_PATH,
    ]
    assert planned_path(after).figures["expected"] == 52


def test_a_plan_may_dip_before_it_rises() -> None:
    dipping = {"base": "10", "target": "20", "by": 2025, "milestones": {2018: "8"}}
    kept = planned_path(facts({2018: "8"}, **dipping))  # type: ignore[arg-type]
    missed = planned_path(facts({2018: "7"}, **dipping))  # type: ignore[arg-type]
    assert (kept.verdict, missed.verdict) == (Word.ON_PATH, Word.WRONG_WAY)


def test_milestones_before_the_baseline_or_after_the_target_are_passed_over() -> None:
    odd = facts({2020: "15"}, base="10", target="20", by=2025, milestones={2015: "1", 2026: "99"})
    assert planned_path(odd).figures["expected"] == 15


@pytest.mark.parametrize("year", [2025, 2026, 2031])
def test_once_the_target_is_due_it_is_what_is_expected(year: int) -> None:
    found = planned_path(facts({year: "19"}, base="10", target="20", by=2025))
    assert (found.verdict, found.figures["expected"]) == (Word.BEHIND, Decimal(20))


def test_progress_is_judged_at_the_end_of_the_values_period() -> None:
    half_year = facts({date(2016, 6, 30): "12"}, base="10", target="30", by=date(2017, 12, 31))
    found = planned_path(half_year)
    passed = Decimal(182) / 366  # 30 June is the 182nd day of 2016
    assert found.figures["expected"] == pytest.approx(10 + 20 * passed / 2)


@pytest.mark.parametrize(
    ("value", "verdict", "share"),
    [
        ("4", Word.ACHIEVED, "1"),
        ("6", Word.ACHIEVED, "1"),
        ("7.9", Word.ON_PATH, "0.525"),
        ("8", Word.ON_PATH, "0.5"),
        ("8.1", Word.BEHIND, "0.475"),
        ("10", Word.NO_CHANGE, "0"),
        ("11", Word.WRONG_WAY, "-0.25"),
        ("2", Word.ON_PATH, "0.5"),  # as far below the band as 8 is above
    ],
)
def test_a_band_is_reached_from_outside(value: str, verdict: Word, share: str) -> None:
    found = planned_path(
        facts({2020: value}, base="10", target=("4", "6"), by=2025, direction=BAND)
    )
    assert (found.verdict, found.value) == (verdict, Decimal(share))


@pytest.mark.parametrize(("value", "verdict"), [("5", Word.ACHIEVED), ("7", Word.WRONG_WAY)])
def test_who_starts_within_a_band_has_to_stay_there(value: str, verdict: Word) -> None:
    found = planned_path(facts({2020: value}, base="5", target=("4", "6"), direction=BAND))
    assert found.verdict == verdict


def test_a_band_may_have_one_bound() -> None:
    found = planned_path(facts({2020: "900"}, base="5", target=("4", None), direction=BAND))
    assert found.verdict == Word.ACHIEVED
    assert "wanted is at least 4 (2030)" in METHOD.sentence(found, number)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("97", Word.ACHIEVED), ("103", Word.ACHIEVED), ("96.9", Word.WRONG_WAY)],
)
def test_what_is_to_be_kept_is_kept_within_three_per_cent(value: str, verdict: Word) -> None:
    assert planned_path(facts({2020: value}, base="100", direction=KEEP)).verdict == verdict
    with_target = facts({2020: value}, base="100", target="100", direction=KEEP)
    assert planned_path(with_target).verdict == verdict


def test_of_a_range_the_weaker_bound_is_wanted() -> None:
    found = planned_path(facts({2020: "20"}, base="10", target=("20", "30")))
    assert found.verdict == Word.ACHIEVED


@pytest.mark.parametrize(
    ("points", "more", "reason"),
    [
        ({}, {"base": "1", "target": "2"}, Reason.NO_VALUE),
        ({2020: "1"}, {"base": "1"}, Reason.NO_TARGET),
        ({2020: "1"}, {"target": "2"}, Reason.NO_BASELINE),
        ({2015: "1"}, {"base": "1", "target": "2"}, Reason.SAME_YEAR),
        ({2014: "1"}, {"base": "1", "target": "2"}, Reason.NO_VALUE),
    ],
)
def test_what_is_missing_is_named(
    points: dict[int, str], more: dict[str, str], reason: Reason
) -> None:
    found = planned_path(facts(points, **more))  # type: ignore[arg-type]
    assert (found.verdict, found.reason) == (Word.NOT_ASSESSABLE, reason)


@pytest.mark.parametrize("points", [{2020: "3"}, {2015: "3"}])
def test_a_target_that_is_met_needs_no_baseline(points: dict[int, str]) -> None:
    assert planned_path(facts(points, target="2")).verdict == Word.ACHIEVED


def test_values_before_the_baseline_do_not_count() -> None:
    early = planned_path(facts({2010: "1", 2020: "15"}, base="10", target="20", by=2025))
    assert early.verdict == Word.ON_PATH


def test_the_steps_show_the_arithmetic() -> None:
    found = planned_path(poverty())
    assert [(step.formula, step.result) for step in METHOD.steps(found, number)] == [
        ("8 ÷ 15", "53.3%"),
        ("14.5 + (7.25 − 14.5) × 53.3%", "10.63"),
        ("7.25 − 14.5", "−7.25"),
        ("(10.4 − 14.5) ÷ (−7.25)", "56.6%"),
        ("10.4 against 10.63 expected", "on path"),
    ]
