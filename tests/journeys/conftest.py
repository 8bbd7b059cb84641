"""A running product, a browser, and pages that are watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import product as running
from tests.journeys.guard import Guard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.journeys.product import Product

HERE = Path(__file__).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
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
AXE = Axe()
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


@pytest.fixture(scope="module")
def product(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Product]:
    """Run the product on a copy of its own for each module, so that modules do not meet."""
    name = request.module.__name__.rpartition(".")[2]
    data = tmp_path_factory.mktemp(name) / "data"
    database = running.copy(
        demonstration, os.environ.get("HEADWAY_DATABASE", ""), name=name, to=data
    )
    process, product = running.start(data, database)
    yield product
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the browser of the system, which `make test` has installed."""
    found = (shutil.which(name) for name in CHROMIUM)
    path = os.environ.get("CHROMIUM") or next((path for path in found if path), None)
    assert path, "The journeys need Chromium: apt-get install chromium"
    return {"executable_path": path, "args": list(QUIET)}


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
        context = browser.new_context(
            base_url=product.address,
            locale=language,
            viewport={"width": width, "height": HEIGHT.get(width, 900)},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
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
