"""The growth ratio, against published assessments and against its formula at the edges."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from headway.monitoring.indicators.methods.growth_ratio import METHOD, growth_ratio
from headway.monitoring.indicators.methods.growth_scores import (
    TOP,
    scale_near_limit,
    score_of_growth,
    score_of_ratio,
)
from headway.monitoring.indicators.series_files import judge_file
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.tests.published import FILES, rows_of
from headway.monitoring.indicators.tests.series import day, facts
from headway.monitoring.indicators.wording import number

if TYPE_CHECKING:
    from pathlib import Path

    from headway.monitoring.indicators.methods.base import Assessment

pytestmark = pytest.mark.once

NEAR = Decimal("1e-9")
DOWN = Direction.DOWN


def is_near(ours: Decimal | None, published: str) -> bool:
    if not published:
        return ours is None
    theirs = Decimal(published)
    return ours is not None and abs(ours - theirs) <= NEAR * abs(theirs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_published_assessment_is_met(path: Path) -> None:
    published = rows_of(path)
    with path.open("rb") as file:
        ours = judge_file(file, path.name, METHOD).rows
    assert len(ours) == len(published) > 100
    differing = [
        (theirs.given, row.assessment)
        for row, theirs in zip(ours, published, strict=True)
        if not _agree(row.assessment, theirs.value, theirs.score, theirs.status)
    ]
    assert differing == []


def _agree(ours: Assessment | None, value: str, score: str, status: str) -> bool:
    if ours is None:
        return False
    is_assessed = ours.verdict != Word.NOT_ASSESSABLE
    return (
        is_near(ours.value, value)
        and is_near(ours.score, score)
        and ours.status == (status or "not_available")
        and is_assessed == (status not in {"", "not_available"})
    )


def test_the_published_figures_hold_every_status() -> None:
    assert {row.status for row in rows_of(FILES[0])} == {*METHOD.verdicts, ""}


def test_a_revised_value_turns_the_status_with_it() -> None:
    before = facts({2023: "10.2"}, base="14.5", target="7.25", direction=DOWN)
    after = facts({2023: "10.4"}, base="14.5", target="7.25", direction=DOWN)
    found = [growth_ratio(each) for each in (before, after)]
    assert [round(each.value or 0, 4) for each in found] == [Decimal("0.9526"), Decimal("0.9011")]
    assert [each.verdict for each in found] == [Word.ON_PATH, Word.BEHIND]


# -- edges, each computed by hand from the formula -----------------------------------------------


def test_a_baseline_of_zero_counts_as_a_thousandth() -> None:
    found = growth_ratio(facts({2025: "0.002"}, base="0", since=2015))
    assert is_near(found.value, str(2 ** (1 / 10) - 1))


def test_a_target_of_zero_counts_as_a_thousandth() -> None:
    found = growth_ratio(facts({2020: "5"}, base="10", target="0", direction=DOWN, by=2025))
    # half in 5 years; a ten-thousandth in 10 years
    wanted = (1 - 0.5 ** (1 / 5)) / (1 - 0.0001 ** (1 / 10))
    assert is_near(found.value, str(wanted))


@pytest.mark.parametrize("value", ["0", "0.001"])
def test_a_target_of_zero_is_met_by_a_thousandth(value: str) -> None:
    found = growth_ratio(facts({2020: value}, base="10", target="0", direction=DOWN))
    assert (found.status, found.score) == ("target_achieved", TOP)
    assert "; wanted is 0 (2030)." in METHOD.sentence(found, number)


def test_a_value_of_zero_is_a_value() -> None:
    found = growth_ratio(facts({2020: "0"}, base="10", direction=DOWN))
    assert (found.value, found.score, found.status) == (Decimal(1), TOP, "substantial_progress")


@pytest.mark.parametrize(
    ("base", "value", "target"),
    [("-1", "2", None), ("1", "-2", None), ("0", "-2", None), ("-5", "-6", "1")],
)
def test_values_on_both_sides_of_zero_have_no_growth(
    base: str, value: str, target: str | None
) -> None:
    found = growth_ratio(facts({2025: value}, base=base, target=target))
    assert (found.reason, found.status, found.value) == (Reason.BOTH_SIGNS, "not_available", None)


@pytest.mark.parametrize(
    ("value", "direction", "rate"),
    [
        ("-5", Direction.UP, 1 - 0.5 ** (1 / 10)),  # half of the loss is gone
        ("-5", DOWN, 0.5 ** (1 / 10) - 1),
        ("-20", Direction.UP, 1 - 2 ** (1 / 10)),
        ("0", Direction.UP, 1),
    ],
)
def test_below_zero_growth_is_turned_round(value: str, direction: Direction, rate: float) -> None:
    found = growth_ratio(facts({2025: value}, base="-10", direction=direction))
    assert is_near(found.value, str(rate))


def test_below_zero_with_a_target() -> None:
    found = growth_ratio(facts({2020: "-8"}, base="-10", target="-5", by=2025))
    assert is_near(found.value, str((1 - 0.8 ** (1 / 5)) / (1 - 0.5 ** (1 / 10))))


def test_one_year_without_time_between_has_no_value() -> None:
    found = growth_ratio(facts({2015: "10"}, base="10", target="20"))
    assert (found.reason, found.status, found.score) == (Reason.SAME_YEAR, "not_available", None)


def test_a_target_met_in_the_baseline_year_is_achieved_without_a_value() -> None:
    found = growth_ratio(facts({2015: "30"}, base="10", target="20"))
    assert (found.status, found.value, found.score) == ("target_achieved", None, TOP)


def test_one_year_apart_is_enough_and_a_quarter_is_not() -> None:
    assert growth_ratio(facts({2016: "11"}, base="10")).value == Decimal("0.1")
    quarter = facts({day(2016).replace(month=3, day=31): "11"}, base="10")
    assert growth_ratio(quarter).reason == Reason.TOO_SHORT


def test_a_value_older_than_the_baseline_is_none() -> None:
    assert growth_ratio(facts({2014: "11"}, base="10")).reason == Reason.NO_VALUE


def test_what_is_missing_is_named() -> None:
    assert growth_ratio(facts({}, base="10")).reason == Reason.NO_VALUE
    assert growth_ratio(facts({2020: "10"})).reason == Reason.NO_BASELINE
    kept = facts({2020: "10"}, base="10", direction=Direction.KEEP)
    assert growth_ratio(kept).reason == Reason.UNFIT


def test_a_baseline_at_the_target_needs_no_growth() -> None:
    below = growth_ratio(facts({2020: "9"}, base="10", target="10"))
    assert (below.reason, below.status) == (Reason.ALREADY_THERE, "not_available")
    above = growth_ratio(facts({2020: "11"}, base="10", target="10"))
    assert (above.status, above.value) == ("target_achieved", None)


def test_a_target_in_the_baseline_year_has_no_path() -> None:
    found = growth_ratio(facts({2020: "12"}, base="10", target="20", by=2015))
    assert found.reason == Reason.TOO_SHORT


def test_a_target_year_that_has_passed_is_still_the_measure() -> None:
    found = growth_ratio(facts({2025: "15"}, base="10", target="20", by=2020))
    assert is_near(found.value, str((1.5 ** (1 / 10) - 1) / (2 ** (1 / 5) - 1)))


def test_a_target_below_the_baseline_is_met_while_it_worsens_and_both_are_said() -> None:
    """Regression: a green status while doubling in the wrong direction (EUSTAT 1-5-1)."""
    found = growth_ratio(facts({2025: "20"}, base="10", target="30", direction=DOWN))
    assert (found.status, found.score) == ("target_achieved", TOP)
    sentence = METHOD.sentence(found, number)
    assert sentence == (
        "Achieved: 20 (2025); wanted is 30 (2030). It was better at the baseline: 10 (2015)."
    )


def test_the_direction_counts_where_the_target_lies_the_other_way() -> None:
    found = growth_ratio(facts({2025: "40"}, base="100", target="50"))  # more is better
    assert found.value is not None
    assert found.value < 0
    assert found.status == "deterioration"


@pytest.mark.parametrize(
    ("base", "limit", "scale"),
    [
        ("50", "100", 1 - 0.5**4.44),
        ("99.9", "100", 1 - 0.999**4.44),
        ("100", "100", 0),
        ("150", "100", 1 - 0.5**4.44),  # mirrored between the limit and twice the limit
        ("199", "100", 1 - 0.01**4.44),
        ("200", "100", 1),
        ("300", "100", 1),
        ("10", "0", 1),
        ("0", "0", 1),
        ("0", "100", 1),
        ("-50", "-100", 1 - 0.5**4.44),
        ("50", None, 1),
    ],
)
def test_bounds_shrink_near_a_limit(base: str, limit: str | None, scale: float) -> None:
    found = scale_near_limit(Decimal(base), None if limit is None else Decimal(limit))
    assert float(found) == pytest.approx(scale, rel=1e-12)


def test_the_limit_counts_in_the_wanted_direction_only() -> None:
    up = growth_ratio(facts({2025: "92"}, base="90", ceiling="100", floor="80"))
    down = growth_ratio(facts({2025: "88"}, base="90", floor="80", ceiling="95", direction=DOWN))
    assert is_near(_figure(up, "scale"), str(1 - 0.9**4.44))
    assert is_near(_figure(down, "scale"), str(1 - (70 / 80) ** 4.44))
    assert (up.status, down.status) == ("moderate_progress", "moderate_progress")


def _figure(found: Assessment, name: str) -> Decimal:
    figure = found.figures[name]
    assert isinstance(figure, Decimal)
    return figure


def test_a_limit_beside_a_target_is_passed_over() -> None:
    bare = growth_ratio(facts({2025: "92"}, base="90", target="98"))
    limited = growth_ratio(facts({2025: "92"}, base="90", target="98", ceiling="100"))
    assert (bare.value, bare.score) == (limited.value, limited.score)


def test_who_stands_at_the_limit_and_holds_it_is_at_the_top() -> None:
    held = growth_ratio(facts({2025: "100"}, base="100", ceiling="100"))
    lost = growth_ratio(facts({2025: "99"}, base="100", ceiling="100"))
    assert (held.status, held.score) == ("substantial_progress", TOP)
    assert lost.status == "deterioration"


@pytest.mark.parametrize(
    ("ratio", "score"),
    [
        ("-1", "-5"),
        ("-0.5", "-4.58335"),
        ("0", "-2.5"),
        ("0.59", "-0.041647"),
        ("0.6", "0.00004"),
        ("0.95", "2.500055"),
        ("1.3", "5"),
        ("99", "5"),
    ],
)
def test_scores_with_a_target(ratio: str, score: str) -> None:
    assert score_of_ratio(Decimal(ratio)) == Decimal(score)


@pytest.mark.parametrize(
    ("growth", "scale", "score"),
    [
        ("-0.03", "1", "-5"),
        ("-0.01", "1", "-3.75"),
        ("-0.01", "0.1", "-3.75"),  # below zero the limit is not looked at
        ("0", "1", "-2.5"),
        ("0.0025", "1", "-1.25"),
        ("0.005", "1", "0"),
        ("0.01", "1", "1.25"),
        ("0.015", "1", "2.5"),
        ("0.018", "1", "4"),
        ("0.03", "1", "5"),
        ("0.0015", "0.1", "2.5"),
        ("0", "0", "5"),
    ],
)
def test_scores_without_a_target(growth: str, scale: str, score: str) -> None:
    assert score_of_growth(Decimal(growth), Decimal(scale)) == Decimal(score)


@pytest.mark.parametrize(
    ("value", "years", "status"),
    [
        ("101.0025", 2, "moderate_progress"),  # 0.5 % a year to the last digit
        ("101.0024", 2, "limited_progress"),
        ("101.5075125", 3, "moderate_progress"),
        ("103.0225", 2, "substantial_progress"),
        ("103.0224", 2, "moderate_progress"),
        ("100", 2, "limited_progress"),
        ("99.9999", 2, "deterioration"),
    ],
)
def test_a_figure_on_a_bound_has_reached_it(value: str, years: int, status: str) -> None:
    assert growth_ratio(facts({2015 + years: value}, base="100")).status == status


def test_no_growth_is_never_less_than_nothing() -> None:
    """Regression: a zero shown as a worsening, as −0.0 (EUSTAT 1-2-2)."""
    found = growth_ratio(facts({2022: "1.43"}, base="1.43", direction=DOWN))
    assert str(found.value) == "0"
    assert found.verdict == Word.BEHIND


@pytest.mark.parametrize("years", ["2015.0", "2015", " 2015 "])
def test_years_may_be_written_with_a_point(years: str) -> None:
    text = f"base_value,base_year,current_value,current_year,direction\n10,{years},20,2025.0,1\n"
    (row,) = judge_file(BytesIO(text.encode()), "x.csv", METHOD).rows
    assert row.assessment
    assert is_near(row.assessment.value, str(2 ** (1 / 10) - 1))
