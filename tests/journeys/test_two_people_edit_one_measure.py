"""Two people word one measure at the same time: the second sees both texts and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS_ON_BOTH,
    assert_accessible,
    assert_no_sideways_scrolling,
    sign_in,
)
from tests.journeys.pages import ADMINISTRATOR, COORDINATOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


KEPT = "/en/workspace/strategies/keds/"
THEIRS = {"en": "Words of the first", "lt": "Pirmojo žodžiai"}
MINE = {"en": "Words of the second", "lt": "Antrojo žodžiai"}


@pytest.fixture
def measure(open_page: OpenPage, product: Product) -> str:
    """Return the address of measure 1.3.4 in a draft that is open."""
    page = open_page()
    sign_in(page, product, COORDINATOR)
    page.goto(KEPT)
    opening = page.get_by_role("button", name="Open a draft")
    if opening.count():
        opening.click()
    page.goto(f"{KEPT}draft/?words=1.3.4")
    page.locator("table.tree th a").first.click()
    return page.url


def write(page: Page, words: dict[str, str]) -> None:
    for language, text in words.items():
        page.locator(f"[name='title.{language}']").fill(text)


@SCRIPTS_ON_BOTH
def test_the_second_sees_both_texts_and_keeps_one_of_each(
    measure: str, open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    first, second = open_page(scripts=scripts), open_page(scripts=scripts, width=390)
    sign_in(first, product, ADMINISTRATOR)
    sign_in(second, product, COORDINATOR)
    first.goto(measure)
    second.goto(measure)
    write(first, {language: f"{text} {scripts}" for language, text in THEIRS.items()})
    first.get_by_role("button", name="Save in the draft").click()
    expect(first.get_by_role("status")).to_contain_text("is changed")
    write(second, {language: f"{text} {scripts}" for language, text in MINE.items()})
    guard.forgive("409")
    second.get_by_role("button", name="Save in the draft").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Two people changed")
    for text in (*THEIRS.values(), *MINE.values()):
        expect(second.get_by_role("table")).to_contain_text(text)
    if scripts:
        assert_accessible(second)
    assert_no_sideways_scrolling(second)
    second.locator("[name='keep:title.en'][value=theirs]").check()
    second.locator("[name='keep:title.lt'][value=mine]").check()
    second.get_by_role("button", name="Save what was chosen").click()
    expect(second.get_by_role("status")).to_contain_text("is changed")
    first.goto(measure)
    expect(first.locator("[name='title.en']")).to_have_value(f"{THEIRS['en']} {scripts}")
    expect(first.locator("[name='title.lt']")).to_have_value(f"{MINE['lt']} {scripts}")
