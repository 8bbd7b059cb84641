"""What holds for every method of the registry, and five answers about one series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from config.arguments import METHODS as OFFERED
from headway.monitoring.indicators.facts import Facts, Point
from headway.monitoring.indicators.forecast import forecast
from headway.monitoring.indicators.methods import DEFAULT, METHODS
from headway.monitoring.indicators.series_files import DIRECTIONS
from headway.monitoring.indicators.states import Direction, Word
from headway.monitoring.indicators.tests.series import facts, poverty
from headway.monitoring.indicators.wording import number

if TYPE_CHECKING:
    from headway.monitoring.indicators.methods.base import Assessment, Method

pytestmark = pytest.mark.once

ORDER = [Word.WRONG_WAY, Word.NO_CHANGE, Word.BEHIND, Word.ON_PATH, Word.ACHIEVED]
"""Verdicts from the worst to the best."""
each_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))


def test_the_methods_have_their_names_and_the_planned_path_leads() -> None:
    assert list(METHODS) == ["planned-path", "growth-ratio", "un-2030", "weather"]
    assert next(iter(METHODS)) == DEFAULT
    assert list(METHODS) == list(OFFERED)


# -- five answers about one series (methods, section 1.3) -----------------------------------------


def answer(name: str) -> Assessment:
    return METHODS[name].assess(poverty())


def near(value: object, expected: str) -> bool:
    places = Decimal(expected).as_tuple().exponent
    assert isinstance(value, Decimal)
    assert isinstance(places, int)
    return value.quantize(Decimal(1).scaleb(places)) == Decimal(expected)


def test_the_planned_path_is_kept() -> None:
    found = answer("planned-path")
    assert near(found.figures["expected"], "10.63")
    assert near(found.value, "0.566")
    assert near(found.figures["planned_share"], "0.533")
    assert found.verdict == Word.ON_PATH


def test_the_growth_ratio_asks_for_more() -> None:
    found = answer("growth-ratio")
    assert near(found.value, "0.9011")
    assert (found.status, found.verdict) == ("moderate_progress", Word.BEHIND)


def test_the_un_call_it_fair() -> None:
    found = answer("un-2030")
    assert near(found.figures["ahead"], "7.776")
    assert near(found.value, "0.9275")
    assert (found.status, found.verdict) == ("fair", Word.BEHIND)


def test_the_weather_is_cloudy() -> None:
    found = answer("weather")
    assert near(found.figures["change"], "-0.16")
    assert near(found.figures["ahead"], "9.28")
    assert near(found.value, "0.64")
    assert (found.status, found.verdict) == ("cloud", Word.BEHIND)


def test_a_straight_line_cannot_say() -> None:
    drawn = forecast(poverty(), days=[date(2030, 12, 31)], level=Decimal("0.95"))
    assert drawn
    (last,) = drawn.estimates
    assert near(last.value, "3.77")
    assert near(last.low, "-4.1")
    assert near(last.high, "11.7")
    limited = forecast(poverty(floor="0"), days=[date(2030, 12, 31)], level=Decimal("0.95"))
    assert limited
    assert limited.estimates[0].low == 0


# -- every method ---------------------------------------------------------------------------------


SERIES = [
    poverty(),
    poverty(floor="0", ceiling="100"),
    facts({2020: "15"}, base="10"),
    facts({2020: "15"}, base="10", target="12"),
    facts({2020: "5"}, base="10", target="20"),
    facts({2020: "15"}, base="10", direction=Direction.KEEP),
    facts({2020: "15"}, base="10", target=("11", "12"), direction=Direction.BAND),
    facts({2020: "15"}, base="10", target=("11", None), direction=Direction.BAND),
    facts({2020: "9"}, base="10", target="10"),
    facts({2020: "0"}, base="0", target="10"),
    facts({2020: "0"}, base="0", target="0", direction=Direction.DOWN),
    facts({2020: "-1"}, base="2", target="10"),
    facts({2020: "15"}),
    facts({}),
    facts({2020: "1", 2021: "2", 2022: "3", 2023: "2", 2024: "5"}, target="9"),
    facts({2020: "1", 2021: "2", 2022: "3", 2023: "2", 2024: "5"}, target="3"),
    facts({2020: "1", 2021: "2", 2022: "3", 2023: "2", 2024: "5"}, direction=Direction.DOWN),
    facts({2020: "1e40"}, base="1e-9", target="1e41"),
]


@each_method
@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("language", ["en", "lt"])
def test_every_verdict_has_a_sentence_and_the_publishers_word(
    method: Method, series: Facts, language: str
) -> None:
    found = method.assess(series)
    with override(language):
        sentence, steps = method.sentence(found, number), method.steps(found, number)
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert all(step.label and step.formula and step.result for step in steps)
    if found.reason:
        assert found.verdict == Word.NOT_ASSESSABLE
        assert (found.value, found.score) == (None, None)
    else:
        assert found.verdict in {method.verdicts[found.status], Word.ACHIEVED}


@each_method
def test_an_example_can_be_worked_through(method: Method) -> None:
    found = method.assess(method.example)
    assert found.value is not None
    assert len(method.steps(found, number)) >= 4
    with override("lt"):
        lithuanian = method.sentence(found, number), str(method.title), str(method.limits)
    assert lithuanian != (method.sentence(found, number), str(method.title), str(method.limits))


@each_method
def test_the_docstring_prints_every_published_word(method: Method) -> None:
    text = import_module(method.assess.__module__).__doc__ or ""
    words = [
        str(method.verdicts[w].label) if method.name == DEFAULT else w for w in method.verdicts
    ]
    assert [word for word in words if word not in text] == []
    assert "Source:" in text
    assert "Limits." in text


# -- properties -----------------------------------------------------------------------------------

figures = st.decimals(min_value=-1000, max_value=1000, places=2)
positive = st.decimals(min_value="0.01", max_value=1000, places=2)
sides = st.sampled_from([Direction.UP, Direction.DOWN])
years = st.integers(min_value=2016, max_value=2035)


@each_method
@given(
    values=st.lists(positive, min_size=1, max_size=8),
    base=positive,
    target=positive,
    direction=st.sampled_from(list(Direction)),
    factor=st.sampled_from([Decimal("0.001"), Decimal("0.3"), Decimal(100), Decimal("1e6")]),
)
def test_another_unit_changes_no_verdict(
    method: Method,
    values: list[Decimal],
    base: Decimal,
    target: Decimal,
    direction: Direction,
    factor: Decimal,
) -> None:
    def judged(unit: Decimal) -> Word:
        points = {2016 + n: str(value * unit) for n, value in enumerate(values)}
        series = facts(
            points, base=str(base * unit), target=str(target * unit), direction=direction
        )
        return method.assess(series).verdict

    assert judged(factor) == judged(Decimal(1))


@given(
    share=st.decimals(min_value="-0.5", max_value="1.5", places=3),
    better=st.decimals(min_value="0.001", max_value=1, places=3),
    base=figures,
    distance=st.sampled_from([Decimal(10), Decimal(700), Decimal(0), Decimal(-10)]),
    year=years,
    direction=sides,
)
@example(Decimal("0.2"), Decimal("0.7"), Decimal(0), Decimal(10), 2017, Direction.UP)
def test_a_better_value_never_worsens_the_verdict(
    share: Decimal,
    better: Decimal,
    base: Decimal,
    distance: Decimal,
    year: int,
    direction: Direction,
) -> None:
    """Values are drawn along the way from the baseline to the target, where verdicts change."""
    sign = 1 if direction == Direction.UP else -1
    target, span = base + sign * distance, abs(distance) or 1
    value, gain = base + sign * share * span, sign * better * span
    before, after = (
        METHODS["planned-path"].assess(
            facts({year: str(each)}, base=str(base), target=str(target), direction=direction)
        )
        for each in (value, value + gain)
    )
    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)


@given(value=figures, closer=positive, base=figures, low=figures, width=positive, year=years)
def test_a_value_nearer_to_the_band_never_worsens_the_verdict(
    value: Decimal, closer: Decimal, base: Decimal, low: Decimal, width: Decimal, year: int
) -> None:
    middle = low + width / 2
    nearer = max(value - closer, middle) if value > middle else min(value + closer, middle)
    band = (str(low), str(low + width))
    before, after = (
        METHODS["planned-path"].assess(
            facts({year: str(each)}, base=str(base), target=band, direction=Direction.BAND)
        )
        for each in (value, nearer)
    )
    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)


@each_method
@given(values=st.lists(positive, min_size=1, max_size=8), direction=sides)
def test_what_is_computed_is_never_a_float(
    method: Method, values: list[Decimal], direction: Direction
) -> None:
    points = {2016 + n: str(value) for n, value in enumerate(values)}
    found = method.assess(facts(points, base="3", target="9", direction=direction))
    kinds = {type(figure) for figure in found.figures.values()}
    assert kinds <= {Decimal, date, str}
    assert {type(found.value), type(found.score)} <= {Decimal, type(None)}


@each_method
@given(early=figures, values=st.lists(positive, min_size=6, max_size=6), at=st.integers(2000, 2013))
def test_values_long_before_change_nothing(
    method: Method, early: Decimal, values: list[Decimal], at: int
) -> None:
    points = {2016 + n: str(value) for n, value in enumerate(values)}
    series = facts(points, base="3", target="9")
    longer = replace(series, points=(Point(date(at, 12, 31), early), *series.points))
    assert method.assess(longer) == method.assess(series)


def test_directions_can_be_written_as_words_or_signs() -> None:
    assert set(DIRECTIONS) == {"1", "-1", "up", "down", "keep"}
