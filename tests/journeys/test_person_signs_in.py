"""A person signs in and out: by the demonstration's link, by a mail, with a second factor."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import SCRIPTS, assert_accessible, sign_in
from tests.journeys.pages import REPORTER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


WORKSPACE = "/en/workspace/"
REPORTING, COORDINATING = "reporter.kid@example.org", "coordinator@example.org"


@SCRIPTS
def test_only_the_button_of_the_demonstration_link_signs_in(
    open_page: OpenPage, product: Product, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    page.goto(product.link(REPORTER))
    expect(page.get_by_role("main")).to_contain_text(
        f"This link signs in Reporter, Klaipėda ID ({REPORTING})."
    )
    page.goto(WORKSPACE)
    assert_signed_out(page)
    sign_in(page, product, REPORTER)
    assert_signed_in(page)


@SCRIPTS
def test_a_link_in_a_mail_signs_in_once(
    open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    link = link_by_mail(page, product, REPORTING)
    assert page.request.head(link).status == 200
    assert page.request.get(link).status == 200
    page.goto(link)
    page.locator("main form button").click()
    assert_signed_in(page)
    guard.forgive("410")
    second = open_page(scripts=scripts)
    answer = second.goto(link)
    assert answer
    assert answer.status == 410
    expect(second.get_by_role("heading", level=1)).to_have_text("This link cannot be used")
    expect(second.get_by_role("link", name="Ask for a new link")).to_be_visible()
    second.goto(WORKSPACE)
    assert_signed_out(second)


def test_a_stranger_is_told_the_same_as_somebody_with_an_account(
    page: Page, product: Product
) -> None:
    ask_for_link(page, "nobody@example.org")
    expect(page.get_by_role("main")).to_contain_text("If nobody@example.org has an account")
    ask_for_link(page, "auditor@example.org")
    assert "/sign-in/enter/" in product.newest_mail("auditor@example.org")
    outbox = {path.read_text("utf-8") for path in (product.data / "mail").glob("*.eml")}
    assert not [mail for mail in outbox if "nobody@example.org" in mail]


def test_a_code_in_a_mail_signs_in_and_a_wrong_one_does_not(page: Page, product: Product) -> None:
    page.goto("/en/sign-in/")
    page.get_by_role("link", name="Send me a code by mail").click()
    page.locator("main input[type=email]").fill(REPORTING)
    page.get_by_role("button", name="Send the code").click()
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", product.newest_mail(REPORTING), re.MULTILINE)
    assert found
    typed = page.locator("main input:not([type=hidden])").first
    typed.fill("WRONG1")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    typed.fill(found[1])
    page.get_by_role("button", name="Sign in").click()
    page.goto(WORKSPACE)
    assert_signed_in(page)


def test_who_signs_out_is_out(page: Page, product: Product) -> None:
    sign_in(page, product, REPORTER)
    page.goto("/en/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(WORKSPACE)
    assert_signed_out(page)


def test_a_coordinator_sets_up_a_second_factor_and_is_asked_for_it_ever_after(
    page: Page, open_page: OpenPage, product: Product
) -> None:
    page.goto(link_by_mail(page, product, COORDINATING))
    page.locator("main form button").click()
    page.goto(WORKSPACE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    assert_accessible(page)
    page.locator("main input[name=code]").fill(code_of(page.locator("main code").inner_text()))
    with page.expect_navigation():
        page.get_by_role("button", name="Set up").click()
    page.goto("/en/account/factor/codes/")
    recovery = page.locator("main").inner_text()
    again = open_page()
    again.goto(link_by_mail(again, product, COORDINATING))
    again.locator("main form button").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Second factor")
    again.goto(WORKSPACE)  # leads back to the question
    expect(again.get_by_role("heading", level=1)).to_have_text("Second factor")
    expect(again.get_by_role("link", name="Workspace", exact=True)).to_have_count(0)
    again.locator("main input[name=code]").fill(re.findall(r"\b[0-9a-f]{8}\b", recovery)[0])
    again.get_by_role("button", name="Sign in").click()
    again.goto(WORKSPACE)
    assert_signed_in(again)


def ask_for_link(page: Page, email: str) -> None:
    page.goto("/en/sign-in/link/")
    page.locator("main input[type=email]").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your mail")


def link_by_mail(page: Page, product: Product, email: str) -> str:
    ask_for_link(page, email)
    return product.link_in(product.newest_mail(email))


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now. Source: RFC 6238 with its usual values."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def assert_signed_in(page: Page) -> None:
    expect(page.get_by_role("link", name="Workspace", exact=True)).to_be_visible()


def assert_signed_out(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("link", name="Workspace", exact=True)).to_have_count(0)
