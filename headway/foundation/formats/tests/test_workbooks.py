from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.foundation.formats.errors import Unreadable, Unwritable
from headway.foundation.formats.tests.corpus import (
    DANGEROUS,
    HARMLESS,
    packed,
    parts_of,
    saved,
    xlsx,
)
from headway.foundation.formats.workbooks import (
    Column,
    Filled,
    FilledCell,
    Row,
    Sheet,
    read_workbook,
    workbook,
    writing,
)
from tests import fonts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

STATES = ("On the way", "Late, and why", "Done")
COLUMNS = (
    Column("name", "Measure", 30, is_editable=False),
    Column("last", "Last time", 12, is_editable=False, kind="number"),
    Column("status", "Status", 16, is_editable=True, choices=STATES, kind="choice"),
    Column("spent", "Spent, EUR", 14, is_editable=True, kind="number", help="Without VAT."),
    Column("done", "What was done?", 60, is_editable=True),
)
STATUS, SPENT, DONE = "D", "E", "F"
ROWS = tuple(
    Row(f"m{n}", {"name": f"Priemonė {n}", "last": Decimal("1.5"), "done": f"Žodžiai {n}"})
    for n in range(1, 4)
)
MEASURES = Sheet("Measures", COLUMNS, ROWS, "Fill in what is tinted.")
TOKEN = "round 3 report 7"


def written(*sheets: Sheet, language: str = "en") -> bytes:
    return workbook(sheets or (MEASURES,), token=TOKEN, title="Ona", language=language)


def read(data: bytes, *sheets: Sheet, token: str = TOKEN) -> Filled:
    shapes = [sheet.shape for sheet in sheets or (MEASURES,)]
    return read_workbook(io.BytesIO(data), sheets=shapes, token=token)


def changed(change: Callable[[Worksheet], object]) -> Filled:
    """Return what is read after somebody has changed the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(written()))
    change(book["Measures"])
    return read(saved(book))


def values(filled: Filled) -> dict[str, dict[str, object]]:
    return {
        key: {column: cell.value for column, cell in row.cells.items()}
        for key, row in filled.rows["Measures"].items()
    }


def told(filled: Filled) -> list[str]:
    return [str(problem) for problem in filled.problems]


AS_WRITTEN: dict[str, dict[str, object]] = {
    f"m{n}": {"status": None, "spent": None, "done": f"Žodžiai {n}"} for n in range(1, 4)
}


def is_as_written(filled: Filled) -> bool:
    return values(filled) == AS_WRITTEN and not filled.problems and not filled.notes


def test_what_is_written_is_read_with_its_places() -> None:
    filled = read(written())
    assert is_as_written(filled)
    assert filled.rows["Measures"]["m2"].cells == {
        "status": FilledCell("D5", None),
        "spent": FilledCell("E5", None),
        "done": FilledCell("F5", "Žodžiai 2"),
    }


texts = st.text(max_size=60) | st.sampled_from(DANGEROUS + HARMLESS + ("_x0041_", "a\r\nb"))
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
)


def kept(words: str) -> str | None:
    """Return what XML can keep of a text."""
    lines = re.sub(r"\r\n?", "\n", words)
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", lines)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(texts, texts, st.none() | numbers, st.none() | st.sampled_from(STATES)),
        max_size=6,
    )
)
def test_a_workbook_that_nobody_touched_says_what_was_written(
    rows: list[tuple[str, str, Decimal | None, str | None]],
) -> None:
    given_rows = tuple(
        Row(f"k#{n}", {"name": name, "done": done, "spent": spent, "status": status})
        for n, (name, done, spent, status) in enumerate(rows)
    )
    sheet = Sheet("Measures", COLUMNS, given_rows)
    data = written(sheet)
    assert b"<f" not in parts_of(data)["xl/worksheets/sheet2.xml"].replace(b"<formula", b"")
    filled = read(data, sheet)
    assert not filled.problems
    assert values(filled) == {
        f"k#{n}": {
            "done": kept(done) if (kept(done) or "").strip() else None,
            "spent": spent,
            "status": status,
        }
        for n, (_name, done, spent, status) in enumerate(rows)
    }


def test_who_opens_it_can_fill_in_tinted_cells_only() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written()))
    sheet = book["Measures"]
    unlocked = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert unlocked == {f"{letter}{row}" for letter in (STATUS, SPENT, DONE) for row in (4, 5, 6)}
    tinted = {
        cell.coordinate
        for row in sheet
        for cell in row
        if cell.fill.fgColor.rgb == f"00{writing.SAND}"
    }
    assert tinted == unlocked
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.freeze_panes == "A4"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[2].hidden
    assert [sheet.column_dimensions[letter].width for letter in "BCDEF"] == [30, 12, 16, 14, 60]
    assert all(cell.alignment.wrap_text for row in sheet["B3:F6"] for cell in row)
    assert [cell.value for cell in sheet[3]][1:4] == [
        "Measure",
        "Last time",
        "Status\n(to fill in)",
    ]
    assert sheet["B1"].value == "Fill in what is tinted."
    assert (sheet[f"{SPENT}4"].number_format, sheet[f"{DONE}4"].number_format) == (
        "#,##0.00####",
        "@",
    )
    assert book.active is sheet
    assert book["~headway"].sheet_state == "veryHidden"


def test_choices_are_a_list_and_help_shows_beside_the_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written()))
    rules = {str(rule.sqref): rule for rule in book["Measures"].data_validations.dataValidation}
    assert set(rules) == {"D4:D6", "E4:E6"}
    place = str(rules["D4:D6"].formula1)
    assert place == "'~headway'!$D$3:$D$5"
    listed = book["~headway"][place.partition("!")[2].replace("$", "")]
    assert tuple(cell.value for (cell,) in listed) == STATES
    assert rules["E4:E6"].prompt == "Without VAT."


def test_its_words_are_in_the_language() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(language="lt")))
    assert book["Measures"]["D3"].value == "Status\n(pildoma)"
    assert book.properties.language == "lt"


def test_colours_are_those_of_the_pages() -> None:
    tokens = (fonts.UI.parent / "tokens.css").read_text()
    for name in ("INK", "SAND", "SEA_WASH", "EDGE"):
        colour = getattr(writing, name).lower()
        assert f"--{name.lower().replace('_', '-')}-l: #{colour};" in tokens


def test_a_file_of_another_report_says_whose_it_is() -> None:
    with pytest.raises(Unreadable, match="belongs to another report: “Ona”"):
        read(written(), token="round 3 report 8")


@pytest.mark.parametrize("data", [xlsx(["a", "b"], [1, 2]), b"a;b\n1;2\n"])
def test_a_file_that_is_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="does not say which report"):
        read(data) if data[:2] == b"PK" else read_workbook(
            _named(data, "a.csv"), sheets=[MEASURES.shape], token=TOKEN
        )


def _named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def move(sheet: Worksheet, order: list[int]) -> None:
    """Put the rows below the headings in another order, hidden cells with them."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    for number, place in enumerate(order, start=4):
        for column, value in enumerate(rows[place], start=1):
            sheet.cell(number, column).value = value


