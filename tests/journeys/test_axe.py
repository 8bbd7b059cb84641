"""No page type breaks a rule that axe knows, and none scrolls sideways.

Each is met once in `make test`, with language, width and scheme alternating; `make audit` meets
each in every way. Those with much to fit in are met at 320 pixels besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product as every
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    context_of,
    sign_in_again,
)
from tests.journeys.guard import Guard
from tests.journeys.pages import PAGES, PageType

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.journeys.conftest import Cookies, OpenPage
    from tests.journeys.product import Product

READS_ONLY = True
Way = tuple[str, int, str]
WAYS: list[Way] = list(every(("lt", "en"), (390, 1280), ("light", "dark")))
ALTERNATING = [0, 3, 5, 6, 1, 2, 4, 7]  # neighbours differ in two of the three


@pytest.fixture(scope="module")
def cookies() -> Cookies:
    return {}


def go(page: Page, page_type: PageType, language: str) -> int:
    """Come to a page of a type; return the status with which it answers."""
    answer = page.goto(page_type.at(language))
    for link in page_type.by:
        address = page.locator(link).first.get_attribute("href")
        assert address
        answer = page.goto(address)
    assert answer
    return answer.status


Look = Callable[[PageType, Way], None]
Tabs = dict[tuple[Way, str], "Page"]


@pytest.fixture(scope="module")
def watchman(product: Product) -> Guard:
    return Guard(product.address)


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Keep a tab for each way and role: to begin with a new one takes longer than to look."""
    kept: Tabs = {}
    yield kept
    for page in kept.values():
        page.context.close()


@pytest.fixture
def tab(
    browser: Browser, product: Product, tabs: Tabs, watchman: Guard, cookies: Cookies
) -> Iterator[OpenPage]:
    """Return the tab of a role in one way, signed in; what goes wrong there fails the test."""
    watchman.begin_again()

    def tab_of(role: str, way: Way, *, scripts: bool = True) -> Page:
        language, width, scheme = way
        if (way, role) not in tabs:
            context = context_of(
                browser, product, language=language, width=width, scheme=scheme, scripts=scripts
            )
            page = tabs[way, role] = context.new_page()
            watchman.watch(page)
            if role:
                sign_in_again(page, product, role, cookies=cookies)
        return tabs[way, role]

    yield tab_of
    assert watchman.verdict() == []


@pytest.fixture
def look(tab: OpenPage, watchman: Guard) -> Look:
    """Return how to meet a page type in one way: with its role signed in, axe, and its width."""

    def meet(page_type: PageType, way: Way) -> None:
        page = tab(page_type.role, way)
        if page_type.status != 200:
            watchman.forgive(str(page_type.status))
        assert go(page, page_type, way[0]) == page_type.status
        assert_accessible(page)
        assert_no_sideways_scrolling(page)

    return meet


@pytest.mark.parametrize(
    ("page_type", "way"),
    [
        pytest.param(page_type, WAYS[ALTERNATING[n % 8]], id=f"{page_type.route} {n % 8}")
        for n, page_type in enumerate(PAGES)
    ],
)
def test_a_page_type_is_accessible(page_type: PageType, way: Way, look: Look) -> None:
    look(page_type, way)


NARROWEST: Way = ("lt", 320, "light")
NARROW = {
    "api:tables",
    "portal:home",
    "portal:strategy",
    "portal:measure",
    "portal:history",
    "portal:amendment",
    "portal:indicator",
    "portal:how_we_judge",
    "indicators:series",
    "indicators:value",
    "indicators:import_start",
    "portal:organisation",
    "account_login",
    "workspace:home",
    "organisations:people",
    "strategy:manage",
    "strategy:lives",
    "strategy:settings",
    "strategy:statuses",
    "reporting:part",
    "reporting:report",
    "reporting:grid",
}


@pytest.mark.parametrize("page_type", [p for p in PAGES if p.route in NARROW], ids=str)
def test_a_full_page_fits_320_pixels(page_type: PageType, tab: OpenPage) -> None:
    page = tab(page_type.role, NARROWEST, scripts=False)
    go(page, page_type, "lt")
    assert_no_sideways_scrolling(page)


@pytest.mark.audit
@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("page_type", PAGES, ids=str)
def test_a_page_type_is_accessible_in_every_way(page_type: PageType, way: Way, look: Look) -> None:
    look(page_type, way)
