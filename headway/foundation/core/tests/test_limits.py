from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.limits import WINDOW, Ledger

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_800_000_000.0
MOST = 6
EACH = WINDOW / MOST


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "limits.sqlite3")


def taken(ledger: Ledger, who: str = "Ona", *, at: float = NOW) -> int:
    """Return how many can be taken at once."""
    number = 0
    while not ledger.take(who, most=MOST, now=at):
        number += 1
    return number


def test_so_many_a_minute_are_allowed_and_then_one_each_share_of_it(ledger: Ledger) -> None:
    assert taken(ledger) == MOST
    assert ledger.take("Ona", most=MOST, now=NOW) == EACH
    assert ledger.take("Ona", most=MOST, now=NOW + EACH - 1) == pytest.approx(1)
    assert taken(ledger, at=NOW + EACH) == 1
    assert taken(ledger, at=NOW + 10 * WINDOW) == MOST


def test_whoever_is_refused_waits_no_longer_for_asking_again(ledger: Ledger) -> None:
    taken(ledger)
    for second in range(int(EACH)):
        assert ledger.take("Ona", most=MOST, now=NOW + second) > 0
    assert ledger.take("Ona", most=MOST, now=NOW + EACH) == 0


def test_nobody_is_held_up_by_somebody_else(ledger: Ledger) -> None:
    assert (taken(ledger, "Ona"), taken(ledger, "Petras")) == (MOST, MOST)


def test_a_clock_that_was_set_back_locks_nobody_out(ledger: Ledger) -> None:
    taken(ledger)
    assert taken(ledger, at=NOW - 3600) == MOST


def test_processes_share_the_file_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite3"
    assert taken(Ledger(path)) == MOST
    assert taken(Ledger(path)) == 0


def test_what_is_over_is_taken_out(ledger: Ledger, tmp_path: Path) -> None:
    """By the next question, however few there are; also what a clock that ran ahead has written."""
    for who, at in (("Jonas", NOW), ("Petras", NOW), ("Rasa", NOW + 9 * WINDOW)):
        ledger.take(who, most=MOST, now=at)
    ledger.take("Ona", most=MOST, now=NOW + 2 * WINDOW)
    with sqlite3.connect(tmp_path / "limits.sqlite3") as file:
        assert file.execute("SELECT who FROM used").fetchall() == [("Ona",)]


class Careless(Ledger):
    """Looks first and writes then, as a count that is read and kept in two steps does."""

    def take(self, who: str, *, most: int, now: float) -> float:
        file = self._file(now)
        row: Any = file.execute("SELECT until FROM used WHERE who = ?", [who]).fetchone()
        until = max(row[0] if row else now, now) + WINDOW / most
        TOGETHER.wait(timeout=20)
        file.execute("INSERT OR REPLACE INTO used VALUES (?, ?)", [who, until])
        return 0.0


THREADS = 8
TOGETHER = Barrier(THREADS)


@pytest.mark.parametrize("kind", [Ledger, Careless], ids=["ledger", "control"])
def test_many_at_once_take_no_more_than_there_is(tmp_path: Path, kind: type[Ledger]) -> None:
    """The control is how we know that this can fail."""
    Ledger(tmp_path / "limits.sqlite3").take("nobody", most=MOST, now=NOW)
    ledger = kind(tmp_path / "limits.sqlite3")
    tries = 1 if kind is Careless else 4

    def ask(_thread: int) -> int:
        return sum(not ledger.take("Ona", most=MOST, now=NOW) for _try in range(tries))

    if kind is Careless:
        TOGETHER.reset()
    with ThreadPoolExecutor(THREADS) as pool:
        allowed = sum(pool.map(ask, range(THREADS)))
    assert allowed == (MOST if kind is Ledger else THREADS)
