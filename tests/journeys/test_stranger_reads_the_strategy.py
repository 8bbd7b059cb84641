"""A stranger arrives, changes the language, finds the strategy, with scripts and without."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SCRIPTS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage

READS_ONLY = True
SENTENCES = {
    "en": (
        "Of 109 measures, 72 are in progress and 16 are done.",
        "Klaipėda City Municipality answers for 47 of 109 measures, Klaipėda ID for 26.",
    ),
    "lt": (
        "Iš 109 priemonių vykdoma 72, įgyvendinta 16.",
        "Klaipėdos miesto savivaldybė atsako už 47 iš 109 priemonių, „Klaipėda ID“ – už 26.",
    ),
}


@SCRIPTS
@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_stranger_reads_how_far_the_strategy_has_got(
    language: str, open_page: OpenPage, *, scripts: bool
) -> None:
    page = open_page(language=language, scripts=scripts)
    page.goto(f"/{language}/")
    page.locator(f"main a[href='/{language}/strategies/keds/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    lead = page.locator("main .lead")
    for sentence in SENTENCES[language]:
        expect(lead).to_contain_text(sentence)


def test_the_language_switch_stays_on_the_page_and_its_filter(open_page: OpenPage) -> None:
    page = open_page(language="en", width=390)
    page.goto("/en/strategies/keds/?organisation=klaipeda-id")
    page.locator("a[hreflang=lt]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "lt")
    assert page.url.endswith("/lt/strategies/keds/?organisation=klaipeda-id")
    expect(page.locator("table.measures caption")).to_contain_text("26 iš 109 priemonių")


@SCRIPTS
def test_a_filter_is_kept_in_the_address(open_page: OpenPage, *, scripts: bool) -> None:
    page = open_page(language="en", scripts=scripts)
    filter_by(page, "Klaipėda ID")
    shown = page.locator("table.measures caption")
    expect(shown).to_contain_text("26 of 109 measures")
    again = open_page(language="en", scripts=scripts)
    again.goto(page.url)
    expect(again.locator("table.measures caption")).to_contain_text("26 of 109 measures")
    again.get_by_role("link", name="Show the whole list").click()
    expect(again.locator("table.measures caption")).to_contain_text("109 measures, in the order")


def test_the_downloads_hold_the_rows_that_the_filter_leaves(page: Page) -> None:
    filter_by(page, "Klaipėda ID")
    files = {
        link.inner_text(): page.request.get(str(link.get_attribute("href"))).body()
        for link in page.locator(".dl a[href*='tables/measures']").all()
    }
    table = list(csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(files["XLSX"])).worksheets[0]
    counts = {
        "CSV": len(table),
        "XLSX": sum(1 for row in sheet.iter_rows(min_row=2) if row[0].value is not None),
        "JSON": len(json.loads(files["JSON"])["rows"]),
    }
    assert counts == {"CSV": 26, "XLSX": 26, "JSON": 26}


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "klaipedos", "Klaipėda City Municipality"),
        ("lt", "pramonininku", "Klaipėdos pramonininkų asociacija"),
        ("lt", "KURSIU", "Kuršių"),
        ("en", "1.3.4", "1.3.4"),
    ],
)
def test_search_finds_words_without_their_marks(
    open_page: OpenPage, language: str, words: str, found: str
) -> None:
    page = open_page(language=language, scripts=False)
    page.goto(f"/{language}/search/")
    page.locator("main input[type=search]").fill(words)
    page.locator("main form button").click()
    expect(page.locator("ol.hits")).to_contain_text(found)


def test_a_search_without_results_says_what_to_do(page: Page) -> None:
    page.goto("/en/search/?words=siauliai")
    expect(page.get_by_role("main")).to_contain_text(
        "Nothing was found. Use fewer or shorter words."
    )


def filter_by(page: Page, organisation: str) -> None:
    page.goto("/en/strategies/keds/")
    page.get_by_label("Organisation").select_option(label=organisation)
    page.get_by_role("search", name="Filter the list").get_by_role("button", name="Show").click()
