"""A partner reports a round: from the link in the mail to the receipt."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling
from tests.journeys.rounds import MEASURES, ask

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product

MOST_PRESSES, LONGEST = 12, 90.0  # from the mail to the receipt
PRESS = 1.0  # second for each press, beside what loading takes
TYPED_WITHIN = 10_000  # milliseconds that a killed tab may lose
WORDS = {
    "en": {
        "open": "Open the report",
        "again": "As last time",
        "check": "Check answers",
        "submit": "Submit",
        "arrived": "The report has arrived",
        "save": "Save and go on",
    },
    "lt": {
        "open": "Atverti ataskaitą",
        "again": "Kaip praeitą kartą",
        "check": "Patikrinti atsakymus",
        "submit": "Pateikti",
        "arrived": "Ataskaita gauta",
        "save": "Įrašyti ir tęsti",
    },
}
LANGUAGES = pytest.mark.parametrize("language", ["en", "lt"])
LITHUANIAN, ENGLISH = (
    pytest.mark.parametrize("language", [now, pytest.param(other, marks=pytest.mark.audit)])
    for now, other in (("lt", "en"), ("en", "lt"))
)
"""Both languages in the audit, one of them in every run."""
OTHER_WAYS = (("lt", 1280), ("en", 390), ("lt", 390), ("en", 320))


@dataclass
class Presses:
    """Counts presses, and the time in which pages load after them."""

    page: Page
    with_keyboard: bool = False
    count: int = 0
    loading: float = 0.0

    def press(self, control: Locator) -> None:
        """Press a control: by click, or by Enter once the keyboard has come to it."""
        self.count += 1
        if self.with_keyboard:
            come_to(self.page, control)
        began = time.monotonic()
        if self.with_keyboard:
            self.page.keyboard.press("Enter")
        else:
            control.click()
        self.page.wait_for_load_state()
        self.loading += time.monotonic() - began

    def visit(self, address: str) -> None:
        """Open the link in the mail, which is one press."""
        self.count += 1
        began = time.monotonic()
        self.page.goto(address)
        self.loading += time.monotonic() - began

    @property
    def seconds(self) -> float:
        return self.count * PRESS + self.loading


def come_to(page: Page, control: Locator) -> None:
    """Press Tab until a control has the focus."""
    wanted = control.element_handle()
    for _ in range(150):
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {control}")


def report_unchanged(page: Page, link: str, language: str, *, keyboard: bool = False) -> Presses:
    """Go from the mail to the receipt with five measures that stay as they were."""
    words, presses = WORDS[language], Presses(page, keyboard)
    presses.visit(f"/{language}/{link}")
    presses.press(page.get_by_role("button", name=words["open"]))
    for left in range(MEASURES, 0, -1):
        again = page.get_by_role("button", name=words["again"])
        expect(again).to_have_count(left)
        presses.press(again.first)
    presses.press(page.get_by_role("link", name=words["check"]).first)
    presses.press(page.get_by_role("button", name=words["submit"], exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(words["arrived"])
    return presses


@LANGUAGES
def test_five_unchanged_measures_take_nine_presses(
    open_page: OpenPage, product: Product, language: str
) -> None:
    page = open_page(language=language)
    presses = report_unchanged(page, ask(product).link, language)
    assert presses.count == 9 <= MOST_PRESSES
    assert presses.seconds <= LONGEST
    assert_accessible(page)


@LITHUANIAN
def test_the_same_by_keyboard_alone(open_page: OpenPage, product: Product, language: str) -> None:
    page = open_page(language=language)
    presses = report_unchanged(page, ask(product).link, language, keyboard=True)
    assert presses.count <= MOST_PRESSES


@ENGLISH
def test_the_same_without_scripts_on_a_narrow_phone(
    open_page: OpenPage, product: Product, language: str
) -> None:
    page = open_page(language=language, width=320, scripts=False)
    assert report_unchanged(page, ask(product).link, language).count <= MOST_PRESSES
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("en", 1280),
        ("lt", 320),
        *(pytest.param(*way, marks=pytest.mark.audit) for way in OTHER_WAYS),
    ],
)
def test_each_page_is_accessible_and_fits(
    open_page: OpenPage, product: Product, language: str, width: int
) -> None:
    page, asked = open_page(language=language, width=width), ask(product)
    page.goto(f"/{language}/{asked.link}")
    pages_of(page, language, asked.key)


def pages_of(page: Page, language: str, key: str) -> None:
    at = f"/{language}/reports/{key}/"
    assert_fits(page)
    with page.expect_navigation():
        page.get_by_role("button", name=WORDS[language]["open"]).click()
    assert_fits(page)
    with page.expect_navigation():
        page.locator("ul.tasks h3 a").first.click()
    assert_fits(page)
    part = page.url
    for address in (f"{at}check/", f"{at}grid/", f"{part}hand-over/"):
        page.goto(address)
        assert_fits(page)


def assert_fits(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def enter(page: Page, link: str) -> None:
    """Come to the form of the first measure by the link."""
    page.goto(f"/en/{link}")
    page.get_by_role("button", name="Open the report").click()
    page.locator("ul.tasks h3 a").first.click()


def test_a_tab_killed_while_typing_loses_ten_seconds_at_most(
    open_page: OpenPage, product: Product
) -> None:
    page, asked = open_page(), ask(product)
    enter(page, asked.link)
    field = page.locator("[name='done.en']")
    field.fill("Kept though nobody saved")
    page.wait_for_timeout(TYPED_WITHIN)
    cookies = page.context.cookies()
    address = page.url
    page.close(run_before_unload=False)
    again = open_page()
    again.context.add_cookies(cookies)  # type: ignore[arg-type]  # as Playwright gave them
    again.goto(address)
    expect(again.locator("[name='done.en']")).to_have_value("Kept though nobody saved")


def test_an_ended_session_loses_nothing(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page, asked = open_page(), ask(product)
    enter(page, asked.link)
    address = page.url
    page.context.clear_cookies(name="sessionid")
    guard.forgive("401")
    page.locator("[name='done.en']").fill("Written after the session had ended")
    page.locator("[name='ahead.en']").focus()
    expect(page.get_by_role("link", name="Enter again")).to_be_visible()
    expect(page.locator("[name='done.en']")).to_have_value("Written after the session had ended")
    second = page.context.new_page()
    second.goto(f"/en/{asked.link}")
    second.get_by_role("button", name="Open the report").click()
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=TYPED_WITHIN)
    page.get_by_role("button", name="Save and go on").click()
    page.goto(address)
    expect(page.locator("[name='done.en']")).to_have_value("Written after the session had ended")


def test_an_ended_session_loses_nothing_without_scripts(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page, asked = open_page(scripts=False), ask(product)
    enter(page, asked.link)
    address = page.url
    page.context.clear_cookies(name="sessionid")
    guard.forgive("401")
    page.locator("[name='done.en']").fill("Sent after the session had ended")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter again to go on")
    page.goto(f"/en/{asked.link}")
    page.get_by_role("button", name="Open the report").click()
    page.goto(address)
    expect(page.locator("[name='done.en']")).to_have_value("Sent after the session had ended")
