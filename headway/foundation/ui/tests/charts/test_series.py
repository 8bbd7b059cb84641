from __future__ import annotations

from datetime import date
from decimal import Decimal

from headway.foundation.ui.charts import Expected, Figure, Goal, Reading, Series

MIDDLE, END = date(2025, 6, 30), date(2030, 12, 31)


def series(**given: object) -> Series:
    return Series("Title", "Description", "pcs.", **given)  # type: ignore[arg-type]


def test_a_line_ends_at_a_gap() -> None:
    values = (1, 2, None, 4, None)
    readings = tuple(
        Reading(date(2020 + n, 1, 1), None if value is None else Decimal(value))
        for n, value in enumerate(values)
    )

    runs = series(readings=readings).runs

    assert [[int(each.value) for each in run] for run in runs] == [[1, 2], [4]]


def test_zero_is_a_value() -> None:
    shown = series(readings=(Reading(MIDDLE, Decimal(0)),))

    assert (len(shown.known), len(shown.runs)) == (1, 1)
    assert not shown.rows[0].is_gap


def test_the_table_has_every_figure_newest_first() -> None:
    shown = series(
        baseline=Figure(date(2021, 5, 12), Decimal(0)),
        readings=(
            Reading(date(2024, 12, 31), None, Decimal(8), "confidential"),
            Reading(MIDDLE, Decimal(11), Decimal(12), "provisional", is_firm=False),
        ),
        milestones=(Figure(date(2023, 12, 31), Decimal(2)),),
        goal=Goal(END, Decimal(24), Decimal(24), ("Target 24", "by end of 2030")),
        required=(Figure(MIDDLE, Decimal(11)), Figure(date(2028, 1, 1), Decimal(18))),
        required_words="needed: 3 a year",
        trend=(Expected(date(2029, 1, 1), Decimal(25), Decimal(24), Decimal(26)),),
    )

    rows = [
        (row.day.year, row.reported, row.planned, row.deviation, row.note) for row in shown.rows
    ]

    assert rows == [
        (2030, None, 24, None, "Target 24 by end of 2030"),
        (2029, None, None, None, "24 to 26"),
        (2028, None, 18, None, "needed: 3 a year"),
        (2025, 11, 12, -1, "provisional"),
        (2024, None, 8, None, "confidential"),
        (2023, None, 2, None, "milestone"),
        (2021, 0, None, None, "baseline"),
    ]
    assert [row.is_gap for row in shown.rows] == [row[0] == 2024 for row in rows]


def test_hollow_points_and_gaps_are_said_in_words() -> None:
    shown = series(
        readings=(
            Reading(date(2024, 12, 31), None, note="confidential"),
            Reading(MIDDLE, Decimal(11), note="provisional", is_firm=False),
        )
    )

    said = [(remark.words, [each.note for each in remark.readings]) for remark in shown.remarks]
    assert said == [
        ("Hollow points are not final:", ["provisional"]),
        ("No value, so no line:", ["confidential"]),
    ]
    assert series().remarks == ()


def test_a_band_has_two_bounds_and_one_bound_alone_is_open() -> None:
    assert Goal(END, Decimal(4), Decimal(6), ()).bounds == (Decimal(4), Decimal(6))
    assert Goal(END, Decimal(4), Decimal(4), ()).bounds == (Decimal(4),)
    assert Goal(END, None, Decimal(6), ()).bounds == (Decimal(6),)
