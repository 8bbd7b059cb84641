"""A running product, a browser, and pages that are watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import product as running
from tests.journeys.guard import Guard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.journeys.product import Product

HERE = Path(__file__).parent
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHT = {390: 844, 320: 640}
PATIENCE = 15_000  # milliseconds
EACH_COLOUR_ONCE = """
;(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();
"""
"""Axe reads the few colours of a large page twenty thousand times."""
AXE = Axe(AXE_SCRIPT + EACH_COLOUR_ONCE)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
SCRIPTS_ON_BOTH = pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, id="with scripts", marks=pytest.mark.both),
        pytest.param(False, id="without scripts"),
    ],
)
"""With scripts on both databases, without them on SQLite: the two differ in the browser alone."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is here as journeys, before anyone shares the tests out by their marks."""
    item.add_marker(pytest.mark.journey)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep journeys for the end, whatever the order of the rest.

    The browser leaves an event loop running in the thread, in which Django refuses its database.
    """
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a demonstration that nobody has touched."""
    data = tmp_path_factory.mktemp("demonstration") / "data"
    running.load(data, os.environ.get("HEADWAY_DATABASE", ""))
    return data


RunCopy = Callable[[str], AbstractContextManager["Product"]]


@pytest.fixture(scope="session")
def run_copy(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> RunCopy:
    """Return a way to run the product on a copy of the demonstration, by the copy's name."""

    @contextmanager
    def run(name: str) -> Iterator[Product]:
        data = tmp_path_factory.mktemp(name) / "data"
        database = os.environ.get("HEADWAY_DATABASE", "")
        process, product = running.start(
            data, running.copy(demonstration, database, name=name, to=data)
        )
        yield product
        process.terminate()
        process.communicate(timeout=30)

    return run


@pytest.fixture(scope="session")
def product_to_read(run_copy: RunCopy) -> Iterator[Product]:
    """Run the product for all modules that change nothing in it."""
    with run_copy("read") as product:
        yield product


@pytest.fixture(scope="module")
def product(request: pytest.FixtureRequest, run_copy: RunCopy) -> Iterator[Product]:
    """Run the product on a copy of its own for each module, so that modules do not meet.

    Modules that say `READS_ONLY = True` share one.
    """
    if getattr(request.module, "READS_ONLY", False):
        yield request.getfixturevalue("product_to_read")
        return
    with run_copy(request.module.__name__.rpartition(".")[2]) as product:
        yield product


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the browser of the system, which `make test` has installed."""
    found = (shutil.which(name) for name in CHROMIUM)
    path = os.environ.get("CHROMIUM") or next((path for path in found if path), None)
    assert path, "The journeys need Chromium: apt-get install chromium-headless-shell"
    return {"executable_path": path, "args": list(QUIET)}


def context_of(
    browser: Browser,
    product: Product,
    *,
    language: str,
    width: int,
    scheme: str,
    scripts: bool = True,
) -> BrowserContext:
    """Return the browser of one reader, who has never been here."""
    context = browser.new_context(
        base_url=product.address,
        locale=language,
        viewport={"width": width, "height": HEIGHT.get(width, 900)},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


Cookies = dict[str, list[Any]]  # by role, as Playwright gives and takes them
OpenPage = Callable[..., "Page"]


@pytest.fixture
def guard(product: Product) -> Guard:
    return Guard(product.address)


@pytest.fixture
def open_page(browser: Browser, product: Product, guard: Guard) -> Iterator[OpenPage]:
    """Return a way to open pages for a reader of a language, width, scheme, with scripts or not.

    Everything that goes wrong on any of them fails the test when it ends.
    """
    contexts = []

    def open_one(
        *, language: str = "en", width: int = 1280, scheme: str = "light", scripts: bool = True
    ) -> Page:
        context = context_of(
            browser, product, language=language, width=width, scheme=scheme, scripts=scripts
        )
        contexts.append(context)
        page = context.new_page()
        guard.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert guard.verdict() == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return a page for an English reader at a desk."""
    return open_page()


def sign_in(page: Page, product: Product, role: str) -> None:
    """Sign in through the demonstration's link for a role, as its one button does."""
    page.goto(product.link(role))
    page.locator("main form button[type=submit]").click()


def sign_in_again(page: Page, product: Product, role: str, *, cookies: Cookies) -> None:
    """Sign in, or be who signed in for the same role before; `cookies` are kept by role."""
    if role in cookies:
        page.context.add_cookies(cookies[role])
    else:
        sign_in(page, product, role)
        cookies[role] = page.context.cookies()


def assert_accessible(page: Page) -> None:
    """Let axe find nothing on the page as it stands, at any level that axe knows."""
    found = AXE.run(page).response["violations"]
    told = [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
    assert told == []


def assert_no_sideways_scrolling(page: Page) -> None:
    """Let a page fit its width: only tables may scroll, inside their own frame."""
    excess = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert excess <= 0
