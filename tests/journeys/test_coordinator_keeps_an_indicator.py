"""A coordinator defines an indicator, puts it in force, enters, corrects, pastes and imports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.conftest import (
    SCRIPTS,
    assert_accessible,
    assert_no_sideways_scrolling,
    sign_in,
)
from tests.journeys.pages import COORDINATOR

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


KEPT = "/en/workspace/strategies/keds/"
MEASURE = "q8dndhq345"
CUBE: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "Employment by region",
    "source": "ESTAT",
    "updated": "2026-01-13",
    "value": {"0": 300, "1": 310, "2": 1300, "3": 1310},
    "status": {"3": "p"},
    "id": ["geo", "time"],
    "size": [2, 2],
    "dimension": {
        "geo": {
            "label": "Region",
            "category": {
                "index": {"LT021": 0, "LT023": 1},
                "label": {"LT021": "Alytus county", "LT023": "Klaipėda county"},
            },
        },
        "time": {"label": "Time", "category": {"index": {"2023": 0, "2024": 1}}},
    },
}


@SCRIPTS
def test_an_indicator_is_defined_and_its_values_are_kept(
    open_page: OpenPage, product: Product, guard: Guard, *, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    guard.forgive("422")
    sign_in(page, product, COORDINATOR)
    title = f"New jobs by {'day' if scripts else 'night'}"
    defined(page, title, scripts=scripts)
    if scripts:
        put_in_force(page, "2025-06-01")
    page.goto(f"{KEPT}indicators/")
    page.get_by_role("link", name=title).click()
    series = page.url
    entered(page)
    page.goto(series)
    pasted(page)
    page.goto(series)
    imported(page)
    looked_at(open_page, product, series)
    if not scripts:
        discarded(page)


def defined(page: Page, title: str, *, scripts: bool) -> None:
    """Define it at a measure: first with a target before its baseline, then right."""
    page.goto(KEPT)
    page.get_by_role("button", name="Open a draft").click()
    page.goto(f"{KEPT}draft/nodes/{MEASURE}/")
    page.get_by_role("link", name="Its indicators").click()
    page.get_by_role("link", name="Add an indicator here").click()
    page.locator("[name='title.en']").fill(title)
    page.locator("[name='title.lt']").fill("Naujos darbo vietos")
    page.locator("[name='unit.en']").fill("jobs")
    page.locator("[name=kind][value=stock]").check()
    page.locator("[name=baseline]").fill("1 000")
    page.locator("[name=baseline_period]").fill("2018")
    page.locator("[name=targets-0-period]").fill("2017")
    page.locator("[name=targets-0-low]").fill("2 000")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("A target lies after the baseline.")
    expect(page.locator("[name=targets-0-low]")).to_have_value("2 000")
    if scripts:
        assert_accessible(page)
    page.locator("[name=targets-0-period]").fill("2030")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("status")).to_contain_text(f"{title} is added.")
    expect(page.locator("main tbody")).to_contain_text("new")
    if scripts:
        assert_accessible(page)


def put_in_force(page: Page, day: str) -> None:
    page.goto(f"{KEPT}draft/in-force/")
    page.get_by_label("In force from").fill(day)
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_role("status")).to_contain_text("The edition is in force as you said.")


def entered(page: Page) -> None:
    """Enter a value that is asked about, then correct it with a reason."""
    for period, value in (("2019", "1 000"), ("2020", "1 100"), ("2021", "1 150")):
        page.get_by_role("link", name="Enter a value").click()
        page.locator("[name=period]").fill(period)
        page.locator("[name=value]").fill(value)
        page.get_by_role("button", name="Keep the value").click()
    page.get_by_role("link", name="Enter a value").click()
    page.locator("[name=period]").fill("2022")
    page.locator("[name=value]").fill("12 000")
    page.get_by_label("Reported by").fill("Ona")
    page.get_by_role("button", name="Keep the value").click()
    expect(page.get_by_role("alert").last).to_contain_text("Is it right?")
    expect(page.get_by_label("Reported by")).to_have_value("Ona")
    page.get_by_label("It is right").check()
    page.get_by_role("button", name="Keep the value").click()
    page.get_by_role("link", name="2022").click()
    page.locator("[name=value]").fill("1 200")
    page.get_by_label("Reason for the change").fill("A nought too many")
    page.get_by_role("button", name="Keep the value").click()
    row = page.locator("main tbody tr").first
    expect(row).to_contain_text("1,200")
    row.locator("summary").click()
    expect(row).to_contain_text("12,000")


def pasted(page: Page) -> None:
    """Paste a column in which one number may be read in two ways."""
    page.get_by_role("link", name="Paste from a spreadsheet").click()
    page.get_by_label("Cells").fill("2017\t950\n2018\t1,050")
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.get_by_role("button", name="Keep these values")).to_have_count(0)
    page.get_by_label("1050").check()
    page.get_by_role("button", name="Look at what it would do").click()
    page.get_by_role("button", name="Keep these values").click()
    expect(page.get_by_role("status")).to_contain_text("Kept: 2 new, 0 corrected.")
    expect(page.locator("main tbody")).to_contain_text("1,050")


def imported(page: Page) -> None:
    """Import one region of a cube of Eurostat’s shape."""
    page.get_by_role("link", name="Import a file").click()
    file: FilePayload = {
        "name": "employment.json",
        "mimeType": "application/json",
        "buffer": json.dumps(CUBE).encode(),
    }
    page.get_by_label("File").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Region (geo)").select_option(label="Klaipėda county (LT023)")
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.locator("p.sentence")).to_contain_text("2 new")
    page.get_by_role("button", name="Keep these values").click()
    expect(page.get_by_role("status")).to_contain_text("Kept: 2 new, 0 corrected.")
    row = page.locator("main tbody tr").first
    for words in ("2024", "1,310", "provisional", "ESTAT", "employment.json"):
        expect(row).to_contain_text(words)


def looked_at(open_page: OpenPage, product: Product, series: str) -> None:
    """See every page of the indicator on a phone in Lithuanian, and at a desk in English."""
    path = series.removeprefix(product.address).removeprefix("/en/")
    desk = open_page()
    phone = open_page(language="lt", width=390, scheme="dark")
    for page, language in ((desk, "en"), (phone, "lt")):
        sign_in(page, product, COORDINATOR)
        for part in ("", "value/", "value/?period=2022&member=&contributor=", "paste/", "import/"):
            page.goto(f"/{language}/{path}{part}")
            assert_accessible(page)
            assert_no_sideways_scrolling(page)


def test_the_pages_of_indicators_in_a_draft_are_accessible(
    open_page: OpenPage, product: Product
) -> None:
    desk = open_page()
    sign_in(desk, product, COORDINATOR)
    desk.goto(KEPT)
    desk.get_by_role("button", name="Open a draft").click()
    phone = open_page(language="lt", width=390, scheme="dark")
    sign_in(phone, product, COORDINATOR)
    for page, language in ((desk, "en"), (phone, "lt")):
        root = f"/{language}/workspace/strategies/keds/"
        for path in (
            "draft/indicators/",
            "draft/indicators/add/",
            f"draft/indicators/?node={MEASURE}",
        ):
            page.goto(root + path)
            assert_accessible(page)
            assert_no_sideways_scrolling(page)
    discarded(desk)


def discarded(page: Page) -> None:
    page.goto(f"{KEPT}draft/discard/")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is discarded.")
