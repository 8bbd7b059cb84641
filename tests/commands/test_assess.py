"""`headway assess`: a file goes in, the same rows come out judged, and nothing else is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from headway.foundation.formats.readers import read_workbook
from headway.monitoring.indicators.tests.published import HERE
from tests.commands.conftest import ROOT

if TYPE_CHECKING:
    from tests.commands.conftest import Headway

pytestmark = pytest.mark.once

HEADER = "name,base_value,base_year,current_value,current_year,target,target_year,direction,limit"
GOOD = "Skurdas,14.5,2015,10.4,2023,7.25,2030,-1,"


@pytest.fixture
def series(tmp_path: Path) -> Path:
    path = tmp_path / "series.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    return path


def test_a_file_comes_out_judged(headway: Headway, series: Path, tmp_path: Path) -> None:
    done = headway("assess", str(series))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{HEADER},value,score,status,verdict,sentence",
        f"{GOOD},0.56551724137931034,,on_path,on_path,"
        '"On path: 10.4 (2023), and the plan expects 10.6333. '
        'That is 56.6% of the way to 7.25 (2030)."',
    ]
    assert not (tmp_path / "data").exists()


def test_a_bad_row_is_counted_and_the_others_are_judged(headway: Headway, series: Path) -> None:
    series.write_text(f"{HEADER}\n{GOOD}\nX,ten,2015,1,2020,,,1,\n{GOOD}\n")
    done = headway("assess", str(series), "--method", "growth-ratio")
    assert done.returncode == 1
    assert done.stderr == "headway: 1 of 3 rows cannot be read.\n"
    assert [line.split(",")[0] for line in done.stdout.splitlines()[1:]] == [
        "Skurdas",
        "X",
        "Skurdas",
    ]
    assert "“ten” is no number." in done.stdout


def test_programs_get_figures_as_numbers(headway: Headway, series: Path) -> None:
    done = headway("assess", str(series), "--method", "growth-ratio", "--json")
    told = json.loads(done.stdout)
    (row,) = told.pop("rows")
    assert told == {"method": "growth-ratio", "bad": 0}
    assert row["name"] == "Skurdas"
    assert row["value"] == pytest.approx(0.9010899546976208, rel=1e-15)
    assert (row["status"], row["verdict"]) == ("moderate_progress", "behind")


def test_what_a_spreadsheet_would_run_is_made_harmless(headway: Headway, series: Path) -> None:
    series.write_text(f"{HEADER},note,change\n{GOOD},=1+1,-5.5\n")
    done = headway("assess", str(series))
    assert ",'=1+1,-5.5," in done.stdout


def test_what_came_out_can_go_in_again(headway: Headway, series: Path) -> None:
    series.write_text(headway("assess", str(series)).stdout)
    done = headway("assess", str(series))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].count("given_") == 5


def test_the_published_figures_pass_through_the_command(headway: Headway, tmp_path: Path) -> None:
    done = headway("assess", str(HERE / "statcan.csv"), "--method", "growth-ratio")
    assert done.returncode == 0
    out = tmp_path / "out.csv"
    out.write_text(done.stdout)
    with out.open("rb") as file:
        sheet = read_workbook(file, out.name).sheet()
        ours, theirs = (sheet.index_of(name) for name in ("status", "published_status"))
        pairs = [(row.cells[ours], row.cells[theirs] or "not_available") for row in sheet.rows]
    assert len(pairs) == 300
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nowhere.csv"], 1, "headway: nowhere.csv cannot be opened: No such file or directory."),
        (["series.csv", "--method", "guess"], 2, "invalid choice: 'guess'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    headway: Headway, words: list[str], code: int, sentence: str
) -> None:
    done = headway("assess", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr


def test_an_empty_file_is_refused(headway: Headway, series: Path) -> None:
    series.write_text("")
    done = headway("assess", str(series))
    sentence = f"headway: {series}: “{series.name}” is empty. Choose another file.\n"
    assert (done.returncode, done.stderr) == (1, sentence)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_sentence(series: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "config.cli", "assess", str(series)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    sentence = "headway: The result cannot be written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (1, sentence)
