"""What every format promises, for every format there is; then what is peculiar to each."""

from __future__ import annotations

import csv
import io
import json
import pkgutil
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from inspect import getmembers, isclass
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.formats import writers
from headway.foundation.formats.errors import Unwritable
from headway.foundation.formats.tests.corpus import (
    DANGEROUS,
    HARMLESS,
    TEXTS,
    opened,
    parts_of,
    table_in,
    text_rows,
)
from headway.foundation.formats.types import Column, Kind, Row, Table
from headway.foundation.formats.writers import WRITERS, Options, Writer
from headway.foundation.formats.writers.base import SEPARATORS
from headway.foundation.formats.writers.xlsx import safe_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS: tuple[Kind, ...] = ("text", "number", "date", "yes_no")
ALL_KINDS = Table(
    name="kinds",
    title="All kinds: one [each]/of*them, and a long title",
    description="Each kind of column once",
    columns=tuple(
        Column(kind, f"The {kind}", f"Means {kind}", kind, unit="Eur", source="us")
        for kind in KINDS
    ),
)
VALUES = ("žodis", Decimal("-1234.10"), date(2026, 11, 22), True)
ONE_OF_EACH: dict[str, object] = dict(zip(KINDS, VALUES, strict=True))
NOTHING: dict[str, object] = dict.fromkeys(KINDS)
EVERY = pytest.mark.parametrize("writer", WRITERS.values(), ids=list(WRITERS))
WRONG: tuple[tuple[Kind, object], ...] = (
    ("number", 1.5), ("number", "1"), ("number", True), ("number", Decimal("NaN")),
    ("date", "2026-11-22"), ("date", datetime(2026, 11, 22)),  # noqa: DTZ001
    ("yes_no", 1), ("yes_no", "yes"),
)  # fmt: skip


def written(code: str, table: Table, rows: Iterable[Row], options: Options = Options()) -> bytes:  # noqa: B008
    return b"".join(WRITERS[code].write(table, rows, options))


def test_every_class_that_writes_is_registered_under_its_code() -> None:
    modules = [
        import_module(f"{writers.__name__}.{each.name}")
        for each in pkgutil.iter_modules(writers.__path__)
    ]
    found = {
        member
        for module in modules
        for _name, member in getmembers(module, isclass)
        if member.__module__ == module.__name__ and member is not Writer
        if hasattr(member, "write")
    }
    assert found == {type(writer) for writer in WRITERS.values()}
    assert [writer.code for writer in WRITERS.values()] == list(WRITERS) == ["csv", "xlsx", "json"]


@EVERY
def test_a_format_says_what_it_is(writer: Writer) -> None:
    assert all(map(str, (writer.label, writer.media_type, writer.extension)))
    assert "/" in writer.media_type


@EVERY
def test_a_table_without_rows_is_still_a_file_with_its_columns(writer: Writer) -> None:
    content = written(writer.code, ALL_KINDS, [])
    readable = b"".join(parts_of(content).values()) if writer.code == "xlsx" else content
    assert all(kind.encode() in readable for kind in KINDS)


@pytest.mark.parametrize("code", ["csv", "json"])
def test_rows_are_taken_in_batches_and_never_all_kept(code: str) -> None:
    """The count stands for the memory. (openpyxl streams to a file of its own.)."""
    asked = 0

    def rows() -> Iterator[Row]:
        nonlocal asked
        for row in text_rows(["x"] * 2000):
            asked += 1
            yield row

    pieces = WRITERS[code].write(TEXTS, rows())
    next(pieces)
    assert asked <= 501
    assert sum(1 for _ in pieces) >= 3
    assert asked == 2000


@EVERY
@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_a_value_of_another_kind_is_a_bug_that_shows(
    writer: Writer, kind: Kind, value: object
) -> None:
    with pytest.raises(TypeError, match=f"Column {kind} is of kind {kind}"):
        written(writer.code, ALL_KINDS, [NOTHING | {kind: value}])


def test_csv_opens_in_a_lithuanian_excel() -> None:
    rows = [ONE_OF_EACH, NOTHING, NOTHING | {"number": -7, "yes_no": False}]
    assert written("csv", ALL_KINDS, rows).decode("utf-8") == (
        "\ufefftext;number;date;yes_no\r\nžodis;-1234.10;2026-11-22;true\r\n;;;\r\n;-7;;false\r\n"
    )


@pytest.mark.parametrize("separator", SEPARATORS.values())
def test_csv_takes_the_separator_and_the_headings_that_were_chosen(separator: str) -> None:
    options = Options(separator=separator, headings="labels")
    content = written("csv", TEXTS, [{"key": f"a{separator}b", "words": "c"}], options)
    assert content.decode("utf-8-sig") == (
        f'Key{separator}Words\r\n"a{separator}b"{separator}c\r\n'
    )


def test_no_csv_cell_of_text_begins_like_a_formula() -> None:
    content = written("csv", TEXTS, text_rows(DANGEROUS)).decode("utf-8-sig")
    cells = [row[1] for row in csv.reader(io.StringIO(content, newline=""), delimiter=";")]
    assert cells == ["words", *("'" + text for text in DANGEROUS)]


def test_csv_headings_are_guarded_too() -> None:
    table = replace(TEXTS, columns=(Column("=1", "=1", "", "text"),))
    assert written("csv", table, []).decode("utf-8-sig") == "'=1\r\n"


