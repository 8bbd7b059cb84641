"""The drawn cover of a summary: a title as long as it likes stays legible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.pages import SHARED

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage

READS_ONLY = True
LONG = "Firms that show what they make, and sell it far from home"


@pytest.mark.parametrize("width", [768, 1280, 1920])
def test_a_long_title_keeps_clear_of_the_light_coast(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    page.goto(f"{SHARED.format(language='en')}plans/klaipeda/")
    page.locator("h1").evaluate("(found, words) => { found.textContent = words; }", LONG)
    assert not any(lines_on_the_coast(page))


def lines_on_the_coast(page: Page) -> list[bool]:
    """Tell of each line of the title whether it lies on the coast."""
    lines: list[bool] = page.evaluate(
        """() => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(".cover h1"));
          const coast = [...document.querySelectorAll(".cover .sand-l")];
          const on = (x, y) => coast.some(
            (each) => each.isPointInFill(
              new DOMPoint(x, y).matrixTransform(each.getScreenCTM().inverse())));
          return [...range.getClientRects()].map((line) => {
            const steps = [...Array(40).keys()].map((n) => line.left + n * line.width / 39);
            return steps.some((x) => on(x, line.top) || on(x, line.bottom));
          });
        }"""
    )
    assert lines, "the cover has a title"
    return lines
