"""A person without a mouse: every step by key, and always to be seen where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage

READS_ONLY = True
MOST = 120  # keys until something must have been reached
SEEN = """element => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return within && (ringed || style.boxShadow !== "none");
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_key_leads_past_the_head_of_the_page(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    page.goto("/en/strategies/keds/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_the_measures_are_filtered_by_key(page: Page) -> None:
    page.goto("/en/strategies/keds/")
    tab_to(page, "main select[name=organisation]")
    for _line in ("Klaipėda City Municipality", "Klaipėda ID"):
        page.keyboard.press("ArrowDown")
    tab_to(page, "main form.filters button")
    page.keyboard.press("Enter")
    expect(page.locator("table.measures caption")).to_contain_text("26 of 109 measures")
    tab_to(page, "table.measures tbody a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Who answers")).to_contain_text("Klaipėda ID")


def test_a_link_to_sign_in_is_asked_for_by_key(page: Page) -> None:
    page.goto("/en/")
    tab_to(page, "a[href='/en/sign-in/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    tab_to(page, "main a[href='/en/sign-in/link/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in by a link")
    tab_to(page, "main input[type=email]")
    page.keyboard.type("reporter.kid@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your mail")


def test_a_password_is_typed_by_key_and_refused_with_focus_on_the_problem(page: Page) -> None:
    page.goto("/en/sign-in/")
    tab_to(page, "main input[type=email]")
    page.keyboard.type("reporter.kid@example.org")
    tab_to(page, "main input[type=password]")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_walks_by_key_always_sees_where(open_page: OpenPage, scheme: str) -> None:
    page = open_page(scheme=scheme)
    page.goto("/en/strategies/keds/")
    unseen = []
    for _step in range(40):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if not focus.evaluate(SEEN):
            unseen.append(focus.evaluate("element => element.outerHTML.slice(0, 120)"))
    assert unseen == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, and can be seen to have it."""
    for _step in range(MOST):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate("(element, css) => element.matches(css)", selector):
            assert page.locator(":focus").evaluate(SEEN)
            return
    message = f"{MOST} keys did not reach {selector}."
    raise AssertionError(message)
