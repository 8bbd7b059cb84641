"""What a plan of a region says in a journey, in English and Lithuanian, and how it is typed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import assert_accessible, assert_no_sideways_scrolling
from tests.journeys.pages import SHARED, VENTURES

if TYPE_CHECKING:
    from playwright.sync_api import Page

AUTHOR = "Reporter, Klaipėda City"
PROJECT = VENTURES.format(language="en")
PLAN = f"{PROJECT}plans/creative/"
PUBLIC = f"{SHARED}plans/creative/"
MEASURE = "/{language}/strategies/keds/measures/1.4.1/"
TODAY = date.today()  # noqa: DTZ011 -- whatever day it is
YEAR = TODAY.year + 1
HALF = f"{TODAY.year}-S{1 if TODAY.month <= 6 else 2}"
INSTRUMENT = ("Rules for grants to creative firms", "Paramos kūrybinėms įmonėms tvarka")
TITLE = {"en": "Firms that show what they make", "lt": "Įmonės rodo, ką kuria"}
CHANGES = {
    "en": "The workshops are open to firms of creative trades that want to sell abroad.",
    "lt": "Dirbtuvės atviros užsienyje norinčioms parduoti kūrybinėms įmonėms.",
}
COUNTED = {
    "en": "Firms that showed their goods abroad",
    "lt": "Užsienyje gaminius rodžiusios įmonės",
}
ACTION = {"en": "A stand of our own at fairs abroad", "lt": "Savas stendas užsienio mugėse"}
SHOWN = {"en": "Potters at a fair", "lt": "Puodžiai mugėje"}
TOLD = "We chose the fair in Hannover."
WORDS = {
    "intro": (
        "Klaipėda is a port city. Its creative firms are small. This plan shows them abroad.",
        "Klaipėda – uostamiestis. Jo kūrybinės įmonės mažos. Šis planas jas parodo užsienyje.",
    ),
    "why": ("Nobody shows these firms abroad.", "Užsienyje šių įmonių niekas nerodo."),
    "context": ("The city pays grants by its rules.", "Miestas paramą moka pagal savo tvarką."),
    "monitoring": ("Both partners look at it twice a year.", "Peržiūrima du kartus per metus."),
    "contacts-0-role": ("Investment division", "Investicijų skyrius"),
}
OF_ACTION = {
    "lead": ("Small firms share a stand.", "Mažos įmonės turi bendrą stendą."),
    "background": (
        "In Rzeszów buyers came to such a stand.",
        "Žešuve pirkėjai ateina prie stendo.",
    ),
    "changes": tuple(CHANGES.values()),
    "lessons-0-words": ("A shared stand is cheaper.", "Bendras stendas pigesnis."),
    "players-0-does": ("pays for the stand", "apmoka stendą"),
    "steps-0-title": ("Choose the fair", "Pasirinkti mugę"),
    "indicators-0-title": tuple(COUNTED.values()),
    "indicators-0-unit": ("firms", "įmonės"),
    "funding-0-source": ("City budget", "Miesto biudžetas"),
}
POINTS = ("readable", "no_knowledge", "summary", "adoption", "feasible", "who", "monitoring")
COUNCIL = {"en": "Klaipėda City Council", "lt": "Klaipėdos miesto savivaldybės taryba"}


def looked_at(page: Page) -> None:
    """Let axe find nothing, and the page fit its width."""
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def refused(page: Page, words: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words)


def fill(page: Page, name: str, *words: str) -> None:
    """Fill a text in English and Lithuanian, as far as both are given."""
    for language, each in zip(("en", "lt"), words, strict=False):
        page.locator(f"[name='{name}.{language}']").fill(each)


def give(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(value)


def said_of_an_action(page: Page, words: str) -> None:
    """Write in a report, on the first action, what was done."""
    page.locator("main a[href*='/parts/']").first.click()
    fill(page, "words", words)
    looked_at(page)
    pressed(page, "Save")
    told(page, "Your words are saved.")


def fetched(page: Page, address: str) -> bytes:
    """Return what a reader of the page downloads from an address."""
    answer = page.request.get(address)
    assert answer.status == 200, address
    return answer.body()


def a_picture() -> FilePayload:
    """Return a photograph to be brought."""
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(drawn, "JPEG")
    return {"name": "fair.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
