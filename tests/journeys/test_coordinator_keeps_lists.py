"""A coordinator adds a sector to a draft and a status to the strategy, errs, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS,
    assert_accessible,
    assert_no_sideways_scrolling,
    sign_in,
)
from tests.journeys.pages import ADMINISTRATOR, COORDINATOR

if TYPE_CHECKING:
    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product

KEPT = "/en/workspace/strategies/keds/"


@SCRIPTS
def test_a_sector_is_added_placed_and_chosen_at_a_measure(
    open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts, width=1280 if scripts else 390)
    sign_in(page, product, COORDINATOR)
    page.goto(KEPT)
    opening = page.get_by_role("button", name="Open a draft")
    if opening.count():
        opening.click()
    else:
        page.goto(f"{KEPT}draft/")
    page.get_by_role("link", name="Sectors", exact=True).click()
    name = "Offshore wind" if scripts else "Cruise ships"
    blank = page.get_by_role("group", name="Add a sector")
    blank.get_by_label("English").fill(name)
    blank.get_by_label("Place").fill("1")
    marine = page.get_by_role("group", name="Marine economy")
    marine.get_by_label("Remove").check()
    guard.forgive("422")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be removed. In use by")
    expect(blank.get_by_label("English")).to_have_value(name)
    if scripts:
        assert_accessible(page)
    assert_no_sideways_scrolling(page)
    marine.get_by_label("Remove").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is changed.")
    expect(page.locator("fieldset.item > legend").first).to_contain_text(name)
    expect(blank.get_by_label("English")).to_have_value("")
    page.goto(f"{KEPT}draft/nodes/q8dndhq345/")
    expect(page.get_by_label(name)).to_be_visible()


def test_two_people_add_a_sector_and_both_stay(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    first, second = open_page(), open_page(width=390)
    sign_in(first, product, ADMINISTRATOR)
    sign_in(second, product, COORDINATOR)
    second.goto(KEPT)
    opening = second.get_by_role("button", name="Open a draft")
    if opening.count():
        opening.click()
    for page, words in ((first, "Shipyards"), (second, "Fisheries")):
        page.goto(f"{KEPT}draft/sectors/")
        page.locator("[name='sectors-~new-title.en']").fill(words)
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("status")).to_contain_text("The draft is changed.")
    guard.forgive("409")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("table")).to_contain_text("Shipyards")
    expect(second.get_by_role("table")).to_contain_text("Fisheries")
    assert_accessible(second)
    assert_no_sideways_scrolling(second)
    second.locator("[name='keep:sectors-shipyards'][value=theirs]").check()
    second.locator("[name='keep:sectors-~new'][value=mine]").check()
    second.get_by_role("button", name="Save what was chosen").click()
    expect(second.get_by_role("status")).to_contain_text("The draft is changed.")
    for key, words in (("shipyards", "Shipyards"), ("fisheries", "Fisheries")):
        expect(second.locator(f"[name='sectors-{key}-title.en']")).to_have_value(words)


def test_a_status_is_added_and_set_at_a_measure(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    page = open_page()
    sign_in(page, product, COORDINATOR)
    page.goto(KEPT)
    page.get_by_role("link", name="Edit the list of statuses").click()
    blank = page.get_by_role("group", name="Add a status")
    blank.get_by_label("English").fill("waiting for money")
    blank.get_by_label("Lietuvių").fill("laukia finansavimo")
    guard.forgive("422")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose which of the seven common statuses")
    expect(blank.get_by_label("English")).to_have_value("waiting for money")
    assert_accessible(page)
    blank.get_by_label("Means").select_option(label="postponed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The statuses are changed.")
    assert_accessible(page)
    page.goto(f"{KEPT}status/q8dndhq345/")
    page.get_by_label("Status", exact=False).first.select_option(label="waiting for money")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("is set")
