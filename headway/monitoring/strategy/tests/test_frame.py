from __future__ import annotations

import pytest

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.monitoring.strategy.frame import (
    Frame,
    Level,
    Neighbour,
    Sector,
    frame_from_json,
    frame_to_json,
    statuses_from_json,
    statuses_to_json,
)
from headway.monitoring.strategy.tests.factories import FRAME, STATUSES, text

pytestmark = pytest.mark.once


def test_a_frame_reads_the_same_after_being_kept() -> None:
    source = Provenance(sources=(Source("Act", "https://a.lt"),), synthetic=("target",))
    frame = Frame(
        levels=FRAME.levels,
        counted_depth=2,
        horizon=PartialDate(2030, season="winter"),
        vision=text("A city by the sea"),
        vision_provenance=source,
        sectors=(Sector("port", text("Port"), source),),
        neighbours=(Neighbour(text("Regional plan"), "https://b.lt", "regional"),),
    )
    assert frame_from_json(frame_to_json(frame)) == frame
    assert frame_from_json(frame_to_json(Frame())) == frame_from_json(None) == Frame()
    assert statuses_from_json(statuses_to_json(STATUSES)) == STATUSES
    assert statuses_from_json(None) == ()


@pytest.mark.parametrize(
    ("count", "word", "after_of"),
    [
        (1, "priemonė", "priemonės"),
        (2, "priemonės", "priemonių"),
        (10, "priemonių", "priemonių"),
        (11, "priemonių", "priemonių"),
        (21, "priemonė", "priemonės"),
        (109, "priemonės", "priemonių"),
    ],
)
def test_lithuanian_words_take_the_form_of_their_number(
    count: int, word: str, after_of: str
) -> None:
    level = FRAME.level(2)
    assert (level.label("lt", count), level.of("lt", count)) == (word, after_of)


def test_english_words_take_the_form_of_their_number() -> None:
    level = FRAME.level(2)
    assert [level.label("en"), level.label("en", 1), level.label("en", 2), level.of("en", 1)] == [
        "measure",
        "measure",
        "measures",
        "measure",
    ]


def test_a_language_without_labels_is_served_in_the_first_that_has_them() -> None:
    assert FRAME.level(1).label("pl", 2) == FRAME.level(1).of("pl", 2) == "objectives"
    assert Level({}).label("lt", 2) == Level({}).of("lt", 2) == ""
    assert Level({"xx": {"other": "things"}}).label("xx", 1) == "things"


def test_deeper_nodes_than_named_have_the_last_levels_name() -> None:
    assert [FRAME.level(depth).label("en") for depth in (1, 2, 3)] == [
        "objective",
        "measure",
        "measure",
    ]
    assert FRAME.counted is FRAME.levels[1]
    assert Frame().counted.label("en") == ""


def test_sectors_are_found_by_their_key() -> None:
    found = FRAME.sector("tourism")
    assert (found, FRAME.sector("")) == (FRAME.sectors[1], None)


def test_plans_that_were_kept_without_keys_are_numbered() -> None:
    kept = frame_to_json(Frame(neighbours=(Neighbour(text("One")), Neighbour(text("Two")))))
    for plan in kept["neighbours"]:
        del plan["key"]
    assert [plan.key for plan in frame_from_json(kept).neighbours] == ["1", "2"]
