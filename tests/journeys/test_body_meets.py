"""A body is set up, invited, meets, writes its minutes and confirms them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
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

BODIES = "/en/workspace/strategies/keds/bodies/"
SLUGS = {True: "council-with-scripts", False: "council-without"}
AHEAD = date.today() + timedelta(days=30)  # noqa: DTZ011 -- any day ahead
NAMES = ("Ona Onaitė", "Jonas Jonaitis", "Rasa Rasaitė")


@SCRIPTS_ON_BOTH
def test_a_body_meets_from_its_setting_up_to_its_confirmed_minutes(
    open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts, width=390 if scripts else 1280)
    guard.forgive("422")
    sign_in(page, product, COORDINATOR)
    look = looked_at if scripts else nothing
    set_up(page, SLUGS[scripts], look)
    planned(page, look)
    invited(page, look)
    held(page, look)
    if scripts:
        typed(page)
    written(page, look)
    confirmed(page, look)


Look = Callable[["Page"], None]


def nothing(_page: Page) -> None:
    """Without scripts axe cannot look."""


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def set_up(page: Page, slug: str, look: Look) -> None:
    """Add a body with three members, none of whom has an account."""
    page.goto(f"{BODIES}add/")
    look(page)
    pressed(page, "Add the body")
    expect(page.get_by_role("alert")).to_contain_text("Write an address")
    page.get_by_role("group", name="Name").get_by_label("English").fill("Marketing Council")
    page.get_by_label("Address", exact=True).fill(slug)
    page.get_by_label("Usual length in minutes").fill("60")
    pressed(page, "Add the body")
    told(page, "The body is added.")
    for place, name in enumerate(NAMES):
        page.get_by_role("link", name="Add a member").click()
        page.get_by_label("Or a name").fill(name)
        page.get_by_label("Their e-mail").fill(f"{slug}{place}@example.org")
        if place == 0:
            look(page)
            page.get_by_label("Role").select_option("chair")
        pressed(page, "Add the member")
        told(page, "The member is added.")
    look(page)


def planned(page: Page, look: Look) -> None:
    """Plan a meeting and put points on its agenda: one’s own, and what waits."""
    page.get_by_role("link", name="Plan a meeting").click()
    page.get_by_label("Day", exact=True).fill(AHEAD.isoformat())
    page.get_by_label("Time").fill("10:00")
    look(page)
    pressed(page, "Plan the meeting")
    told(page, "The meeting is planned.")
    page.get_by_role("link", name="Take up what waits").click()
    look(page)
    page.get_by_role("checkbox").first.check()
    pressed(page, "Put them on the agenda")
    told(page, "1 point is on the agenda now.")
    page.get_by_role("link", name="Add a point").click()
    page.get_by_role("group", name="What it is about").get_by_label("English").fill("Trade fair")
    pressed(page, "Put it on the agenda")
    page.get_by_role("button", name="Up 2").click()
    expect(page.locator("ol.agenda h3").first).to_contain_text("1. Trade fair")
    look(page)


def invited(page: Page, look: Look) -> None:
    """Look at the invitation, and send it."""
    page.get_by_role("link", name="Look at the invitation and send it").click()
    expect(page.locator("main")).to_contain_text("It goes to 3 people")
    look(page)
    pressed(page, "Send the invitation")
    told(page, "Invitations are on their way to 3 people.")


def held(page: Page, look: Look) -> None:
    """Begin the meeting, and note who attends."""
    pressed(page, "Begin the meeting")
    look(page)
    for name in NAMES[:2]:
        row = page.get_by_role("group", name=re.compile(f"^{name} "))
        row.get_by_label("present", exact=True).check()
    pressed(page, "Save")
    told(page, "There is a quorum: 2 of 3 members who vote attend")
    page.get_by_role("link", name="Write the minutes").click()


MINUTES = "The stand was discussed."


def typed(page: Page) -> None:
    """Type minutes and come back to them without having saved."""
    minutes = page.get_by_role("group", name="Minutes").get_by_label("English")
    minutes.fill(MINUTES)
    page.get_by_role("heading", name="Votes").click()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.reload()
    expect(minutes).to_have_value(MINUTES)


def written(page: Page, look: Look) -> None:
    """Write minutes, note votes, record a decision, give a follow-up."""
    page.get_by_role("group", name="Minutes").get_by_label("English").fill(MINUTES)
    look(page)
    pressed(page, "Save")
    told(page, "The minutes of this point are saved.")
    page.get_by_role("link", name="Note the votes").click()
    for name in NAMES[:2]:
        page.get_by_role("group", name=name).get_by_label("for", exact=True).first.check()
    look(page)
    pressed(page, "Save")
    told(page, "Carried: 2 for, 0 against, 0 abstained.")
    page.get_by_role("link", name="Record a decision").click()
    page.get_by_role("group", name="What was decided").get_by_label("English").fill("Take a stand.")
    look(page)
    pressed(page, "Save")
    told(page, "The decision is recorded.")
    page.get_by_role("link", name="Give a follow-up").click()
    page.get_by_role("group", name="What is to be done").get_by_label("English").fill("Book it.")
    page.get_by_label("Organisation").select_option(index=1)
    page.get_by_label("Due on").fill((AHEAD + timedelta(days=30)).isoformat())
    look(page)
    pressed(page, "Save")
    told(page, "The follow-up is given.")


def confirmed(page: Page, look: Look) -> None:
    """Hand the minutes in and confirm them; then they stay."""
    page.get_by_role("link", name="Back to the meeting").click()
    pressed(page, "Hand in the minutes for confirmation")
    told(page, "The minutes wait for confirmation.")
    pressed(page, "Confirm the minutes")
    told(page, "The minutes are confirmed.")
    main = page.locator("main")
    for words in ("Take a stand.", "Book it.", "The stand was discussed.", "2 for, 0 against"):
        expect(main).to_contain_text(words)
    look(page)
    page.get_by_role("link", name="Book it.").click()
    look(page)
