from __future__ import annotations

import pytest

from headway.foundation.formats.errors import CellProblem, Unreadable
from headway.foundation.formats.readers import sheets
from headway.foundation.formats.tests.corpus import opened, table_in

PLAN = "raktas;pavadinimas\r\n1.1;Klaipėdos uostas, žalias\r\n1.2;Šilutė\r\n"
READ = [("raktas", "pavadinimas"), ("1.1", "Klaipėdos uostas, žalias"), ("1.2", "Šilutė")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_lithuanian_is_read_in_every_encoding_that_excel_writes(encoding: str) -> None:
    assert table_in(PLAN.encode(encoding), "planas.csv") == READ


def test_utf_16_of_either_order_is_known_by_its_mark() -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert table_in(mark + PLAN.encode(encoding), "planas.csv") == READ


@pytest.mark.parametrize(
    ("words", "encoding", "name"),
    [("Klaipėda", "cp1257", "Windows-1257"), ("Málaga, Vão", "cp1252", "Windows-1252")],
)
def test_an_assumed_encoding_is_said(words: str, encoding: str, name: str) -> None:
    sheet = opened(f"a;b\n1;{words}\n".encode(encoding), "x.csv").sheets[0]
    assert [row.cells for row in sheet.rows] == [("1", words)]
    (note,) = sheet.notes
    assert f"letters were read as {name}" in note


def test_utf_8_needs_no_note() -> None:
    assert opened(PLAN.encode(), "x.csv").sheets[0].notes == ()


def test_letters_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(Unreadable, match="save it as “CSV UTF-8”"):
        opened(b"a;b\n\x81\x98\x8d;\xff\n", "x.csv").sheets[0]


def test_a_given_encoding_is_taken_at_its_word() -> None:
    assert table_in(b"a;b\n1;\xeb\n", "x.csv", encoding="cp1252")[1] == ("1", "ë")
    for encoding in ("utf-8", "no such"):
        with pytest.raises(Unreadable, match=f"not in the encoding {encoding}"):
            opened(b"a;b\n1;\xeb\n", "x.csv", encoding=encoding)


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1,5;2,5\n3,5;4,5\n", "a,b\n1.5;2,3\n", "a\tb\n1, 2; 3\t4\n",
        '"a;x",b\n"1;2",3\n', "sep=,\na,b\n1;2,3\n",
    ],
)  # fmt: skip
def test_the_separator_is_the_one_that_cuts_evenly(text: str) -> None:
    rows = table_in(text.encode(), "x.csv")
    assert {len(row) for row in rows} == {2}
    assert rows[0][1] == "b"


def test_a_single_column_is_a_table_too() -> None:
    assert table_in(b"key\r\na\r\nb\r\n", "x.csv") == [("key",), ("a",), ("b",)]


def test_exactly_one_apostrophe_before_a_sign_is_taken_away() -> None:
    rows = table_in(b"a;b\n'=1;''=1\n'x;-1\n", "x.csv")
    assert rows[1:] == [("=1", "'=1"), ("'x", "-1")]


def test_texts_may_hold_line_ends_and_rows_count_as_in_a_spreadsheet() -> None:
    sheet = opened(b'a;b\n"1\n2";x\n3;y\n', "x.csv").sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("1\n2", "x")), (3, ("3", "y"))]


def test_an_open_quotation_mark_is_refused() -> None:
    with pytest.raises(Unreadable, match="After row 1 a quotation mark is not closed"):
        table_in(b'a;b\n1;"x\n2;y\n', "x.csv", separator=";")


def test_a_row_with_more_cells_than_headings_is_named() -> None:
    sheet = opened(b"a;b\n1;2\n1;2;3\n", "plan.csv", separator=";").sheets[0]
    with pytest.raises(Unreadable) as refused:
        list(sheet.rows)
    (problem,) = refused.value.problems
    assert isinstance(problem, CellProblem)
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("plan", 3, "C", "3")
    assert str(refused.value).startswith("Sheet “plan”, cell C3: The row has more cells")


def test_reading_streams_and_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sheets.ROWS == 100_001
    monkeypatch.setattr(sheets, "ROWS", 4)
    sheet = opened(b"a;b\n" + b"1;2\n" * 9, "x.csv").sheets[0]
    rows = sheet.rows
    assert [next(rows).number for _ in range(3)] == [2, 3, 4]
    with pytest.raises(Unreadable, match="more than 3 rows"):
        next(rows)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Unreadable, match="more than 200 columns"):
        table_in(b"a;" * 200 + b"b\n1;2\n", "x.csv")
    assert len(table_in(b"a;" * 199 + b"b\n1;2\n", "x.csv")[0]) == 200
