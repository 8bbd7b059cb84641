from __future__ import annotations

from headway.foundation.ui.charts import Part, UnitBar, verdict_bar
from headway.foundation.ui.charts.bars import CELL_WIDTH, CELLS, MOST
from headway.foundation.ui.shapes import STATUSES, VERDICTS


def test_a_bar_has_one_cell_for_each_thing_in_the_order_of_its_parts() -> None:
    bar = UnitBar((Part("done", "done", 2), Part("", "not entered", 1)), scale=5)

    assert [(each.code, each.xs) for each in bar.cells] == [("done", (0.7, 10.7)), ("", (20.7,))]
    assert bar.cells[0].edges == "M0.7 1h8.6v26h-8.6zM10.7 1h8.6v26h-8.6z"
    assert bar.cells[1].marks == (("slash", "M20.7 1m1 13h6.6"),)
    assert (bar.width, bar.name) == (50, "2 done; 1 not entered")


def test_an_empty_bar_still_has_a_width() -> None:
    assert UnitBar((), scale=0).width > 0


def test_a_bar_of_verdicts_has_them_in_their_order_and_leaves_out_what_is_none() -> None:
    bar = verdict_bar({"behind": 2, "achieved": 1, "wrong_way": 0}, scale=4)

    assert [(part.code, part.count, part.word) for part in bar.parts] == [
        ("achieved", 1, "achieved"),
        ("behind", 2, "behind"),
    ]
    assert [(each.shape.tone, len(each.xs)) for each in bar.cells] == [
        ("c-achieved", 1),
        ("c-behind", 2),
    ]
    assert bar.name == "1 achieved; 2 behind"


def test_the_parts_of_a_bar_of_verdicts_open_their_lists() -> None:
    (part,) = verdict_bar({"behind": 2}, scale=2, addresses={"behind": "?verdict=behind"}).parts

    assert part.address == "?verdict=behind"


def test_no_two_cells_of_a_bar_look_alike_without_colour() -> None:
    for shapes in (VERDICTS, STATUSES):
        drawn = [CELLS[shape.cell] for shape in shapes.values()]
        assert len(set(drawn)) == len(drawn)


def test_of_very_many_things_a_cell_stands_for_several_and_all_fit() -> None:
    parts = (Part("done", "Done", 1), Part("", "No status", MOST * 3 - 1))
    bar, short = UnitBar(parts, scale=MOST * 3), UnitBar(parts[:1], scale=MOST * 3)
    last = max(x for each in bar.cells for x in each.xs)

    assert (bar.each, [len(each.xs) for each in bar.cells]) == (3, [1, MOST])
    assert last + CELL_WIDTH <= bar.width == short.width
    assert UnitBar(parts, scale=MOST).each == 1