def swap_columns(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2, max_row=6):
        row[4].value, row[5].value = row[5].value, row[4].value


def remove_marks(sheet: Worksheet) -> None:
    sheet.unmerge_cells("B1:F1")
    sheet.delete_rows(1, 2)


def remove_column(sheet: Worksheet, place: int) -> None:
    sheet.unmerge_cells("B1:F1")
    sheet.delete_cols(place)


HARMLESS_CHANGES: dict[str, Callable[[Worksheet], object]] = {
    "rows sorted": lambda sheet: move(sheet, [2, 0, 1]),
    "empty rows inserted": lambda sheet: sheet.insert_rows(5, 2),
    "columns moved": swap_columns,
    "headings changed": lambda sheet: sheet.cell(3, 6, "Anything"),
    "sheet renamed": lambda sheet: setattr(sheet, "title", "Mine"),
    "marks removed": remove_marks,
    "locked column removed": lambda sheet: remove_column(sheet, 2),
    "locked number changed": lambda sheet: sheet.cell(4, 3, 99),
}


@pytest.mark.parametrize("change", HARMLESS_CHANGES.values(), ids=list(HARMLESS_CHANGES))
def test_what_does_no_harm_is_no_error(change: Callable[[Worksheet], object]) -> None:
    assert is_as_written(changed(change))


def test_a_deleted_row_is_not_answered() -> None:
    filled = changed(lambda sheet: sheet.delete_rows(5))
    assert list(values(filled)) == ["m1", "m3"]
    assert told(filled) == []


def test_a_removed_column_is_noted_and_its_cells_are_not_there() -> None:
    filled = changed(lambda sheet: sheet.delete_cols(5))
    assert values(filled)["m1"] == {"status": None, "done": "Žodžiai 1"}
    assert filled.notes == ("Sheet “Measures” has no column “Spent, EUR”; nothing was read of it.",)
    assert told(filled) == []


def test_a_removed_sheet_is_noted() -> None:
    other = Sheet("Other", COLUMNS, ROWS)
    filled = read(written(), MEASURES, other)
    assert filled.notes == ("Sheet “Other” is not in the file; nothing was read of it.",)
    assert filled.rows["Other"] == {}


def test_sheets_do_not_mix() -> None:
    second = Sheet("Second", COLUMNS, (Row("m1", {"name": "X", "done": "second"}),))
    filled = read(written(MEASURES, second), MEASURES, second)
    assert values(filled) == AS_WRITTEN
    assert filled.rows["Second"]["m1"].cells["done"] == FilledCell("F4", "second")


