"""A citizen compares two editions on a phone, in Lithuanian, and takes both documents along."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard

READS_ONLY = True
ADDED = "mėlynosios ekonomikos sektoriaus"
"""What the amendment of the demonstration puts into the words of 1.3.4."""


def test_a_citizen_compares_two_editions_and_downloads_both_documents(
    open_page: OpenPage, guard: Guard
) -> None:
    page = open_page(language="lt", width=390)
    page.goto("/lt/strategies/keds/")
    page.get_by_role("link", name="Palyginti redakcijas").click()
    look(page)
    choose_the_other_way_round(page)
    documents(page)
    ask_for_what_there_is_not(page, guard)
    beside_on_a_wide_screen(open_page(language="lt"), page.url)


def look(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Palyginti redakcijas")
    expect(page.locator("main .sentence")).to_contain_text(
        "Pakeista: 1 priemonė. Pridėta: 1 rodiklis."
    )
    expect(page.locator("main [lang=lt] ins:visible", has_text=ADDED)).to_be_visible()
    expect(page.locator(".redline .one").first).to_be_visible()
    expect(page.locator(".redline .two").first).to_be_hidden()
    assert_no_sideways_scrolling(page)
    assert_accessible(page)


def choose_the_other_way_round(page: Page) -> None:
    """Swap the two by the form, and back by the link."""
    old, new = (page.locator(f"select[name={name}]") for name in ("from", "to"))
    first, second = old.input_value(), new.input_value()
    old.select_option(second)
    new.select_option(first)
    page.get_by_role("button", name="Palyginti").click()
    expect(page.locator("main [lang=lt] del:visible", has_text=ADDED)).to_be_visible()
    page.get_by_role("link", name="Sukeisti vietomis").click()
    expect(page.locator("main [lang=lt] ins:visible", has_text=ADDED)).to_be_visible()


def documents(page: Page) -> None:
    pdf, docx = (
        page.request.get(str(link.get_attribute("href"))).body()
        for link in page.locator("p.dl a[href*='/compare/document.']").all()
    )
    words = " ".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages)
    assert f"[+{ADDED.split()[0]}" in " ".join(words.split())
    inserted = [
        "".join(text.text for text in each.iter(qn("w:t")))
        for each in Document(BytesIO(docx)).element.iter(qn("w:ins"))
    ]
    assert any(ADDED in each for each in inserted)


def ask_for_what_there_is_not(page: Page, guard: Guard) -> None:
    here = page.url
    guard.forgive("422")
    page.goto(f"{here.partition('?')[0]}?from=nulis")
    expect(page.get_by_role("main")).to_contain_text("Šioje strategijoje nėra redakcijos „nulis“.")
    page.goto(here)


def beside_on_a_wide_screen(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".redline .two").first).to_be_visible()
    expect(page.locator(".redline .one").first).to_be_hidden()
    page.locator("dl.facts a[href*='/editions/']").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("redakcija")
    expect(page.get_by_role("main")).to_contain_text("Ką ji pakeitė")
    text = page.locator("a[href$='text.lt.docx']").first.get_attribute("href")
    whole = Document(BytesIO(page.request.get(str(text)).body()))
    assert any(ADDED in paragraph.text for paragraph in whole.paragraphs)
    assert_accessible(page)
