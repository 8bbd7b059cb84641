from __future__ import annotations

from decimal import Decimal

import pytest

from headway.monitoring.indicators.methods.un_2030 import METHOD, un_2030
from headway.monitoring.indicators.states import Direction, Reason, Word
from headway.monitoring.indicators.tests.series import facts
from headway.monitoring.indicators.wording import number

pytestmark = pytest.mark.once

DOWN = Direction.DOWN


@pytest.mark.parametrize(
    ("target", "status", "score"),
    [
        # 100 → 121 in two years; 146.41 after four
        ("121", "met", 3),
        ("122", "on track", 3),
        ("148.85263157894736", "on track", 3),  # 46.41 of 48.8526… is 0.95
        ("149", "fair", 2),
        ("564.1", "fair", 2),  # 46.41 of 464.1 is 0.10
        ("564.2", "stagnation", 1),
    ],
)
def test_the_expected_share_of_the_distance_decides(target: str, status: str, score: int) -> None:
    found = un_2030(facts({2017: "121"}, base="100", target=target, by=2019))
    assert (found.status, found.score) == (status, Decimal(score))


def test_the_wrong_way_is_regression() -> None:
    found = un_2030(facts({2017: "90"}, base="100", target="120", by=2019))
    assert (found.status, found.verdict) == ("regression", Word.WRONG_WAY)
    assert found.value is not None
    assert found.value < 0


@pytest.mark.parametrize(
    ("value", "direction", "status"),
    [
        ("104.04", Direction.UP, "on track"),
        ("104.03", Direction.UP, "fair"),
        ("101.0025", Direction.UP, "fair"),
        ("101", Direction.UP, "stagnation"),
        ("100", Direction.UP, "stagnation"),
        ("99", Direction.UP, "regression"),
        ("96.04", DOWN, "on track"),
        ("96.05", DOWN, "fair"),
        ("101", DOWN, "regression"),
    ],
)
def test_without_a_target_the_yearly_growth_decides(
    value: str, direction: Direction, status: str
) -> None:
    assert un_2030(facts({2017: value}, base="100", direction=direction)).status == status


def test_below_zero_growth_is_turned_round() -> None:
    assert un_2030(facts({2017: "-90"}, base="-100")).status == "on track"


@pytest.mark.parametrize(
    ("value", "target", "direction", "ceiling", "status"),
    [
        ("99", "100", Direction.UP, "100", "met"),
        ("98.9", "100", Direction.UP, "100", "on track"),
        ("1", "0", DOWN, "100", "met"),
        ("1.1", "0", DOWN, "100", "on track"),
        ("99", "100", Direction.UP, None, "on track"),  # not known to be a percentage
        ("89.5", "90", Direction.UP, "100", "on track"),  # not an end of the scale
    ],
)
def test_within_a_point_of_an_end_of_the_scale_is_met(
    value: str, target: str, direction: Direction, ceiling: str | None, status: str
) -> None:
    base = "80" if direction == Direction.UP else "40"
    series = facts({2020: value}, base=base, target=target, direction=direction, ceiling=ceiling)
    assert un_2030(series).status == status


@pytest.mark.parametrize(("value", "status"), [("1", "met"), ("0", "stagnation")])
def test_yes_or_no_is_met_or_not(value: str, status: str) -> None:
    found = un_2030(facts({2020: value}, base="0", target="1", floor="0", ceiling="1"))
    assert (found.status, found.value) == (status, None)
    assert METHOD.sentence(found, number).endswith(f"{value} (2020); wanted is 1 (2030).")


def test_past_the_targets_day_it_is_assessed_up_to_it() -> None:
    found = un_2030(facts({2019: "110", 2022: "300"}, base="100", target="200", by=2020))
    # 10 in four years, and a year more of the same
    assert found.value == pytest.approx(Decimal(str(1.1 ** (5 / 4) - 1)))


@pytest.mark.parametrize("own", [{}, {2015: "100"}])
def test_the_value_of_the_baselines_year_is_no_value_up_to_the_targets_day(
    own: dict[int, str],
) -> None:
    found = un_2030(facts(own | {2022: "150"}, base="100", target="200", by=2020))
    assert (found.reason, found.status) == (None, "fair")
    assert found.value == pytest.approx(Decimal(str(1.5 ** (5 / 7) - 1)))


@pytest.mark.parametrize(
    ("points", "base", "target", "reason"),
    [
        ({}, "1", "2", Reason.NO_VALUE),
        ({2020: "1"}, None, "2", Reason.NO_BASELINE),
        ({2015: "1"}, "1", "2", Reason.SAME_YEAR),
        ({2014: "1"}, "1", "2", Reason.NO_VALUE),
        ({2020: "1"}, "0", "2", Reason.UNFIT),
        ({2020: "1"}, "-1", "2", Reason.BOTH_SIGNS),
        ({2020: "1"}, "2", "2", Reason.ALREADY_THERE),
    ],
)
def test_what_is_missing_is_named(
    points: dict[int, str], base: str | None, target: str, reason: Reason
) -> None:
    assert un_2030(facts(points, base=base, target=target)).reason == reason


def test_a_band_to_be_kept_is_another_matter() -> None:
    kept = facts({2020: "1"}, base="1", target=("1", "2"), direction=Direction.BAND)
    assert un_2030(kept).reason == Reason.UNFIT


def test_met_while_worsening_says_both() -> None:
    """Regression: a green status while doubling in the wrong direction."""
    found = un_2030(facts({2020: "20"}, base="10", target="50", direction=DOWN))
    assert METHOD.sentence(found, number) == (
        "Achieved: 20 (2020); wanted is 50 (2030). It was better at the baseline: 10 (2015)."
    )