def test_json_is_exact() -> None:
    content = written("json", ALL_KINDS, [ONE_OF_EACH, NOTHING])
    read = json.loads(content, parse_float=Decimal)
    assert list(read) == ["table", "columns", "rows"]
    assert read["table"] == "kinds"
    assert read["columns"][1] == {
        "name": "number", "label": "The number", "meaning": "Means number", "kind": "number",
        "unit": "Eur", "source": "us",
    }  # fmt: skip
    assert read["rows"] == [
        {"text": "žodis", "number": Decimal("-1234.10"), "date": "2026-11-22", "yes_no": True},
        NOTHING,
    ]
    assert b"-1234.10" in content


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_json_keeps_every_digit_of_a_decimal(number: Decimal) -> None:
    content = written("json", ALL_KINDS, [NOTHING | {"number": number}])
    read = json.loads(content, parse_float=Decimal, parse_int=Decimal)
    assert read["rows"][0]["number"] == number


def test_json_of_many_rows_is_one_document() -> None:
    rows = text_rows(f"w{n}" for n in range(1201))
    assert json.loads(written("json", TEXTS, rows))["rows"] == rows


def test_xlsx_holds_no_formula_whatever_the_text() -> None:
    texts = (*DANGEROUS, "#REF!", "_x0041_", *HARMLESS[:-1])
    table = replace(TEXTS, title="=1+1", columns=(
        replace(TEXTS.columns[0], label="=1+1", meaning="=2", unit="@x"), TEXTS.columns[1],
    ))  # fmt: skip
    content = written("xlsx", table, text_rows(texts), Options(headings="labels"))
    sheets = {n: part for n, part in parts_of(content).items() if "worksheets" in n}
    assert len(sheets) == 2
    assert not any(b"<f" in part.replace(b"<format", b"") for part in sheets.values())
    read = [row[1] for row in table_in(content)[1:]]
    assert read == [text.replace("\r", "\n") for text in texts]


def test_xlsx_has_real_numbers_days_and_truths_under_a_bold_frozen_heading() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", ALL_KINDS, [ONE_OF_EACH])))
    sheet = book.worksheets[0]
    cells = [(cell.value, cell.data_type) for cell in sheet[2]]
    assert cells == [
        ("žodis", "s"), (-1234.1, "n"), (datetime(2026, 11, 22), "d"), (True, "b"),  # noqa: DTZ001
    ]  # fmt: skip
    assert sheet.title == "All kinds one each of them, and"
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.column_dimensions["A"].width == 32


def test_xlsx_explains_its_columns_on_a_second_sheet() -> None:
    book = opened(written("xlsx", ALL_KINDS, []))
    about = book.sheet("About")
    assert about.header == ("Column", "Label", "Meaning", "Kind", "Unit", "Source")
    assert [row.cells for row in about.rows][1] == (
        "number", "The number", "Means number", "number", "Eur", "us",
    )  # fmt: skip


def test_xlsx_drops_what_xml_forbids_and_keeps_the_rest() -> None:
    content = written("xlsx", TEXTS, text_rows(["a\x00b\x0bc\td\ne\ufffe", "  x "]))
    assert [row[1] for row in table_in(content)[1:]] == ["abc\td\ne", "  x "]


def test_xlsx_refuses_a_text_that_a_cell_cannot_hold() -> None:
    with pytest.raises(Unwritable, match="Download the table as CSV or JSON"):
        written("xlsx", TEXTS, text_rows(["x" * 32_768]))


def test_days_before_excels_calendar_and_partial_dates_are_text_in_xlsx() -> None:
    days = [date(1252, 8, 1), PartialDate(2018, season="spring"), PartialDate(2021, 6, 17)]
    content = written("xlsx", ALL_KINDS, [NOTHING | {"text": "x", "date": day} for day in days])
    assert [row[2] for row in table_in(content)[1:]] == [
        "1252-08-01", "2018-spring", date(2021, 6, 17),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "title"), [("a/b:c", "a b c"), ("", "Table"), ("'x'", "x"), ("[]", "Table")]
)
def test_sheet_titles_are_such_as_excel_takes(words: str, title: str) -> None:
    assert safe_title(words) == title


def _read_back(content: bytes) -> list[Row]:
    sheet = opened(content, "texts.csv").sheets[0]
    return [dict(zip(sheet.header, row.cells, strict=True)) for row in sheet.rows]


@pytest.mark.parametrize("separator", SEPARATORS.values())
def test_csv_written_read_and_written_again_is_the_same_to_the_byte(separator: str) -> None:
    options = Options(separator=separator)
    first = written("csv", TEXTS, text_rows([*DANGEROUS, *HARMLESS]), options)
    assert written("csv", TEXTS, _read_back(first), options) == first


CSV_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(CSV_TEXT, max_size=6), st.sampled_from(list(SEPARATORS.values())))
def test_any_texts_survive_csv_exactly(texts: list[str], separator: str) -> None:
    rows = text_rows(texts)
    content = written("csv", TEXTS, rows, Options(separator=separator))
    sheet = opened(content, "t.csv", separator=separator).sheets[0]
    assert [(row.cells[0], row.cells[1] or "") for row in sheet.rows] == [
        (row["key"], row["words"]) for row in rows
    ]
