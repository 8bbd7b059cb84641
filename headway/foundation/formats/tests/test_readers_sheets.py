from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import column_letter
from headway.foundation.formats.tests.corpus import opened, table_in

TITLED = b"Planas;\n;\nraktas;pavadinimas\na;b\n;\nc;\n;\n;\n"


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(n) for n in range(1000)] == [
        get_column_letter(n + 1) for n in range(1000)
    ]


def test_titles_above_the_headings_are_passed_over_and_said() -> None:
    sheet = opened(TITLED, "x.csv", separator=";").sheets[0]
    assert sheet.header == ("raktas", "pavadinimas")
    assert sheet.notes == ("Sheet “x”: the headings were found in row 3; what is above was left.",)


def test_blank_rows_between_stay_and_blank_rows_at_the_end_go() -> None:
    sheet = opened(TITLED, "x.csv", separator=";").sheets[0]
    assert [(row.number, row.cells, row.is_blank) for row in sheet.rows] == [
        (4, ("a", "b"), False), (5, (None, None), True), (6, ("c", None), False),
    ]  # fmt: skip


def test_rows_can_be_read_again() -> None:
    sheet = opened(TITLED, "x.csv", separator=";").sheets[0]
    assert list(sheet.rows) == list(sheet.rows) != []


def test_the_heading_row_can_be_named() -> None:
    assert table_in(b"1;2\n3;4\n5;6\n", "x.csv", header_row=2) == [("3", "4"), ("5", "6")]
    with pytest.raises(Unreadable, match="no heading row"):
        table_in(b"1;2\n3;4\n", "x.csv", header_row=9)


def test_headings_lose_spaces_and_line_ends() -> None:
    assert opened(b'" a\nb ";c\n1;2\n', "x.csv").sheets[0].header == ("a b", "c")


def test_a_column_is_found_by_its_heading_or_named_as_missing() -> None:
    sheet = opened(b"a;b;b\n1;2;3\n", "x.csv").sheets[0]
    assert sheet.index_of("a") == 0
    with pytest.raises(Unreadable, match="has several columns “b”"):
        sheet.index_of("b")
    with pytest.raises(Unreadable, match=r"has no column “c”\. It has: a, b, b\."):
        sheet.index_of("c")


def test_a_sheet_is_found_by_its_name_or_named_as_missing() -> None:
    book = opened(b"a;b\n1;2\n", "plan.csv")
    assert book.sheet() is book.sheet("plan")
    with pytest.raises(Unreadable, match=r"no sheet “other”\. It has: plan\."):
        book.sheet("other")


def test_a_problem_names_sheet_row_column_and_value() -> None:
    sheet = opened(b"a;b\n1;2\n", "plan.csv").sheets[0]
    (row,) = sheet.rows
    problem = sheet.problem(row, 1, "Write 3.")
    assert (problem.row, problem.column, problem.value) == (2, "B", "2")
    assert str(problem) == "Sheet “plan”, cell B2: Write 3."
