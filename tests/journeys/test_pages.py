"""No page is forgotten: each route that shows one has a type, or a reason why it needs none."""

from __future__ import annotations

from tests.access.matrix import MATRIX
from tests.journeys.not_pages import NOT_PAGES
from tests.journeys.pages import PAGES

SHOWN = {row.route for row in MATRIX if "GET" in row.methods}


def test_every_route_that_shows_a_page_has_a_page_type_or_a_reason() -> None:
    assert SHOWN - {page.route for page in PAGES} - set(NOT_PAGES) == set()


def test_no_page_type_outlives_its_route() -> None:
    named = {page.route for page in PAGES if ":" in page.route} | set(NOT_PAGES)
    assert named - SHOWN == set()
