"""A run is printed with its verdicts, its charts, and what the peer was recorded to cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from config.bench.aims import judged
from config.bench.printing import BEGIN, END, frame, pictures, printed, put
from config.refusals import Refusal
from tests.bench.made_up import figures

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def _result(**changed: dict[str, float]) -> dict[str, Any]:
    found = figures(**changed)
    return {
        "at": "2026-11-23T20:00:00+00:00",
        "took_s": 605,
        "machine": {"cores": 2, "processor": "One", "memory_gb": 8.0, "system": "Debian",
                    "python": "3.11", "django": "5.2", "load": 0.1},
        "notes": ["Rounds: 3."],
        "parts": ["pages", "import"],
        "figures": found.as_json(),
        "aims": [
            {"aim": each.aim.about, "wanted": each.aim.wanted, "found": each.found,
             "verdict": each.verdict}
            for each in judged(found)
        ],
    }  # fmt: skip


def test_a_page_says_which_aims_are_missed() -> None:
    assert "**not met**" not in printed(_result())
    text = printed(_result(strategy={"cpu_ms": 16}))
    line = next(
        line for line in text.splitlines() if line.startswith("| strategy page, rendered: p")
    )
    assert line == "| strategy page, rendered: processor | ≤ 15 ms | 16 | 16 | **not met** |"
    assert "10 min 5 s" in text
    assert "| import of 10,000 rows | ≤ 10 s | 9.5 | 9.5 | **met** |" in text


def test_a_part_alone_is_printed_alone() -> None:
    found = [row for row in _result()["figures"] if row["part"] == "import"]
    text = printed(_result() | {"figures": found, "parts": ["import"]})
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "### The aims",
        "### 10,000 rows of a strategy read from a file",
    ]


def test_a_page_says_that_the_machine_was_busy() -> None:
    busy = _result()
    busy["machine"]["load"] = 4.0
    assert "did much else" in printed(busy)
    assert "did much else" not in printed(_result())


def test_tables_have_as_many_cells_in_each_row() -> None:
    widths: list[int] = []
    for line in printed(_result()).splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(line.count(" | "))
        assert widths[0] == widths[-1], line
    text = printed(_result())
    assert "*recorded elsewhere*" in text
    assert "606 ms of the processor" in text


def test_charts_are_drawings_with_words() -> None:
    drawn = pictures(_result())
    assert set(drawn) == {"processor", "stored", "growth"}
    for picture in drawn.values():
        root = ElementTree.fromstring(picture)  # noqa: S314 -- our own
        assert root.find("{*}title") is not None
        assert (root.find("{*}desc").text or "").count(";") > 2  # type: ignore[union-attr]
        assert all(float(bar.get("width", 0)) >= 0 for bar in root.iter("{*}rect"))


def test_a_run_is_put_into_its_frame_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "benchmark.md"
    page.write_text(f"Foreword.\n{BEGIN}\nyesteryear\n{END}\nEpilogue.\n")
    for _time in range(2):
        put(_result(), page)
    text = page.read_text()
    assert (text.count("Foreword"), text.count("Epilogue")) == (1, 1)
    assert "yesteryear" not in text
    assert text.count("### The aims") == 1
    assert "(benchmark/processor.svg)" in text
    assert (tmp_path / "benchmark" / "processor.svg").exists()
    page.write_text("no frame")
    with pytest.raises(Refusal, match="no place for a run"):
        frame(page)
