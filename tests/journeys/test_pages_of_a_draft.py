"""The pages that exist only while a draft is open are accessible too, on a phone as on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling, sign_in
from tests.journeys.pages import COORDINATOR

if TYPE_CHECKING:
    from tests.journeys.conftest import OpenPage
    from tests.journeys.product import Product

KEPT = "/{language}/workspace/strategies/keds/"
MEASURE = "nodes/q8dndhq345/"
PAGES = (
    "",
    "frame/",
    "sectors/",
    "neighbours/",
    "in-force/",
    "discard/",
    "add/",
    MEASURE,
    f"{MEASURE}move/",
    f"{MEASURE}end/",
)


def test_the_pages_of_a_draft_are_accessible(open_page: OpenPage, product: Product) -> None:
    desk = open_page(language="en", width=1280, scheme="light")
    sign_in(desk, product, COORDINATOR)
    desk.goto(KEPT.format(language="en"))
    desk.get_by_role("button", name="Open a draft").click()
    phone = open_page(language="lt", width=390, scheme="dark")
    sign_in(phone, product, COORDINATOR)
    for place, path in enumerate(PAGES):
        page, language = (phone, "lt") if place % 2 else (desk, "en")
        answer = page.goto(f"{KEPT.format(language=language)}draft/{path}")
        assert answer
        assert (path, answer.status) == (path, 200)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
