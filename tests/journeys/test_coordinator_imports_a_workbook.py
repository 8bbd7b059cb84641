"""A coordinator takes the workbook, changes it, imports it, and only the last step acts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS,
    assert_accessible,
    assert_no_sideways_scrolling,
    sign_in,
)
from tests.journeys.pages import COORDINATOR

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from playwright.sync_api import FilePayload, Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


KEPT = "/en/workspace/strategies/keds/"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEASURE, NEW = "1.3.4", "An accelerator that never closes"


@SCRIPTS
def test_a_changed_workbook_is_imported_once(
    open_page: OpenPage, product: Product, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    sign_in(page, product, COORDINATOR)
    title = f"{NEW} {'by day' if scripts else 'by night'}"
    file = changed(page, product, title)
    upload(page, file)
    expect(page.locator("p.sentence")).to_contain_text("1 changed")
    expect(page.locator("main ins")).to_have_text(title)
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="Apply to the draft").click()
    expect(page.get_by_role("status")).to_contain_text("The file is imported.")
    expect(page.locator("p.sentence")).to_contain_text("Imported: 0 new, 1 changed")
    page.get_by_role("link", name="Look at the draft").click()
    page.goto(f"{page.url}?words={MEASURE}")
    expect(page.locator("table.tree")).to_contain_text(title)
    upload(page, file)
    expect(page.locator("p.sentence")).to_contain_text("0 changes")
    expect(page.get_by_role("button", name="Apply to the draft")).to_have_count(0)


def test_a_wrong_cell_is_named_by_sheet_row_and_column(
    open_page: OpenPage, product: Product
) -> None:
    page = open_page(width=390)
    sign_in(page, product, COORDINATOR)
    book, sheet, row = downloaded(page, product)
    column = next(n for n, cell in enumerate(sheet[1], 1) if cell.value == "due")
    sheet.cell(row, column, "kitąmet")
    upload(page, payload(book))
    expect(page.locator("p.sentence")).to_have_text("1 problem: nothing can be imported yet.")
    said = page.locator("main tbody tr")
    for words in (sheet.title, str(row), "due", "kitąmet"):
        expect(said).to_contain_text(words)
    expect(page.get_by_role("button", name="Apply to the draft")).to_have_count(0)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_what_is_no_workbook_is_refused_at_its_field(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page = open_page()
    sign_in(page, product, COORDINATOR)
    page.goto(f"{KEPT}import/")
    guard.forgive("422")
    picture: FilePayload = {"name": "plan.xlsx", "mimeType": WORKBOOK, "buffer": b"\x89PNG"}
    page.get_by_label("File").set_input_files(files=[picture])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("is no workbook. Save it as .xlsx again.")
    assert_accessible(page)


def downloaded(page: Page, product: Product) -> tuple[openpyxl.Workbook, Worksheet, int]:
    """Take the workbook of the edition in force; return it, its sheet, and the row of 1.3.4."""
    page.goto(KEPT)
    link = page.locator("main tr:has(.tag) a[href*='/export/']")
    answer = page.request.get(product.address + str(link.get_attribute("href")))
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    sheet = book.worksheets[0]
    values = list(sheet.iter_rows(values_only=True))
    return book, sheet, 1 + next(n for n, row in enumerate(values) if MEASURE in row)


def changed(page: Page, product: Product, title: str) -> FilePayload:
    book, sheet, row = downloaded(page, product)
    before = "Establish a Blue Economy sector business development accelerator"
    found = next(c for c in sheet[row] if str(c.value).startswith(before))
    found.value = title
    return payload(book)


def payload(book: openpyxl.Workbook) -> FilePayload:
    stream = io.BytesIO()
    book.save(stream)
    return {"name": "plan.xlsx", "mimeType": WORKBOOK, "buffer": stream.getvalue()}


def upload(page: Page, file: FilePayload) -> None:
    """Upload a file, take the columns as they were guessed, and look at the preview."""
    page.goto(f"{KEPT}import/")
    page.get_by_label("File").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Columns of plan.xlsx")
    page.get_by_role("button", name="Look at the preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("plan.xlsx")
