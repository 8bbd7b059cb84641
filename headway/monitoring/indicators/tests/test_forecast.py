from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.monitoring.indicators.forecast import LABEL, fit, forecast, required
from headway.monitoring.indicators.states import Direction
from headway.monitoring.indicators.student import central, quantile
from headway.monitoring.indicators.tests.series import POVERTY, facts, poverty

pytestmark = pytest.mark.once

FIGURES = """
0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 998.5 996.3
449.1 448.6 778.9 777.0 559.2 558.2 0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 339.3 338.0
448.9 447.5 10.8 11.6 557.7 556.0 228.3 228.1 998.0 995.8 888.8 887.6 119.6 120.2 0.3 0.3
0.6 0.3 557.6 556.8 339.3 339.1 888.0 887.2 998.5 999.0 778.9 779.0 10.2 11.1 117.6 118.3
228.9 229.2 668.4 669.1 449.2 448.9 0.2 0.5
"""
"""y and x in turn: NIST, Statistical Reference Datasets, Norris (US Government work)."""
CERTIFIED = {
    "slope": "1.00211681802045",
    "intercept": "-0.262323073774029",
    "slope_error": "0.000429796848199937",
    "intercept_error": "0.232818234301152",
    "deviation": "0.884796396144373",
}


@pytest.mark.parametrize("name", CERTIFIED)
def test_the_line_meets_every_certified_digit(name: str) -> None:
    figures = [Decimal(figure) for figure in FIGURES.split()]
    found = getattr(fit(list(zip(figures[1::2], figures[::2], strict=True))), name)
    certified = Decimal(CERTIFIED[name])
    assert len(figures) == 72
    assert found.quantize(certified) == certified


def integrated(t: float, freedom: int) -> float:
    """Integrate the density of Student's t from −t to t, by Simpson's rule over the angle.

    With t = √f·tan u the density becomes cos(u)^(f − 1), which is smooth everywhere.
    """
    end, steps = math.atan(t / math.sqrt(freedom)), 20_000
    width = end / steps
    heights = [math.cos(n * width) ** (freedom - 1) for n in range(steps + 1)]
    area = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    gammas = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
    return 2 * area * width / 3 * math.exp(gammas) / math.sqrt(math.pi)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 7, 10, 29, 30, 58])
@pytest.mark.parametrize("level", ["0.5", "0.8", "0.95", "0.99"])
def test_a_quantile_encloses_its_share(freedom: int, level: str) -> None:
    t = quantile(Decimal(level), freedom)
    assert integrated(float(t), freedom) == pytest.approx(float(level), abs=1e-11)
    assert float(central(t, freedom)) == pytest.approx(float(level), abs=1e-15)


@pytest.mark.parametrize("freedom", [1, 2, 7, 8])
def test_a_quantile_agrees_with_one_found_by_integration(freedom: int) -> None:
    low, high = 0.0, 100.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if integrated(middle, freedom) < 0.8 else (low, middle)
    assert float(quantile(Decimal("0.8"), freedom)) == pytest.approx(low, abs=1e-9)


def test_quantiles_with_a_formula_of_their_own() -> None:
    one = quantile(Decimal("0.95"), 1)  # Cauchy: tan(π · 0.475)
    assert float(one) == pytest.approx(math.tan(math.pi * 0.475), abs=1e-9)
    two = quantile(Decimal("0.80"), 2)  # p √(2 ÷ (1 − p²))
    assert two == pytest.approx(Decimal("0.8") * (2 / (1 - Decimal("0.64"))).sqrt())


def years(*found: int) -> list[date]:
    return [date(year, 12, 31) for year in found]


def test_a_straight_series_is_drawn_on_without_doubt() -> None:
    drawn = forecast(facts({2020: "1", 2021: "2", 2022: "3", 2023: "4"}), days=years(2025))
    assert drawn
    assert drawn.slope == 1
    (last,) = drawn.estimates
    assert {last.low, last.value, last.high} == {Decimal(6)}


def test_the_interval_holds_eight_times_in_ten_and_widens() -> None:
    drawn = forecast(poverty(), days=years(2030, 2024))
    assert drawn
    assert drawn.level == Decimal("0.80")
    near, far = drawn.estimates
    assert near.day < far.day
    assert far.high - far.low > near.high - near.low
    assert str(LABEL) == "if the recent trend continued"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_below_four_values_no_trend_is_drawn(number: int) -> None:
    series = facts({2020 + n: str(n) for n in range(number)}, base="0", target="50")
    assert forecast(series, days=years(2030)) is None


def test_what_the_target_takes_is_known_from_one_value_on() -> None:
    found = required(facts({2025: "10"}, target="50"))
    assert found
    assert [found.change, found.start, found.end] == [8, 10, 50]


@pytest.mark.parametrize(
    "series",
    [
        facts({}, target="50"),
        facts({2025: "10"}),
        facts({2025: "60"}, target="50"),
        facts({2030: "10"}, target="50"),
        facts({2025: "10"}, target=("20", "30"), direction=Direction.BAND),
    ],
)
def test_where_nothing_is_required_nothing_is_told(series: object) -> None:
    assert required(series) is None  # type: ignore[arg-type]


def test_natural_limits_are_not_passed() -> None:
    rising = {2020: "80", 2021: "88", 2022: "90", 2023: "97"}
    drawn = forecast(facts(rising, floor="0", ceiling="100"), days=years(2030))
    assert drawn
    assert {drawn.estimates[0].value, drawn.estimates[0].high} == {Decimal(100)}


def test_a_cumulative_series_never_falls() -> None:
    slow = {2020: "10", 2021: "60", 2022: "61", 2023: "62"}
    drawn = forecast(facts(slow), days=years(2024, 2025, 2040), is_cumulative=True)
    free = forecast(facts(slow), days=years(2024, 2025, 2040))
    assert drawn
    assert free
    assert free.estimates[0].low < 62
    assert all(62 <= each.low <= each.value <= each.high for each in drawn.estimates)
    assert [each.low for each in drawn.estimates] == sorted(e.low for e in drawn.estimates)


@given(
    values=st.lists(st.decimals(0, 100, places=1), min_size=4, max_size=12),
    shift=st.decimals(-50, 50, places=1),
)
def test_a_shift_shifts_the_forecast(values: list[Decimal], shift: Decimal) -> None:
    def drawn(by: Decimal) -> list[Decimal]:
        series = facts({2010 + n: str(value + by) for n, value in enumerate(values)})
        found = forecast(series, days=years(2030))
        assert found
        return [found.estimates[0].low, found.estimates[0].value, found.estimates[0].high]

    for plain, shifted in zip(drawn(Decimal(0)), drawn(shift), strict=True):
        assert abs(plain + shift - shifted) < Decimal("1e-20")


def test_the_example_of_section_1_3_is_whole() -> None:
    assert len(POVERTY) == 9
