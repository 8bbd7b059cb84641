"""The mission's two changes: an indicator at 1.3.1 and new words at 1.3.4, proposed to adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling, sign_in
from tests.journeys.pages import COORDINATOR, KEDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product

HERE = f"{KEDS.format(language='en')}amendments/"
READ = "/{language}/strategies/keds/measures/{code}/"
ADDED = {"en": "Blue Economy sector", "lt": "Mėlynosios ekonomikos sektoriaus"}
INDICATOR = {
    "en": "Activities or projects promoting internationalisation",
    "lt": "Tarptautiškumą skatinančios veiklos arba projektai",
}
FROM, BEFORE, AFTER = "2025-06-01", "2025-05-31", "2025-06-02"
BODY = "Klaipėda City Council"


def test_the_two_changes_of_the_mission_are_proposed_adopted_and_read(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page = open_page()
    sign_in(page, product, COORDINATOR)
    address = begin(page)
    before = {language: reworded(page, address, language) for language in ADDED}
    indicator_added(page, address)
    read_the_redline(page, address)
    phone(open_page, product, address)
    agreed_by_all(page, address)
    decide(page, address, guard)
    read_before_and_after(open_page(language="en", scripts=False), before)


def begin(page: Page) -> str:
    """Begin an amendment, and return its address."""
    page.goto(HERE)
    assert_accessible(page)
    page.get_by_role("link", name="Begin an amendment").click()
    assert_accessible(page)
    page.locator("[name='title.en']").fill("Firms that go abroad")
    page.locator("[name='title.lt']").fill("Į užsienį einančios įmonės")
    page.locator("[name='rationale.en']").fill("Small business is covered, its way abroad is not.")
    page.get_by_role("button", name="Begin the amendment").click()
    expect(page.get_by_role("status")).to_contain_text("The amendment is begun.")
    assert_accessible(page)
    page.get_by_label("Words or code").fill("1.3.4")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Word anew").first.click()
    assert_accessible(page)
    return page.url.partition("choose/")[0]


def reworded(page: Page, address: str, language: str) -> str:
    """Put words before the title of 1.3.4 in a language, and return the words that it had."""
    field = page.locator(f"[name='title.{language}']")
    was = field.input_value()
    field.fill(f"{ADDED[language]}: {was}")
    if language == list(ADDED)[-1]:
        page.get_by_role("button", name="Save in the amendment").click()
        expect(page.get_by_role("status")).to_contain_text("The operation is in the amendment.")
        assert page.url == address
    return was


def indicator_added(page: Page, address: str) -> None:
    page.goto(f"{address}choose/add_indicator/")
    assert_accessible(page)
    for language, words in INDICATOR.items():
        page.locator(f"[name='title.{language}']").fill(words)
    page.locator("[name='places-0-node']").select_option(label=place_of(page, "1.3.1"))
    page.get_by_role("button", name="Save in the amendment").click()
    expect(page.get_by_role("status")).to_contain_text("The operation is in the amendment.")


def place_of(page: Page, code: str) -> str:
    labels = page.locator("[name='places-0-node'] option").all_inner_texts()
    return next(label for label in labels if label.startswith(f"{code} "))


def read_the_redline(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Firms that go abroad")
    expect(page.locator("main ins:visible").first).to_contain_text(ADDED["en"])
    assert_accessible(page)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("status")).to_contain_text("The amendment is proposed.")


def phone(open_page: OpenPage, product: Product, address: str) -> None:
    """On a phone both texts stand in one; no page is wider than the screen."""
    page = open_page(width=320)
    sign_in(page, product, COORDINATOR)
    for more in ("", "consult/", "decide/", "revise/", "withdraw/", "refuse/"):
        page.goto(address + more)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
    page.goto(address)
    expect(page.locator(".redline .one").first).to_be_visible()
    expect(page.locator(".redline .two").first).to_be_hidden()


def agreed_by_all(page: Page, address: str) -> None:
    """Ask every partner, and record the letters in which all of them agree."""
    page.goto(f"{address}consult/")
    page.get_by_role("button", name="Begin the consultation").click()
    expect(page.get_by_role("status")).to_be_visible()
    letters = [link.get_attribute("href") for link in page.get_by_text("Record a letter").all()]
    assert len(letters) == 7
    for letter in letters:
        page.goto(str(letter))
        page.get_by_label("agrees", exact=True).check()
        page.get_by_role("button", name="Send the answer").click()
        expect(page.get_by_role("status")).to_contain_text("The answer is kept.")


def decide(page: Page, address: str, guard: Guard) -> None:
    """Name the act: first with a day that is none, then with one; what was typed stays."""
    page.goto(f"{address}decide/")
    page.get_by_label("In force from").fill("31 June")
    page.locator("[name='body.en']").fill(BODY)
    page.get_by_label("What the body did").select_option(label="adopted")
    guard.forgive("422")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("“31 June” is no date")
    expect(page.locator("[name='body.en']")).to_have_value(BODY)
    page.get_by_label("In force from").fill(FROM)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("status")).to_contain_text("The decision is recorded")
    expect(page.locator("dl.facts")).to_contain_text(BODY)


def read_before_and_after(reader: Page, before: dict[str, str]) -> None:
    for language, was in before.items():
        now = f"{ADDED[language]}: {was}"
        measure = READ.format(language=language, code="1.3.4")
        for query, words in ((f"?on={AFTER}", now), (f"?on={BEFORE}", was)):
            reader.goto(measure + query)
            expect(reader.get_by_role("heading", level=1)).to_have_text(f"1.3.4 {words}")
        services = READ.format(language=language, code="1.3.1")
        reader.goto(f"{services}?on={AFTER}")
        expect(reader.get_by_role("main")).to_contain_text(INDICATOR[language])
        reader.goto(f"{services}?on={BEFORE}")
        expect(reader.get_by_role("main")).not_to_contain_text(INDICATOR[language])
