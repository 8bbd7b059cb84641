"""A stranger arrives, changes the language, finds the strategy, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.both


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_stranger_finds_the_measures_of_klaipeda_id(
    open_page: OpenPage, *, scripts: bool
) -> None:
    page = open_page(language="en", scripts=scripts)
    page.goto("/en/")
    page.get_by_role("main").get_by_role("link", name="Klaipėda").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/en/strategies/keds/")
    expect(page.get_by_role("main")).to_contain_text("109")


def test_the_language_switch_stays_on_the_page(open_page: OpenPage) -> None:
    page = open_page(language="en", width=390)
    page.goto("/en/strategies/keds/")
    page.locator("a[hreflang=lt]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "lt")
    assert page.url.endswith("/lt/strategies/keds/")
