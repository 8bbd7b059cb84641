"""On a phone, where a table is laid out as cards, a screen reader still meets the same table.

Chromium keeps the roles of a table's elements whatever their display is, so no role is written
down; what is not displayed at all is lost, so headings are only hidden from sight.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.pages import ADMINISTRATOR, AUDITOR, COORDINATOR, KEDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.product import Product

READS_ONLY = True
ROLES = {"table", "caption", "rowgroup", "row", "columnheader", "rowheader", "cell"}
PAGES = [
    ("/{language}/strategies/keds/", ""),
    ("/{language}/organisations/", ""),
    ("/{language}/organisations/klaipeda-id/", ""),
    ("/{language}/workspace/audit/", AUDITOR),
    ("/{language}/directory/people/", ADMINISTRATOR),
    (f"{KEDS}status/", COORDINATOR),
]


def heard(page: Page) -> Counter[str]:
    """Return how often each role of a table stands in what a screen reader is given."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = (node["role"]["value"] for node in nodes if not node["ignored"])
    return Counter(role for role in roles if role in ROLES)


@pytest.mark.parametrize(("address", "role"), PAGES)
def test_a_table_in_cards_is_heard_as_the_same_table(
    address: str, role: str, product: Product, open_page: OpenPage
) -> None:
    found = []
    for width in (1280, 390):
        page = open_page(width=width)
        if role:
            sign_in(page, product, role)
        page.goto(address.format(language="en"))
        found.append(heard(page))
    assert set(found[0]) >= {"table", "row", "columnheader", "rowheader", "cell"}
    assert found[0] == found[1]
