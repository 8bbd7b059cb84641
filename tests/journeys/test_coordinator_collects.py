"""A coordinator prepares a round, opens it, chases the late, reviews, closes and publishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS_ON_BOTH,
    assert_accessible,
    assert_no_sideways_scrolling,
    sign_in,
)
from tests.journeys.pages import COORDINATOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product

ROUNDS = "/en/workspace/strategies/keds/rounds/"
PERIODS = {True: "2025", False: "2024"}
"""Of which the demonstration has no round, for each run."""


@SCRIPTS_ON_BOTH
def test_a_round_is_prepared_collected_reviewed_and_published(
    open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    guard.forgive("422")
    sign_in(page, product, COORDINATOR)
    prepared(page, PERIODS[scripts])
    if scripts:
        chased(page)
        reviewed(page)
        moved(page)
        reassigned(page)
        compared_statuses(page)
        looked_at(open_page, product, page)
        ended(page)


def prepared(page: Page, period: str) -> None:
    """Prepare a round: first with a time that its night does not have; then open or discard it."""
    page.goto(f"{ROUNDS}add/")
    page.get_by_label("Period").select_option(period)
    page.get_by_label("Deadline", exact=True).fill("2027-03-28")
    page.get_by_label("Time").fill("03:30")
    page.get_by_role("button", name="Prepare the round").click()
    expect(page.get_by_role("alert")).to_contain_text("never show this time")
    page.get_by_label("Time").fill("17:00")
    page.get_by_role("button", name="Prepare the round").click()
    expect(page.get_by_role("status")).to_contain_text("The round is prepared.")
    page.get_by_role("link", name="The mail as it will go").click()
    expect(page.locator("main")).to_contain_text("28 March")
    page.go_back()
    page.get_by_role("link", name="Discard the round").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("status")).to_contain_text("The round is discarded.")


def chased(page: Page) -> None:
    """Write to the partners that have still to report: two presses from the selection."""
    page.goto(f"{ROUNDS}collecting/?select=outstanding")
    page.get_by_role("button", name="Edit the letter").click()
    subject = page.get_by_role("group", name="Subject").get_by_label("English")
    expect(subject).to_have_value(re.compile("^Report for the .* half of .*: (due by|was due) "))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("The letter goes to")
    page.goto(f"{ROUNDS}mails/")
    expect(page.locator("main tbody tr").first).to_contain_text("letter to partners")


def reviewed(page: Page) -> None:
    """Begin the review of what waits, comment, and accept until nothing waits."""
    page.goto(f"{ROUNDS}collecting/?show=waiting")
    page.locator("td.now a.cell").first.click()
    page.get_by_role("button", name="Begin the review").click()
    expect(page.locator("main")).to_contain_text("What was done")
    assert_accessible(page)
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("status")).to_contain_text("The report is accepted.")


def moved(page: Page) -> None:
    """Move every deadline: choose all, say until when, look, save, and undo it."""
    page.goto(f"{ROUNDS}collecting/")
    page.get_by_role("link", name="Move deadlines of many partners").click()
    page.get_by_role("link", name="Select all").click()
    page.get_by_label("New deadline").fill("2027-06-30")
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator("main ins").first).to_contain_text("30 June 2027, 17:00")
    assert_accessible(page)
    page.get_by_role("button", name="Save and tell them by mail").click()
    expect(page.get_by_role("status")).to_contain_text("moved")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is back as it was.")


def reassigned(page: Page) -> None:
    """Give a measure to another organisation: look at what would change, move it, undo it."""
    page.goto(f"{ROUNDS}collecting/")
    page.locator("dl.facts a").first.click()
    page.get_by_role("link", name="Who answers").click()
    page.get_by_role("checkbox").first.check()
    to = "Klaipėda Free Economic Zone management company"
    page.get_by_label("Ask this organisation").select_option(to)
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator("p.sentence")).to_contain_text("Nothing is saved yet.")
    expect(page.locator("main ins")).to_have_text(to)
    assert_accessible(page)
    page.get_by_role("button", name="Move the measures").click()
    expect(page.get_by_role("status")).to_contain_text("answers for 1 measure more")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is back as it was.")


def compared_statuses(page: Page) -> None:
    """Set a status in the table: look at what would change, go back, save it, undo it."""
    page.goto("/en/workspace/strategies/keds/status/")
    first = page.locator("main td select").first
    was = first.input_value()
    first.select_option("dropped" if was != "dropped" else "postponed")
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator("p.sentence")).to_contain_text("1 status would change.")
    assert_accessible(page)
    page.get_by_role("button", name="Back to the table").click()
    expect(page).to_have_title(re.compile("^Statuses"))
    page.get_by_role("button", name="Look at what would change").click()
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("status")).to_contain_text("1 status is set.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is back as it was.")
    expect(page.locator("main td select").first).to_have_value(was)


def looked_at(open_page: OpenPage, product: Product, desk: Page) -> None:
    """See every page of the open round at a desk and on a phone in Lithuanian."""
    desk.goto(f"{ROUNDS}collecting/")
    address = desk.locator("dl.facts a").first.get_attribute("href") or ""
    partner = desk.locator("tbody th a").first.get_attribute("href") or ""
    report = desk.locator("td.now a.cell").first.get_attribute("href") or ""
    phone = open_page(language="lt", width=390, scheme="dark")
    sign_in(phone, product, COORDINATOR)
    parts = ("", "asked/", "edit/", "preview/", "open/", "discard/", "letter/", "deadlines/")
    more = ("close/", "publish/", "reports/?state=all")
    paths = [f"{address}{part}" for part in (*parts, *more)]
    line = partner.replace("/partners/", "/lines/")
    for path in (*paths, partner, line, report, f"{report}links/", f"{ROUNDS}collecting/"):
        for page in (desk, phone):
            page.goto(path if page is desk else path.replace("/en/", "/lt/", 1))
            assert_accessible(page)
            assert_no_sideways_scrolling(page)


def ended(page: Page) -> None:
    """Accept the rest, close the round, look at what it comes to, and publish it."""
    page.goto(f"{ROUNDS}collecting/")
    page.locator("dl.facts a").first.click()
    address = page.url
    page.goto(f"{address}reports/")
    boxes = page.get_by_role("checkbox")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    if boxes.count():
        page.get_by_role("button", name="Accept the chosen ones").click()
    page.goto(f"{address}close/")
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("status")).to_contain_text("The round is closed.")
    page.get_by_role("link", name="Publish the round").click()
    expect(page.locator("p.sentence")).to_contain_text("measures get their status")
    page.get_by_role("button", name="Publish the round").click()
    expect(page.get_by_role("status")).to_contain_text("The round is published.")
