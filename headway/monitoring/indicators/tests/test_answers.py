"""Which figure is judged, of which period it is, and where its verdict is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from headway.monitoring.indicators.definition import Breakdown
from headway.monitoring.indicators.panels import panel_of
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.overview import overview
from headway.monitoring.indicators.tests.factories import d, define, measured, tell
from headway.monitoring.strategy.tests.factories import EditionFactory, add, adopt, text

pytestmark = pytest.mark.django_db
KNOWN = datetime(2025, 6, 1, 9, tzinfo=UTC)
ON = date(2025, 6, 1)
QUARTERS = {"2024-Q1": 10, "2024-Q2": 20, "2024-Q3": 30, "2024-Q4": 40, "2025-Q1": 5}


@pytest.mark.parametrize(
    ("kind", "figure", "period"),
    [("flow", 100, "2024"), ("count", 100, "2024"), ("stock", 5, "2025-Q1")],
)
def test_a_figure_stands_with_the_period_that_it_is_of(kind: str, figure: int, period: str) -> None:
    parts = (Breakdown("women", text("Women")),)
    edition, _nodes, (jobs,) = measured(kind=kind, frequency="quarter", breakdowns=parts)
    for quarter, value in QUARTERS.items():
        tell(jobs, quarter, value, at=KNOWN)
        tell(jobs, quarter, value, at=KNOWN, member="women")
    (answer,) = answers(edition, on=ON)
    assert answer.facts.latest
    assert (answer.facts.latest.value, answer.period) == (d(figure), period)
    (part,) = panel_of(answer, (), on=ON, address="").parts
    assert (part.shown, part.period) == (f"{figure}\u00a0jobs", "2024" if figure > 5 else "Q1 2025")


def test_of_two_periods_that_end_together_the_longer_is_named() -> None:
    edition, _nodes, (jobs,) = measured(kind="stock", frequency="quarter")
    tell(jobs, "2024", 7, at=KNOWN)
    tell(jobs, "2024-Q4", 8, at=KNOWN)
    (answer,) = answers(edition, on=ON)
    assert answer.facts.latest
    assert (answer.facts.latest.value, answer.period) == (d(7), "2024")


def test_an_indicator_of_several_objectives_counts_under_each_and_once_in_all() -> None:
    draft = EditionFactory.create()
    tops = [add(draft, f"Objective {n}", code=str(n)) for n in (1, 2)]
    nodes = [add(draft, "Measure", top).node for top in (*tops, tops[0])]
    both = define(draft, nodes[0], node_ids=tuple(node.pk for node in nodes))
    one = define(draft, nodes[1])
    edition = adopt(draft)
    tell(both, "2024", 400, at=KNOWN)
    tell(one, "2024", 1000, at=KNOWN)
    for is_today in (True, False):
        found = overview(edition, on=ON, is_today=is_today).rollup
        assert found.in_all == {"on_path": 1, "achieved": 1}
        assert found.by_top == {
            tops[0].path: {"on_path": 1},
            tops[1].path: {"on_path": 1, "achieved": 1},
        }
