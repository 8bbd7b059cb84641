from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Headway

pytestmark = pytest.mark.once
SMALL = ("--on", "sqlite", "--seconds", "0.2", "--rounds", "1", "--readers", "2", "--json")


def test_the_bench_measures_every_page_and_keeps_the_figures(
    headway: Headway, tmp_path: Path
) -> None:
    words = ("--size", "3", "--part", "pages,writing,rollup,pairing")
    done = headway("bench", *words, *SMALL, HEADWAY_WORKERS="1")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    shape = {"part", "case", "database", "size", "values"}
    assert all(set(row) == shape and row["values"] for row in result["figures"])
    found = {(row["part"], row["case"]): row["values"] for row in result["figures"]}
    for page in ("strategy", "measure", "indicator", "collecting", "workspace"):
        values = found["pages", page]
        assert values["requests"]
        assert values["bytes"]
        assert values["queries"]
        assert values["sql_ms"]
        assert 0 < values["p50_ms"] <= values["p95_ms"]
    for name in (
        "strategy, stored",
        "measure, nothing kept",
        "measures.json",
        "measures.csv",
        "indicators.xlsx",
    ):
        assert found["pages", name]["p50_ms"] > 0
    assert found["pages", "workers"]["workers"] == 1
    written = found["writing", "8 writers"]
    assert (written["acknowledged"], written["kept"], written["lost"]) == (3, 3, 0)
    assert found["rollup", "from kept values"]["indicators"] == 3
    paired = found["pairing", "40 units"]
    assert (paired["units"], paired["rounds"], paired["repeats"]) == (40, 5, 0)
    verdicts = {each["aim"]: each["verdict"] for each in result["aims"]}
    assert verdicts["submissions acknowledged and not kept"] == "met"
    assert verdicts["import of 10,000 rows"] == "not measured"
    (kept,) = (tmp_path / "data" / "bench").glob("*.json")
    assert json.loads(kept.read_text()) == result
    assert "| submissions acknowledged" in kept.with_suffix(".md").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--size", "huge"), "write small, middle, large"),
        (("--part", "speed"), "there is no part speed"),
        (("--on", "oracle"), "write sqlite or postgresql"),
    ],
)
def test_what_the_bench_does_not_know_is_refused(
    headway: Headway, words: tuple[str, ...], said: str
) -> None:
    done = headway("bench", *words)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


@pytest.mark.audit
def test_the_bench_measures_reporting_and_editions(headway: Headway) -> None:
    words = ("--part", "reporting,editions", "--reports", "6", "--amendments", "2")
    done = headway("bench", *words, *SMALL)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["figures"]
    pages = {row["case"]: row["values"] for row in rows if row["part"] == "reporting"}
    assert pages["the matrix of 'Collecting' alone"]["queries"] == 3
    del pages["making the data"]
    assert all(page["queries"] and page["p50_ms"] <= page["max_ms"] for page in pages.values())
    assert {"review, the largest", "accept 2", "a part", "public: a round"} < set(pages)
    costs = {
        row["case"]: row["values"]["queries"]
        for row in rows
        if row["part"] == "editions" and "queries" in row["values"]
    }
    assert {"the newest edition", "the first and the newest compared"} < set(costs)
    measure = costs.pop("a measure on a day of the first edition")
    assert 0 < measure <= 10
    assert all(0 < number <= 8 for number in costs.values()), costs
