from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.chart import BarChart

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import survey
from headway.foundation.formats.tests.corpus import (
    SHEET,
    altered,
    book_of,
    opened,
    parts_of,
    saved,
    table_in,
    with_sheet_data,
    xlsx,
)

HEADER = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'


def test_cells_are_plain_values() -> None:
    moment = datetime(2026, 11, 22, 10, 30)  # noqa: DTZ001
    data = xlsx(
        ["a", "b", "c", "d", "e", "f", "g"],
        [1, 0.1 + 0.2, "x", date(2026, 11, 22), moment, True, time(9, 5)],
        [None, 2.0, " ", None, None, "_x0041_"],
    )
    assert table_in(data)[1:] == [
        (1, Decimal("0.3"), "x", date(2026, 11, 22), "2026-11-22 10:30", True, "09:05:00"),
        (None, 2, " ", None, None, "A", None),
    ]


def test_a_formula_counts_as_its_saved_result() -> None:
    data = with_sheet_data(
        HEADER + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c>'
        '<c r="B2" t="str"><f>""</f><v></v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>"x"</f><v>x</v></c></row>'
    )
    assert table_in(data)[1:] == [(2, None), ("x", None)]


def test_formulas_without_a_result_are_named_all_at_once() -> None:
    sheet = opened(xlsx(["a", "b"], ["=1+1", 2], [3, "=A2"])).sheets[0]
    with pytest.raises(Unreadable) as refused:
        list(sheet.rows)
    assert [(p.sheet, p.column, p.row) for p in refused.value.problems] == [
        ("Plan", "A", 2), ("Plan", "B", 3),
    ]  # fmt: skip
    assert "cell A2: The formula was saved without its result." in str(refused.value)


@pytest.mark.parametrize("formula", ["", "<f>A9</f>"])
def test_error_values_are_named(formula: str) -> None:
    row = f'<row r="2"><c r="B2" t="e">{formula}<v>#REF!</v></c></row>'
    with pytest.raises(Unreadable, match="cell B2: Excel reports an error here") as refused:
        table_in(with_sheet_data(HEADER + row))
    assert [problem.value for problem in refused.value.problems] == ["#REF!"]


def test_problems_on_a_sheet_that_is_not_read_do_not_matter() -> None:
    book = book_of([["a", "b"], [1, 2]])
    book.create_sheet("Notes").append(["=1+1"])
    assert table_in(saved(book)) == [("a", "b"), (1, 2)]


def test_merged_cells_all_hold_the_value_of_the_first() -> None:
    book = book_of(
        [["goal", "x", "measure"], ["A", None, 1], [None, None, 2], [None, None, None], ["B", 5, 3]]
    )
    book["Plan"].merge_cells("A2:B4")
    assert table_in(saved(book))[1:] == [
        ("A", "A", 1),
        ("A", "A", 2),
        ("A", "A", None),
        ("B", 5, 3),
    ]


def test_a_merged_title_is_no_heading() -> None:
    book = book_of([["The plan", None], ["a", "b"], [1, 2]])
    book["Plan"].merge_cells("A1:B1")
    assert table_in(saved(book)) == [("a", "b"), (1, 2)]


@pytest.mark.parametrize("reference", ["A1", "A1:XFD1048576"])
def test_a_merged_region_reaches_no_further_than_the_table(reference: str) -> None:
    data = with_sheet_data(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>',
    )
    assert len(table_in(data, header_row=1)[0]) == 2


def test_hidden_rows_and_sheets_are_read_and_said() -> None:
    book = book_of([["a", "b"], [1, 2], [3, 4]])
    book["Plan"].row_dimensions[3].hidden = True
    book.create_sheet("Secret").append(["x", "y"])
    book["Secret"].sheet_state = "hidden"
    plan, secret = opened(saved(book)).sheets
    assert [row.cells for row in plan.rows] == [(1, 2), (3, 4)]
    assert plan.notes == ("Sheet “Plan”: 1 row is hidden in the workbook; it was read too.",)
    assert secret.notes == ("Sheet “Secret” is hidden in the workbook.",)


