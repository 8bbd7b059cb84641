"""Two answer one part of a report, in two browsers or two tabs; they talk; the net goes.

Nothing that somebody typed is lost, and nobody's words are overwritten unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS_ON_BOTH,
    assert_accessible,
    assert_no_sideways_scrolling,
)
from tests.journeys.rounds import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product
    from tests.journeys.rounds import Asked

THEIRS = {"done.en": "The colleague counted two halls", "ahead.en": "The colleague opens them"}
MINE = {"done.en": "The reporter counted three halls", "ahead.en": "The reporter sells them"}
KEPT_WITHIN = 10_000  # milliseconds that may pass until typed words are kept


@pytest.fixture
def asked(product: Product) -> Asked:
    return ask(product)


def enter(page: Page, link: str, *, is_of_the_part: bool = False) -> str:
    """Come to the form of the first measure by a link; return its address."""
    page.goto(f"/en/{link}")
    page.get_by_role("button", name="Open the report").click()
    if not is_of_the_part:
        page.locator("ul.tasks h3 a").first.click()
    expect(page.locator("#part-form")).to_be_visible()
    return page.url


def write(page: Page, words: dict[str, str]) -> None:
    for name, text in words.items():
        page.locator(f"[name='{name}']").fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and close").click()


def both_open(open_page: OpenPage, asked: Asked, *, scripts: bool = True) -> tuple[Page, Page, str]:
    """Return the form in the browser of a colleague, and in the reporter's, on a phone."""
    colleague, reporter = open_page(scripts=scripts), open_page(scripts=scripts, width=390)
    enter(colleague, asked.colleague, is_of_the_part=True)
    address = enter(reporter, asked.link)
    write(colleague, THEIRS)
    write(reporter, MINE)
    save(colleague)
    expect(colleague.get_by_role("status")).to_contain_text("is saved")
    return colleague, reporter, address


@SCRIPTS_ON_BOTH
def test_the_second_to_save_sees_both_texts_and_loses_nothing(
    open_page: OpenPage, asked: Asked, guard: Guard, *, scripts: bool
) -> None:
    colleague, reporter, address = both_open(open_page, asked, scripts=scripts)
    guard.forgive("409")
    save(reporter)
    expect(reporter.get_by_role("heading", level=1)).to_contain_text("Two people changed")
    for text in (*THEIRS.values(), *MINE.values()):
        expect(reporter.get_by_role("table")).to_contain_text(text)
    if scripts:
        assert_accessible(reporter)
    assert_no_sideways_scrolling(reporter)
    reporter.locator("[name='keep:done.en'][value=theirs]").check()
    reporter.locator("[name='keep:ahead.en'][value=mine]").check()
    reporter.get_by_role("button", name="Save what was chosen").click()
    for page in (reporter, colleague):
        page.goto(address)
        expect(page.locator("[name='done.en']")).to_have_value(THEIRS["done.en"])
        expect(page.locator("[name='ahead.en']")).to_have_value(MINE["ahead.en"])


def test_without_the_version_the_second_would_overwrite_the_first_unseen(
    open_page: OpenPage, asked: Asked
) -> None:
    """The control: only the version that each form was read at tells the two apart."""
    colleague, reporter, address = both_open(open_page, asked)
    colleague.goto(address)
    version = colleague.locator("#part-form [name=version]").input_value()
    reporter.locator("#part-form [name=version]").evaluate(
        "(field, version) => { field.value = version; }", version
    )
    save(reporter)
    expect(reporter.get_by_role("status")).to_contain_text("is saved")
    colleague.goto(address)
    for name, text in MINE.items():
        expect(colleague.locator(f"[name='{name}']")).to_have_value(text)


def test_two_tabs_of_one_part_are_told_of_each_other(open_page: OpenPage, asked: Asked) -> None:
    first = open_page()
    address = enter(first, asked.link)
    notices = "This part is open in another tab as well."
    expect(first.locator("#elsewhere")).to_be_empty()
    second = first.context.new_page()
    second.goto(address)
    for tab in (first, second):
        expect(tab.locator("#elsewhere")).to_contain_text(notices)
    write(first, MINE)
    first.locator("[name='obstacles.en']").focus()
    expect(first.locator("#saved")).to_contain_text("Saved", timeout=KEPT_WITHIN)
    expect(first.locator("#elsewhere")).to_contain_text(notices)
    second.goto("/en/")
    expect(first.locator("#elsewhere")).to_be_empty()


def test_what_is_typed_without_a_connection_is_kept_once_it_is_back(
    open_page: OpenPage, asked: Asked, guard: Guard
) -> None:
    page = open_page()
    address = enter(page, asked.link)
    guard.forgive("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(offline=True)
    write(page, MINE)
    expect(page.locator("#saved")).to_contain_text("No connection", timeout=KEPT_WITHIN)
    save(page)
    expect(page.locator("[name='done.en']")).to_have_value(MINE["done.en"])
    page.context.set_offline(offline=False)
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=KEPT_WITHIN)
    page.goto(address)
    for name, text in MINE.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(text)


@SCRIPTS_ON_BOTH
def test_a_comment_leads_back_to_its_answer_and_keeps_what_is_typed_beside_it(
    open_page: OpenPage,
    asked: Asked,
    scripts: bool,
) -> None:
    page = open_page(width=390, scripts=scripts)
    enter(page, asked.link)
    write(page, {"ahead.en": MINE["ahead.en"]})
    page.get_by_text("Comment on one answer").click()
    comment = page.locator("details.thread", has_text="What was done")
    comment.locator("summary").click()
    comment.get_by_label("Your comment").fill("Which halls are meant?")
    comment.get_by_role("button", name="Write").click()
    said = page.locator("#part-form details.thread")
    expect(said).to_contain_text("Which halls are meant?")
    expect(page.locator("[name='ahead.en']")).to_have_value(MINE["ahead.en"])
    if scripts:  # which axe itself needs
        assert_accessible(page)
    assert_no_sideways_scrolling(page)
    said.get_by_role("button", name="Resolve").click()
    expect(page.locator("#part-form details.thread")).to_contain_text("Resolved by")
    expect(page.locator("[name='ahead.en']")).to_have_value(MINE["ahead.en"])


def test_what_is_typed_before_the_script_has_come_is_kept(
    open_page: OpenPage, asked: Asked
) -> None:
    page = open_page()
    address = enter(page, asked.link)
    late: list[Route] = []
    page.route("**/autosave*.js", lambda route: late.append(route))
    page.goto(address, wait_until="commit")
    write(page, MINE)
    assert len(late) == 1, "the script had come before the words"
    late[0].continue_()
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=KEPT_WITHIN)
    page.unroute_all()
    page.goto(address)
    for name, text in MINE.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(text)
