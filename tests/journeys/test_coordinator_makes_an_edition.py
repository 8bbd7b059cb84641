"""A coordinator words a measure anew, errs, and puts the edition in force; readers read both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling, sign_in
from tests.journeys.pages import COORDINATOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


KEPT = "/en/workspace/strategies/keds/"
READ = "/{language}/strategies/keds/measures/1.3.4/"
WAS = {
    "en": "Establish a Blue Economy sector business development accelerator",
    "lt": "Įsteigti mėlynosios ekonomikos sektoriaus verslo plėtros akceleratorių",
}
NOW = {"en": "Run an accelerator for young firms", "lt": "Veikia jaunų įmonių akceleratorius"}
FROM, BEFORE, AFTER = "2025-06-01", "2025-05-31", "2025-06-02"
BODY = "Klaipėda City Council"


def test_an_edition_is_worded_put_in_force_and_read_on_either_side_of_its_day(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page = open_page()
    sign_in(page, product, COORDINATOR)
    page.goto(KEPT)
    page.get_by_role("button", name="Open a draft").click()
    expect(page.get_by_role("status")).to_contain_text("Readers see nothing of it until")
    reword(page)
    assert_accessible(page)
    reader = open_page(language="en", scripts=False)
    reader.goto(READ.format(language="en"))
    expect(reader.get_by_role("heading", level=1)).to_contain_text(WAS["en"])
    put_in_force(page, guard)
    assert_both_texts_are_read(reader)


def reword(page: Page) -> None:
    """Find measure 1.3.4 in the draft and give it a new code and new words."""
    page.get_by_role("search", name="Filter the list").get_by_label("Words").fill("1.3.4")
    page.get_by_role("search", name="Filter the list").get_by_role("button").click()
    page.get_by_role("link", name=WAS["en"]).first.click()
    assert_accessible(page)
    page.get_by_label("Code").fill("1.3.40")
    for language, words in NOW.items():
        page.locator(f"[name='title.{language}']").fill(words)
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("status")).to_contain_text(f"{NOW['en']} is changed.")
    expect(page.locator("dl.counts div", has_text="Changed").locator("dd")).to_have_text("1")


def put_in_force(page: Page, guard: Guard) -> None:
    """Name the act: first with a day that is none, then with one, and without a number."""
    page.get_by_role("link", name="Put in force").click()
    page.get_by_label("In force from").fill("31 June")
    page.locator("[name='body.en']").fill(BODY)
    page.get_by_label("What the body did").select_option(label="adopted")
    guard.forgive("422")
    page.get_by_role("button", name="Put in force").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("“31 June” is no date")
    expect(page.get_by_label("In force from")).to_have_value("31 June")
    expect(page.locator("[name='body.en']")).to_have_value(BODY)
    assert_accessible(page)
    page.get_by_label("In force from").fill(FROM)
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_role("status")).to_contain_text("The edition is in force as you said.")
    edition = page.locator("main tr:has(.tag)")
    expect(edition).to_contain_text(f"{BODY} adopted")
    expect(edition).to_contain_text("number not entered", ignore_case=True)


def assert_both_texts_are_read(reader: Page) -> None:
    """By the old address: today and after the day the new text, before it the old."""
    for language, words in NOW.items():
        for query in ("", f"?on={AFTER}"):
            reader.goto(READ.format(language=language) + query)
            assert "/measures/1.3.40/" in reader.url
            expect(reader.get_by_role("heading", level=1)).to_have_text(f"1.3.40 {words}")
        reader.goto(f"{READ.format(language=language)}?on={BEFORE}")
        heading = reader.get_by_role("heading", level=1)
        expect(heading).to_contain_text(f"1.3.4 {WAS[language]}")
    reader.goto(f"{READ.format(language='en')}?on={BEFORE}")
    expect(reader.get_by_role("main")).to_contain_text("This is the text in force on 31 May 2025")
    reader.goto("/en/strategies/keds/")
    facts = reader.locator("main dl.facts").first
    expect(facts).to_contain_text("number not entered", ignore_case=True)


def test_the_pages_of_a_draft_fit_a_narrow_screen(open_page: OpenPage, product: Product) -> None:
    page = open_page(width=320)
    sign_in(page, product, COORDINATOR)
    page.goto(KEPT)
    page.get_by_role("button", name="Open a draft").click()
    expect(page.get_by_role("status")).to_contain_text("Readers see nothing of it until")
    assert_no_sideways_scrolling(page)
    for path in (
        "draft/frame/",
        "draft/sectors/",
        "draft/neighbours/",
        "draft/in-force/",
        "draft/add/",
        "draft/discard/",
    ):
        page.goto(KEPT + path)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is discarded.")