def test_formatted_but_blank_rows_and_columns_do_not_count() -> None:
    data = with_sheet_data(
        HEADER
        + '<row r="2"><c r="A2"><v>1</v></c><c r="ZZ2" s="0"/></row>'
        + "".join(f'<row r="{n}" hidden="1"><c r="A{n}" s="0"/></row>' for n in range(3, 200))
        + '<row r="1048576"><c r="A1048576" s="0"/></row>'
    )
    assert table_in(data) == [("a", "b"), (1, None)]
    assert opened(data).sheets[0].notes == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('<row r="100002"><c r="A100002"><v>1</v></c></row>', "more than 100000 rows"),
        ('<row r="999999999999"><c><v>1</v></c></row>', "more than 100000 rows"),
        ('<row r="2"><c r="GS2"><v>1</v></c></row>', "more than 200 columns"),
        ('<row r="1"><c r="A1"><v>1</v></c></row>', "damaged"),
        ('<row r="2"><c r="A3"><v>1</v></c></row>', "damaged"),
        ('<row r="x"></row>', "damaged"),
        ('<row r="2"><c r="A2" t="s"><v>9999</v></c></row>', "damaged"),
        ("<row", "damaged"),
    ],
)
def test_sheets_beyond_the_limits_or_out_of_order_are_refused(row: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        table_in(with_sheet_data(HEADER + row))


@pytest.mark.parametrize("reference", ["B2:A1", "A0:B2", "A:B", "x"])
def test_merged_regions_that_cannot_be_are_damage(reference: str) -> None:
    merges = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    with pytest.raises(Unreadable, match="damaged"):
        table_in(with_sheet_data(HEADER, merges))


def test_too_many_merged_regions_are_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MERGES", 1)
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>'
    with pytest.raises(Unreadable, match="damaged"):
        table_in(with_sheet_data(HEADER, merges))


def test_regions_that_overlap_beyond_reason_are_damage() -> None:
    merges = '<mergeCell ref="A1:B2"/>' * 201
    with pytest.raises(Unreadable, match="damaged"):
        table_in(with_sheet_data(HEADER, f"<mergeCells>{merges}</mergeCells>"))


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    assert (openpyxl.DEFUSEDXML, openpyxl.LXML) == (True, False)
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml"):
        with pytest.raises(Unreadable, match="damaged"):
            table_in(altered(xlsx(["a", "b"]), {part: bomb}))


def test_a_doctype_in_a_sheet_is_damage_even_without_entities() -> None:
    sheet = parts_of(xlsx(["a", "b"]))[SHEET]
    with pytest.raises(Unreadable, match="damaged"):
        table_in(altered(xlsx(["a", "b"]), {SHEET: b"<!DOCTYPE worksheet>" + sheet}))


def test_a_sheet_that_breaks_off_is_damage() -> None:
    sheet = parts_of(xlsx(["a", "b"]))[SHEET]
    with pytest.raises(Unreadable, match="damaged"):
        table_in(altered(xlsx(["a", "b"]), {SHEET: sheet[: sheet.index(b"</row>")]}))


@pytest.mark.filterwarnings("ignore:Cell A2 is marked as a date")
def test_a_day_outside_the_calendar_is_named() -> None:
    book = book_of([["a", "b"], [10**9, 1]])
    book["Plan"]["A2"].number_format = "yyyy-mm-dd"
    with pytest.raises(Unreadable, match="cell A2: This is no day of Excel's calendar"):
        table_in(saved(book))


def test_cells_and_rows_without_references_count_on() -> None:
    data = with_sheet_data(
        '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
    )
    assert table_in(data) == [("a", "b"), (1, None, 3)]


def test_a_sheet_without_cells_has_no_heading() -> None:
    with pytest.raises(Unreadable, match="has no heading row"):
        table_in(xlsx())


def test_a_workbook_only_of_charts_is_refused() -> None:
    book = book_of([])
    book.create_chartsheet("Chart").add_chart(BarChart())
    del book["Plan"]
    with pytest.raises(Unreadable, match="no sheet with cells"):
        opened(saved(book))


def test_reading_holds_one_row_at_a_time() -> None:
    """The rows come from a generator, and what was given out is not kept."""
    rows = opened(xlsx(["a", "b"], *([n, n] for n in range(3000)))).sheets[0].rows
    assert next(rows).cells == (0, 0)
    assert sum(1 for _ in rows) == 2999
