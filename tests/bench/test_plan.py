"""A run keeps its own limit: what is left is shared out, and what does not fit is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.bench.children import Installation
from config.bench.loading import Case
from config.bench.plan import (
    LEAST,
    LONG,
    MINUTES,
    MOST,
    PARTS,
    Plan,
    has_room,
    parts,
    planned,
    reserve,
    sizes,
)
from config.bench.rounds import Asked, Rounds
from config.bench.serving import Served

pytestmark = pytest.mark.once
BOTH, SLOTS = 2, 59


@pytest.mark.parametrize("made", [30.0, 90.0, 200.0, 400.0])
def test_a_run_fits_into_its_limit_however_long_its_data_took(made: float) -> None:
    after = reserve(tuple(PARTS), BOTH)
    beside = 50.0
    left = MINUTES * 60 - made - after
    plan = planned(left=left, slots=SLOTS, beside=beside)
    assert plan.rounds * (SLOTS * plan.seconds + beside) <= left
    assert LEAST <= plan.seconds <= MOST


def test_rounds_go_before_seconds_do() -> None:
    assert planned(left=1_000, slots=50, beside=10).rounds == 3
    assert planned(left=130, slots=50, beside=10).rounds == 2
    assert (planned(left=1, slots=50, beside=10).rounds) == 1
    assert planned(left=1, slots=50, beside=10).seconds == LEAST


def test_another_round_is_begun_only_if_it_fits() -> None:
    assert has_room(left=10, took=10)
    assert not has_room(left=9, took=10)


def test_long_parts_are_measured_for_the_record_or_by_name() -> None:
    short = parts("", is_record=False)
    assert set(PARTS) - set(short) == set(LONG)
    assert parts("", is_record=True) == tuple(PARTS)
    assert parts("editions,pages", is_record=False) == ("pages", "editions")
    with pytest.raises(ValueError, match="no part speed"):
        parts("speed", is_record=False)


def test_sizes_are_words_or_numbers() -> None:
    assert sizes("") == (109, 10_900)
    assert sizes("all") == (109, 10_900, 109_000)
    assert sizes("large,5") == (5, 109_000)
    for word in ("huge", "0", "-1"):
        with pytest.raises(ValueError, match="write small, middle, large"):
            sizes(word)


def test_nothing_is_asked_for_once_the_time_is_up() -> None:
    one = Installation(Path("nowhere"), "sqlite", 109)
    rounds = Rounds([one], ("pages", "writing"), readers=1, workers=1)
    rounds.rendered[one.data] = Served(port=1, pid=1)
    key = ("pages", "strategy", "sqlite", 109)
    rounds.cases.append(Asked(key, rounds.rendered[one.data], Case("strategy", "/")))
    assert rounds.go(Plan(rounds=3, seconds=1.0), until=0.0) == 1
    assert rounds.late == ["strategy sqlite 109", "SQL sqlite 109", "writing sqlite 109"]
    assert not rounds.found
