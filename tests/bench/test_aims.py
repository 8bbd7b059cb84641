"""Aims are judged by figures alone: just met, just missed, and not measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.bench.aims import AIMS, MET, MISSED, UNKNOWN, judged
from config.bench.figures import Figures
from tests.bench.made_up import figures

pytestmark = pytest.mark.once
GROWTH = "strategy page, rendered, with 100 times the data: slower by"


def _verdicts(found: Figures) -> dict[str, str]:
    return {each.aim.about: each.verdict for each in judged(found)}


def _missed(found: Figures) -> set[str]:
    return {about for about, verdict in _verdicts(found).items() if verdict == MISSED}


def test_every_aim_is_met_by_figures_that_lie_within() -> None:
    assert set(_verdicts(figures()).values()) == {MET}


@pytest.mark.parametrize(
    ("case", "values", "missed"),
    [
        ("measure_stored", {"per_second": 7_999}, "stored pages, of what a server of files does"),
        ("strategy", {"cpu_ms": 15.1}, "strategy page, rendered: processor"),
        ("strategy", {"per_second": 99}, "strategy page, rendered"),
        ("measure", {"cpu_ms": 8.1}, "measure page, rendered: processor"),
        ("measure", {"per_second": 199}, "measure page, rendered"),
        ("indicator", {"cpu_ms": 8.1}, "indicator page, rendered: processor"),
        ("indicator", {"per_second": 199}, "indicator page, rendered"),
        ("indicators_xlsx", {"p50_ms": 91},
         "XLSX of 109 measures and of their indicators, together"),
        ("executive_summary_PDF", {"p50_ms": 301}, "executive summary as a PDF"),
        ("10000_rows", {"seconds": 10.1}, "import of 10,000 rows"),
        ("workers", {"memory_mb": 131}, "memory of a worker"),
        ("make_demo_a_fresh_clone", {"seconds": 15.1},
         "`make demo` of a fresh clone to its first page"),
        ("8_writers", {"lost": 1}, "submissions acknowledged and not kept"),
    ],
)  # fmt: skip
def test_a_figure_beyond_its_bound_misses_its_aim_alone(
    case: str, values: dict[str, float], missed: str
) -> None:
    case = "10,000 rows".replace(" ", "_") if case == "10000_rows" else case
    assert _missed(figures(**{case: values})) == {missed}


def test_an_aim_is_missed_where_one_database_misses_it() -> None:
    rows = [
        replace(row, values=row.values | {"cpu_ms": 20.0})
        if (row.case, row.database) == ("strategy", "postgresql")
        else row
        for row in figures().rows
    ]
    assert _missed(Figures(tuple(rows))) == {"strategy page, rendered: processor"}


@pytest.mark.parametrize(("times", "verdict"), [(2.0, MET), (2.1, MISSED)])
def test_growth_compares_a_hundred_times_the_data(times: float, verdict: str) -> None:
    rows = [
        replace(row, values=row.values | {"p50_ms": 20.0 * times})
        if (row.case, row.size) == ("strategy", 10_900)
        else row
        for row in figures().rows
    ]
    assert _verdicts(Figures(tuple(rows)))[GROWTH] == verdict


def test_nothing_is_called_met_that_was_not_measured() -> None:
    small = Figures(tuple(row for row in figures().rows if row.size != 10_900))
    assert _verdicts(small)[GROWTH] == UNKNOWN
    lone = Figures(tuple(row for row in figures().rows if (row.case, row.database) !=
                         ("10,000 rows", "postgresql")))  # fmt: skip
    assert _verdicts(lone)["import of 10,000 rows"] == UNKNOWN
    without_files = Figures(tuple(row for row in figures().rows if "a file" not in row.case))
    assert _verdicts(without_files)["stored pages, of what a server of files does"] == UNKNOWN
    assert set(_verdicts(Figures(())).values()) == {UNKNOWN}


def test_every_aim_says_what_is_wanted() -> None:
    assert all(each.about and each.wanted.startswith(("≤ ", "≥ ")) for each in AIMS)
    assert len({each.about for each in AIMS}) == len(AIMS)
