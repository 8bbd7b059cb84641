"""A proposal goes to a meeting on paper: readable without colour, and nothing to press on it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.product import Product

READS_ONLY = True
PROPOSED = "Mentorystė greta konsultacijų ir didesnis akceleratoriaus siekinys"


def test_a_proposal_is_printed_without_what_is_to_be_pressed(
    open_page: OpenPage, product: Product
) -> None:
    page = open_page(language="lt")
    sign_in(page, product, "Strategy coordinator")
    page.goto("/lt/workspace/strategies/keds/amendments/")
    page.get_by_role("link", name=PROPOSED).click()
    expect(page.get_by_role("heading", name="Ką daryti")).to_be_visible()
    pages = printed(page)
    whole = " ".join(pages)
    assert "Verslo konsultacijos ir mentorystė" in whole
    for pressed in ("Ką daryti", "Rašyti pastabą", "Įrašyti raštu", "Darbo aplinka"):
        assert pressed not in whole
    assert len(pages) > 1
    for each in pages:
        assert not each.endswith(("Lietuvių", "English"))


def test_words_that_are_gone_and_new_differ_on_paper_without_colour(open_page: OpenPage) -> None:
    page = open_page(language="lt")
    page.goto("/lt/strategies/keds/editions/compare/")
    page.emulate_media(media="print", forced_colors="active")
    for swapped, tag, line in ((False, "ins", "underline"), (True, "del", "line-through")):
        if swapped:
            page.goto("/lt/strategies/keds/editions/compare/?from=2&to=1")
        found = page.locator(f".redline {tag}").first
        assert found.evaluate("e => getComputedStyle(e).textDecorationLine") == line
    for pressed in page.locator(".filters, .dl, .foot, nav").all():
        expect(pressed).to_be_hidden()


def printed(page: Page) -> list[str]:
    """Return the words of each printed page, without the hints of letters set apart."""
    made = PdfReader(BytesIO(page.pdf(format="A4")))
    return [" ".join(each.extract_text(extraction_mode="layout").split()) for each in made.pages]
