from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Headway

pytestmark = pytest.mark.once


def test_the_bench_measures_every_page_and_keeps_the_figures(
    headway: Headway, tmp_path: Path
) -> None:
    words = ("--measures", "3", "--seconds", "0.2", "--readers", "2", "--values", "1000")
    done = headway(
        "bench", *words, "--reports", "0", "--amendments", "0", "--json", HEADWAY_WORKERS="1"
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [page["page"] for page in result["pages"]] == ["strategy", "measure", "home"]
    assert all(page["requests"] and page["size"] and page["queries"] for page in result["pages"])
    assert all(page["p50_ms"] <= page["p95_ms"] for page in result["pages"])
    assert len(result["memory_mb"]) == 1
    counted = {name: result["rollup"][name] for name in ("database", "values", "indicators")}
    assert counted == {"database": "sqlite", "values": 1000, "indicators": 2}
    assert result["rollup"]["queries"] == 2
    assert 0 < result["rollup"]["p50_ms"] <= result["rollup"]["p95_ms"]
    pairing = result["pairing"]
    assert (pairing["units"], pairing["rounds"], pairing["repeats"]) == (40, 5, 0)
    assert 0 < pairing["p50_ms"] <= pairing["max_ms"]
    (kept,) = (tmp_path / "data" / "bench").glob("*.json")
    assert json.loads(kept.read_text()) == result


@pytest.mark.audit
def test_the_bench_measures_reporting_and_editions(headway: Headway) -> None:
    words = ("--measures", "3", "--seconds", "0.2", "--readers", "2", "--values", "0")
    done = headway(
        "bench", *words, "--reports", "6", "--amendments", "2", "--json", HEADWAY_WORKERS="1"
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    reporting = result["reporting"]
    size = [reporting[name] for name in ("reports", "partners", "rounds", "collected")]
    assert size == [6, 2, 3, [2, 3]]
    pages = {page["page"]: page for page in reporting["pages"]}
    assert pages["the matrix of 'Collecting' alone"]["queries"] == 3
    assert all(page["queries"] and page["p50_ms"] <= page["max_ms"] for page in pages.values())
    assert {"review, the largest", "accept 2", "a part", "public: a round"} < set(pages)
    editions = result["editions"]
    assert (editions["nodes"], editions["amendments"]) == (35, 2)
    costs = {page["page"]: page["queries"] for page in editions["pages"]}
    assert {"the newest edition", "the first and the newest compared"} < set(costs)
    measure = costs.pop("a measure on a day of the first edition")
    assert 0 < measure <= 10
    assert all(0 < number <= 8 for number in costs.values()), costs
