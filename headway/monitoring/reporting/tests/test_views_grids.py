"""All parts in one table: the same services, the same result as one by one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from headway.monitoring.reporting.models import Answer, Figure
from headway.monitoring.reporting.tests.answering import Partner, partner, sent
from headway.monitoring.reporting.tests.factories import REASON, figures_in

pytestmark = pytest.mark.django_db

SAID = ("way", "status", "done", "ahead", "obstacles", "cause", "evidence_address", "version")


def in_table(of: Partner, **changes: str) -> dict[str, str]:
    """Return what the table sends if each row says the same."""
    found: dict[str, str] = {}
    for answer in of.answers:
        found |= {f"part-{answer.pk}-{name}": v for name, v in sent(answer, **changes).items()}
        for figure in figures_in(answer):
            found[f"part-{answer.pk}-figure-{figure.pk}.value"] = "10"
    return found


def outcome(of: Partner) -> list[tuple[Any, ...]]:
    answers = Answer.objects.unrestricted(reason=REASON).filter(report=of.report)
    figures = Figure.objects.unrestricted(reason=REASON).filter(report=of.report)
    return [
        *answers.order_by("path").values_list(*SAID),
        *figures.order_by("pk").values_list("way", "value", "missing"),
    ]


def test_the_table_says_the_same_as_the_parts_one_by_one() -> None:
    one_by_one, together = (partner(measures=3, figures=True) for _ in range(2))
    client = one_by_one.entered()
    for answer in one_by_one.answers:
        said = sent(answer)
        said |= {f"figure-{figure.pk}.value": "10" for figure in figures_in(answer)}
        assert client.post(one_by_one.address("part", part=answer.pk), said).status_code == 302
    saved = together.entered().post(together.address("grid"), in_table(together))
    assert saved.status_code == 302, saved.content.decode()
    assert outcome(together) == outcome(one_by_one)


def test_one_row_that_is_wrong_keeps_all_from_being_saved() -> None:
    of = partner(measures=2, figures=True)
    wrong = figures_in(of.answers[1])[0]
    said = in_table(of) | {f"part-{of.answers[1].pk}-figure-{wrong.pk}.value": "-5"}
    refused = of.entered().post(of.address("grid"), said)
    assert refused.status_code == 422
    assert "Two halls were built" in refused.content.decode()
    assert {answer.way for answer in of.answers} == {""}
    assert len(refused.context["problems"]) == 1


def test_rows_that_nobody_touched_stay_unanswered() -> None:
    of = partner(measures=2)
    first, second = of.answers
    said = {f"part-{first.pk}-{name}": value for name, value in sent(first).items()}
    said[f"part-{second.pk}-version"] = str(second.version)
    assert of.entered().post(of.address("grid"), said).status_code == 302
    assert [answer.way for answer in of.answers] == ["new", ""]


def test_a_pasted_column_fills_the_table_and_saves_nothing() -> None:
    of = partner(measures=3, figures=True)
    client = of.entered()
    said = in_table(of) | {"paste": "1", "column": "values", "pasted": "1\r\n2,5\r\n\r\n"}
    refused = client.post(of.address("grid"), said)
    assert refused.status_code == 422
    assert "2 lines were pasted" in refused.content.decode()
    filled = client.post(of.address("grid"), said | {"pasted": "7\n8\n9\n"})
    assert filled.status_code == 200
    for value in ("7", "8", "9"):
        assert f'value="{value}"' in filled.content.decode()
    assert {answer.way for answer in of.answers} == {""}


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
    assert len(preview.context["changes"]) == 6
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
