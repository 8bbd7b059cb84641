"""A report leaves as a workbook and comes back filled in; openpyxl plays the spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from headway.monitoring.reporting.tests.answering import partner
from headway.monitoring.reporting.tests.factories import figures_in

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    """Letters need the address of the site."""
    settings.SITE_ADDRESS = "https://strategy.example.org"


def test_the_workbook_comes_back_filled_and_says_what_changes() -> None:
    of = partner(measures=2, figures=True)
    client = of.entered()
    content = client.get(of.address("workbook")).content
    book = load_workbook(io.BytesIO(content))
    fill(book["Answers"], {"#status": "going", "#done": "Two halls"})
    fill(book["Figures"], {"#value": 10})
    preview = client.post(of.address("upload"), {"file": uploaded(book)})
    assert preview.status_code == 200, preview.context["sentences"]
    assert {answer.way for answer in of.answers} == {""}
    labels = [change.label for change in preview.context["changes"]]
    assert len(labels) == 6
    assert labels[:2] == ["Implementation status", "What was done (English)"]
    assert labels[2].endswith(": Value")
    assert "6 answers would change." in preview.content.decode()
    saved = client.post(of.address("grid"), dict(preview.context["hidden"]))
    assert saved.status_code == 302, saved.content.decode()
    assert {(answer.way, answer.status) for answer in of.answers} == {("new", "going")}
    assert {f.value for answer in of.answers for f in figures_in(answer)} == {10}


def test_a_workbook_with_a_wrong_cell_names_it_and_saves_nothing() -> None:
    of = partner(measures=1, figures=True)
    client = of.entered()
    book = load_workbook(io.BytesIO(client.get(of.address("workbook")).content))
    fill(book["Answers"], {"#status": "going"})
    fill(book["Figures"], {"#value": -3})
    preview = client.post(of.address("upload"), {"file": uploaded(book)})
    assert preview.status_code == 422
    assert any(each.startswith("Figures, ") for each in preview.context["sentences"])
    assert of.answers[0].way == ""


def test_the_workbook_of_another_report_is_refused() -> None:
    of, other = partner(figures=True), partner(figures=True)
    content = other.entered().get(other.address("workbook")).content
    book = load_workbook(io.BytesIO(content))
    refused = of.entered().post(of.address("upload"), {"file": uploaded(book)})
    assert refused.status_code == 422


def fill(sheet: Any, values: dict[str, object]) -> None:  # noqa: ANN401 -- of openpyxl
    """Write into columns, by their marks, in each row of the table."""
    marks = {cell.value: cell.column for cell in sheet[2]}
    for row in range(4, sheet.max_row + 1):
        for mark, value in values.items():
            sheet.cell(row=row, column=marks[mark], value=value)


def uploaded(book: Any) -> SimpleUploadedFile:  # noqa: ANN401 -- of openpyxl
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("report.xlsx", file.getvalue())
