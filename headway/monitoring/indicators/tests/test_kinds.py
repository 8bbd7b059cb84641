"""What every kind promises, for every kind there is."""

from __future__ import annotations

import ast
import pkgutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.monitoring.indicators import kinds, rules
from headway.monitoring.indicators.facts import Point
from headway.monitoring.indicators.kinds import KINDS, Entry, Kind, Stated, kind_choices
from headway.monitoring.indicators.tests.samples import (
    YEAR,
    d,
    entries,
    entry,
    many,
    parts,
    plain,
    sample,
    target,
)

pytestmark = pytest.mark.once
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
FIGURES = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.has_progress], ids=lambda kind: kind.code
)
FEW = settings(max_examples=25)
"""Twelve kinds share the time; with a busy machine it tells nothing of a kind."""
SHARED = {"base", "relative"}
BASELINE = Point(YEAR.last_day, Decimal(10))
NO_NUMBERS = (Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"))


def test_every_file_of_a_kind_is_registered_under_its_own_name() -> None:
    files = {module.name for module in pkgutil.iter_modules(kinds.__path__)} - SHARED
    assert files == set(KINDS)
    assert {code: type(kind).__module__.rpartition(".")[2] for code, kind in KINDS.items()} == {
        code: code for code in KINDS
    }


def test_the_choices_of_a_column_are_the_kinds_in_their_order() -> None:
    assert kind_choices() == [(code, kind.label) for code, kind in KINDS.items()]


def test_no_figure_is_reckoned_in_binary_fractions() -> None:
    found = []
    for path in [*Path(kinds.__path__[0]).glob("*.py"), Path(rules.__file__)]:
        for node in ast.walk(ast.parse(path.read_text())):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if is_literal or (isinstance(node, ast.Name) and node.id == "float"):
                found.append(f"{path.name}: {ast.unparse(node)}")
    assert found == []


@EVERY
def test_it_keeps_nothing_to_itself(kind: Kind) -> None:
    assert vars(kind) == {}


@EVERY
def test_its_words_are_there_in_both_languages(kind: Kind) -> None:
    told = []
    for language in ("en", "lt"):
        with translation.override(language):
            told.append((str(kind.label), str(kind.summary), *kind.problems(Entry(YEAR)).values()))
    english, lithuanian = told
    assert all(english)
    assert all(one != other for one, other in zip(english, lithuanian, strict=True))


@EVERY
def test_it_can_be_judged_exactly_if_it_has_a_way_to_be_better(kind: Kind) -> None:
    assert kind.has_progress == bool(kind.directions) == (kind.takes != "words")


@EVERY
def test_a_blank_gets_a_sentence_and_never_a_figure(kind: Kind) -> None:
    blank = Entry(YEAR)
    assert kind.problems(blank)
    assert kind.series([blank]) == ()
    assert kind.total([blank], YEAR) is None


@EVERY
def test_nothing_entered_is_nothing_known(kind: Kind) -> None:
    assert (kind.series([]), kind.total([], YEAR)) == ((), None)


@EVERY
@FEW
@given(data=st.data())
def test_what_it_declares_it_takes(kind: Kind, data: st.DataObject) -> None:
    assert kind.problems(data.draw(entries(kind))) == {}


@FIGURES
@pytest.mark.parametrize("value", NO_NUMBERS, ids=str)
def test_what_is_no_number_gets_a_sentence(kind: Kind, value: Decimal) -> None:
    assert list(kind.problems(Entry(YEAR, value))) == ["value"]
    assert list(kind.target_problems(Stated.at(YEAR, value))) == ["low", "high"]


@FIGURES
def test_it_takes_negative_values_exactly_if_it_says_so(kind: Kind) -> None:
    assert kind.can_be_negative == (kind.problems(entry(YEAR, -1)) == {})


@FIGURES
def test_it_takes_fractions_unless_only_whole_numbers_fit(kind: Kind) -> None:
    assert kind.is_whole == (list(kind.problems(entry(YEAR, "1.5"))) == ["value"])


@EVERY
def test_what_belongs_to_another_kind_gets_a_sentence(kind: Kind) -> None:
    fitting = sample(kind)
    surplus = {
        "words": replace(fitting, words=fitting.words or "much"),
        "value": replace(fitting, value=d(1)),
        "numerator": replace(fitting, value=None, numerator=d(1), denominator=d(2)),
    }
    own = {"share": {"value", "numerator"}, "words": {"words"}}.get(kind.takes, {"value"})
    told = {part: part in kind.problems(given_entry) for part, given_entry in surplus.items()}
    assert told == {part: part not in own for part in surplus}


@EVERY
@FEW
@given(data=st.data(), seed=st.integers())
def test_order_of_entry_does_not_matter(kind: Kind, data: st.DataObject, seed: int) -> None:
    found = data.draw(many(kind))
    shuffled = list(found)
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert kind.series(shuffled) == kind.series(found)
    for one in found:
        assert kind.total(shuffled, one.period) == kind.total(found, one.period)


@EVERY
@FEW
@given(data=st.data())
def test_a_series_has_one_figure_for_a_day_and_none_without_an_entry(
    kind: Kind, data: st.DataObject
) -> None:
    found = data.draw(many(kind))
    days = [point.day for point in kind.series(found)]
    assert days == sorted(set(days))
    assert set(days) <= {day for one in found for day in (one.period.last_day, _year_end(one))}


def _year_end(one: Entry) -> object:
    return one.period.last_day.replace(month=12, day=31)


@FIGURES
@FEW
@given(data=st.data())
def test_figures_of_one_contributor_keep_to_the_limits_of_the_kind(
    kind: Kind, data: st.DataObject
) -> None:
    for point in kind.series(data.draw(many(kind, who=("",)))):
        assert isinstance(point.value, Decimal)
        assert kind.number_problem(point.value) == ""


@FIGURES
@FEW
@given(data=st.data())
def test_one_entry_for_a_year_is_the_figure_of_that_year(kind: Kind, data: st.DataObject) -> None:
    one = data.draw(entries(kind, st.just(YEAR)))
    if one.has_parts and not one.denominator:
        assert kind.series([one]) == ()
        return
    figure = kind.figure([one])
    assert figure is not None
    assert kind.series([one]) == (Point(YEAR.last_day, figure),)
    assert kind.total([one], YEAR) == Point(YEAR.last_day, figure)


@FIGURES
def test_a_reported_zero_stays_zero(kind: Kind) -> None:
    zero = entry(YEAR, 0)
    refused = kind.problems(zero)
    assert bool(refused) == (kind.code == "rank")
    if not refused:
        assert kind.series([zero]) == (Point(YEAR.last_day, Decimal(0)),)


@FIGURES
def test_two_organisations_are_put_together_only_where_that_means_something(kind: Kind) -> None:
    both = [parts(YEAR, 1, 2, who) if kind.takes == "share" else entry(YEAR, 1, who)
            for who in ("port", "university")]  # fmt: skip
    assert bool(kind.series(both)) == bool(kind.total(both, YEAR)) == kind.has_several


@FIGURES
def test_a_value_with_its_flag_keeps_it(kind: Kind) -> None:
    assert kind.series([replace(sample(kind), flag="estimated")])[0].flag == "estimated"


@FIGURES
def test_a_target_becomes_a_goal_and_needs_a_baseline_only_if_it_says_so(kind: Kind) -> None:
    stated = target(kind)
    assert kind.target_problems(stated) == {}
    goal = kind.goal(stated, BASELINE)
    assert goal is not None
    assert (goal.day, type(goal.value)) == (YEAR.last_day, Decimal)
    assert kind.needs_baseline == (kind.goal(stated, None) is None)
    assert kind.goal(Stated(YEAR, None, None), BASELINE) is None


@FIGURES
def test_a_target_without_a_figure_gets_a_sentence_and_one_with_it_is_said(kind: Kind) -> None:
    assert list(kind.target_problems(Stated(YEAR, None, None))) == ["low"]
    assert kind.worded(Stated(YEAR, None, None), plain) == ""
    assert kind.worded(target(kind), plain)


@FIGURES
def test_a_band_that_begins_above_its_end_gets_a_sentence(kind: Kind) -> None:
    low, high = (1, 0) if kind.takes == "yes_no" else (5, 4)
    assert list(kind.target_problems(Stated(YEAR, d(low), d(high)))) == ["low"]
