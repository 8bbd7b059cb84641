"""A citizen compares two editions on a phone, in Lithuanian, and takes both documents along."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling, sign_in
from tests.journeys.pages import COORDINATOR
from tests.journeys.test_coordinator_amends_the_strategy import (
    ADDED,
    begin,
    decide,
    read_the_redline,
    reworded,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


def test_a_citizen_compares_two_editions_and_downloads_both_documents(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    amend(open_page, product, guard)
    page = open_page(language="lt", width=390, scripts=False)
    page.goto("/lt/strategies/keds/")
    page.get_by_role("link", name="Palyginti redakcijas").click()
    look(page)
    choose_the_other_way_round(page)
    documents(page)
    ask_for_what_there_is_not(page, guard)
    beside_on_a_wide_screen(open_page(language="lt"), page.url)


def amend(open_page: OpenPage, product: Product, guard: Guard) -> None:
    """Let a coordinator adopt new words of 1.3.4, so that there is something to compare."""
    page = open_page()
    sign_in(page, product, COORDINATOR)
    address = begin(page)
    for language in ADDED:
        reworded(page, address, language)
    read_the_redline(page, address)
    decide(page, address, guard)


def look(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Palyginti redakcijas")
    expect(page.locator("main .sentence")).to_contain_text("Pakeista: 1 priemonė.")
    expect(page.locator("main [lang=lt] ins:visible").first).to_contain_text(ADDED["lt"])
    expect(page.locator(".redline .one").first).to_be_visible()
    expect(page.locator(".redline .two").first).to_be_hidden()
    assert_no_sideways_scrolling(page)
    assert_accessible(page)


def choose_the_other_way_round(page: Page) -> None:
    """Swap the two by the form, as a reader without scripts does, and back by the link."""
    old, new = (page.get_by_label(name, exact=True) for name in ("Senas tekstas", "Naujas tekstas"))
    first, second = old.input_value(), new.input_value()
    old.select_option(second)
    new.select_option(first)
    page.get_by_role("button", name="Palyginti").click()
    expect(page.locator("main [lang=lt] del:visible").first).to_contain_text(ADDED["lt"])
    page.get_by_role("link", name="Sukeisti vietomis").click()
    expect(page.locator("main [lang=lt] ins:visible").first).to_contain_text(ADDED["lt"])


def documents(page: Page) -> None:
    pdf, docx = (
        page.request.get(str(link.get_attribute("href"))).body()
        for link in page.locator("p.dl a[href*='/compare/document.']").all()
    )
    words = " ".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages)
    assert f"[+{ADDED['lt'].split()[0]}" in " ".join(words.split())
    inserted = [
        "".join(text.text for text in each.iter(qn("w:t")))
        for each in Document(BytesIO(docx)).element.iter(qn("w:ins"))
    ]
    assert any(ADDED["lt"] in each for each in inserted)


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
    assert any(ADDED["lt"] in paragraph.text for paragraph in whole.paragraphs)
    assert_accessible(page)
