from __future__ import annotations

from headway.foundation.ui.charts import NAME_HEIGHT, stage_chart

STAGES = ["occasional cross-border cooperation", "structured networking", "clusters"]


def test_places_on_the_scale_lie_in_their_stage() -> None:
    rows = [("A", "a", [(0.0, "2019"), (1.5, "2022")]), ("B", "b", [(3.0, "2022")])]

    chart = stage_chart(stages=STAGES, rows=rows)

    left, middle, right = chart.zones
    first, last = chart.tracks[0].first.place, chart.tracks[0].last.place
    assert first == left.x
    assert middle.x < last < right.x
    assert chart.tracks[1].last.place == round(right.x + right.width, 1)


def test_rows_stand_below_each_other_inside_the_drawing() -> None:
    rows = [(name, "", [(1.0, "2022")]) for name in "ABCDE"]

    for is_narrow in (False, True):
        chart = stage_chart(stages=STAGES, rows=rows, is_narrow=is_narrow)
        heights = [track.y for track in chart.tracks]
        assert heights == sorted(set(heights))
        assert chart.top < heights[0]
        assert heights[-1] < chart.height
        assert chart.top + chart.zone_height < chart.height


def test_long_names_are_broken_between_words() -> None:
    rows = [("Pécs and Baranya and the border area of Hungary", "HU", [(1.0, "2022")])]

    names = stage_chart(stages=STAGES, rows=rows).tracks[0].names

    assert " ".join(names) == rows[0][0]
    assert max(map(len, names)) <= 26


def test_a_name_of_many_lines_ends_before_the_next_row_begins() -> None:
    rows = [("Pécs / Baranya and the Hungary–Croatia border area", "Hungary", [(1.0, "2022")])]

    first, second = stage_chart(stages=STAGES, rows=rows * 2).tracks

    assert len(first.names) == 3
    assert second.y - first.y > (len(first.names) + 1) * NAME_HEIGHT


def test_a_chart_of_nothing_is_drawn_empty() -> None:
    chart = stage_chart(stages=(), rows=())

    assert (chart.zones, chart.tracks) == ((), ())