def sort_shown_columns_only(sheet: Worksheet) -> None:
    for letter in "BCDEF":
        first, second = sheet[f"{letter}4"], sheet[f"{letter}5"]
        first.value, second.value = second.value, first.value


REFUSED: dict[str, tuple[Callable[[Worksheet], object], list[str]]] = {
    "row added": (lambda sheet: sheet.cell(9, 6, "more"), ["cell F9: This row was added"]),
    "unknown key": (lambda sheet: sheet.cell(4, 1, "m9#0"), ["cell B4: This row does not belong"]),
    "row copied": (
        lambda sheet: [sheet.cell(8, n, sheet.cell(4, n).value) for n in range(1, 7)],
        ["cell B8: This row is there twice, in row 4 too"],
    ),
    "sorted without keys": (sort_shown_columns_only, ["cell B4: The row was", "cell B5: The row"]),
    "column copied": (
        lambda sheet: [sheet.cell(n, 7, sheet.cell(n, 6).value) for n in range(2, 7)],
        ["cell G2: Column “What was done?” is there twice"],
    ),
    "keys removed": (
        lambda sheet: remove_column(sheet, 1),
        ["cell A2: The hidden column with the keys"],
    ),
    "no number": (lambda sheet: sheet.cell(4, 5, "about 5"), ["cell E4: “about 5” is no number"]),
    "unsure number": (lambda sheet: sheet.cell(4, 5, "1,234"), ["cell E4: “1,234” may mean 1234"]),
    "a day": (
        lambda sheet: sheet.cell(4, 5, date(2026, 5, 1)),
        ["cell E4: This is a day (2026-05-01), not a number"],
    ),
    "no choice": (
        lambda sheet: sheet.cell(5, 4, "Maybe"),
        ["cell D5: “Maybe” is none of: On the way; Late, and why; Done."],
    ),
    "formula without result": (
        lambda sheet: (sheet.cell(4, 5, "=1+1"), sheet.cell(6, 6, "=A1")),
        ["cell E4: The formula was saved without", "cell F6: The formula was saved without"],
    ),
    "all at once": (
        lambda sheet: (sheet.cell(4, 4, "?"), sheet.cell(5, 5, "?"), sheet.cell(9, 2, "?")),
        ["cell D4: “?” is none of", "cell E5: “?” is no number", "cell B9: This row was added"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "sentences"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_used_is_named_by_its_cell(
    change: Callable[[Worksheet], object], sentences: list[str]
) -> None:
    found = told(changed(change))
    assert len(found) == len(sentences), found
    for sentence, beginning in zip(found, sentences, strict=True):
        assert sentence.startswith(f"Sheet “Measures”, {beginning}")


def test_what_is_refused_is_not_among_the_rows_and_the_others_are() -> None:
    filled = changed(lambda sheet: sheet.cell(4, 5, "about 5"))
    assert values(filled) == AS_WRITTEN | {"m1": {"status": None, "done": "Žodžiai 1"}}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1 234,5", "1234.5"), ("1\u00a0234,50", "1234.50"), (12, "12"), (0.1, "0.1"), ("−3", "-3")],
)
def test_numbers_may_be_typed_as_text(typed: object, number: str) -> None:
    filled = changed(lambda sheet: setattr(sheet.cell(4, 5), "value", typed))
    assert values(filled)["m1"]["spent"] == Decimal(number)


def test_choices_are_known_in_any_case_and_numbers_as_words() -> None:
    filled = changed(lambda sheet: (sheet.cell(4, 4, " DONE "), sheet.cell(4, 6, 2026)))
    assert values(filled)["m1"] == {"status": "Done", "spent": None, "done": "2026"}


def test_the_result_of_a_formula_is_taken() -> None:
    data = parts_of(written())
    name = "xl/worksheets/sheet2.xml"
    cell = re.compile(rb'<c r="E4"( s="\d+")[^>]*/>')
    assert cell.search(data[name])
    data[name] = cell.sub(rb'<c r="E4"\1><f>1+1</f><v>2</v></c>', data[name])
    assert values(read(packed(data)))["m1"]["spent"] == 2


def test_a_text_longer_than_a_cell_is_refused_when_writing() -> None:
    with pytest.raises(Unwritable, match="32768 characters"):
        written(Sheet("A", COLUMNS, (Row("m1", {"done": "a" * 32_768}),)))


def test_a_thousand_blank_rows_alike_are_no_bomb() -> None:
    rows = tuple(Row(f"m{n}", {"name": "the same"}) for n in range(3000))
    sheet = Sheet("Measures", COLUMNS, rows)
    assert len(read(written(sheet), sheet).rows["Measures"]) == 3000


def test_lithuanian_sentences_name_the_cell() -> None:
    with translation.override("lt"):
        assert told(changed(lambda sheet: sheet.cell(4, 5, "apie 5")))[0].startswith(
            "Lapas „Measures“, langelis E4:"
        )
