"""One shape for values, whatever file they come from."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest

from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.observations import Observation, observations
from headway.foundation.formats.readers.values import Columns, read_values
from headway.foundation.formats.statuses import Mark
from headway.foundation.formats.tests.corpus import xlsx

COLUMNS = Columns(period="Metai", value="Reikšmė", status="Būsena")
CSV = (
    "Metai;Sritis;Reikšmė;Būsena\n2024;A;12,5;p\n2025;A;1,234;\n;;;\n2026 m. I pusm.;A;n/a;\n"
    "2026;A;;c\n2023;A;;\nkada nors;A;daug;\n"
)


def read(data: bytes, name: str, **answers: str) -> list[Observation]:
    sheet = read_values(io.BytesIO(data), name).workbook.sheet()
    return list(observations(sheet, COLUMNS, answers=answers))


def test_rows_of_a_csv_become_observations() -> None:
    first, asked, reasonless, confidential, blank, wrong = read(CSV.encode(), "x.csv")
    assert (str(first.period), first.value, first.marks) == (
        "2024", Decimal("12.5"), (Mark.PROVISIONAL,),
    )  # fmt: skip
    assert first.cells == {"Sritis": "A"}
    assert (asked.value, asked.problems[0].cell) == (None, "C3")
    assert asked.problems[0].proposed == asked.problems[0].choices[1]
    assert str(asked.problems[0]).startswith("Sheet “x”, cell C3: “1,234” may mean")
    assert (str(reasonless.period), reasonless.said, reasonless.needs_reason) == (
        "2026-S1", "n/a", True,
    )  # fmt: skip
    assert (confidential.needs_reason, confidential.is_blank) == (False, False)
    assert (blank.needs_reason, blank.is_blank) == (False, True)
    assert [problem.cell for problem in wrong.problems] == ["A8", "C8"]


def test_an_answer_is_taken_for_its_cell_only() -> None:
    assert [each.value for each in read(CSV.encode(), "x.csv", C3="1234")][1] == Decimal(1234)
    assert [each.value for each in read(CSV.encode(), "x.csv", C3="5")][1] is None


def test_cells_of_a_workbook_are_numbers_and_days_already() -> None:
    data = xlsx(
        ["Metai", "Reikšmė", "Būsena"], [2024, 1.234, None], [date(2026, 6, 30), 0, "b"],
        [2026.1, 5, None],
    )  # fmt: skip
    first, second, third = read(data, "x.xlsx")
    assert (str(first.period), first.value) == ("2024", Decimal("1.234"))
    assert (str(second.period), second.value, second.marks) == (
        "2026-06-30", Decimal(0), (Mark.BREAK,),
    )  # fmt: skip
    assert third.problems[0].cell == "A4"


def test_columns_must_be_named_and_be_there() -> None:
    sheet = read_values(io.BytesIO(CSV.encode()), "x.csv").workbook.sheet()
    with pytest.raises(Unreadable, match="Say which column"):
        list(observations(sheet, Columns(period="", value="Reikšmė")))
    with pytest.raises(Unreadable, match="has no column “Vertė”"):
        list(observations(sheet, Columns(period="Metai", value="Vertė")))
