"""What a plan of a region says in a journey, in English and Lithuanian, and how it is written."""

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


def begun(lead: Page, author: Page) -> None:
    """Name a policy, and begin a plan for it; one without a title is refused."""
    lead.goto(f"{PROJECT}instruments/add/")
    fill(lead, "title", *INSTRUMENT)
    lead.locator("[name=region]").select_option(label="Klaipėda region")
    lead.locator("[name=strategy]").select_option(index=1)
    pressed(lead, "Add the instrument")
    told(lead, "It is saved.")
    author.goto(f"{PROJECT}plans/~add/")
    looked_at(author)
    pressed(author, "Begin the plan")
    refused(author, "The title is missing.")
    fill(author, "title", *TITLE.values())
    author.get_by_role("checkbox", name="Klaipėda ID").check()
    give(author, slug="creative")
    pressed(author, "Begin the plan")
    told(author, "Nobody but its authors sees it.")


def written(page: Page) -> None:
    """Write the plan’s own words in both languages."""
    page.goto(f"{PLAN}context/")
    for name, words in WORDS.items():
        fill(page, name, *words)
    fill(page, "adopter", *COUNCIL.values())
    page.locator("[name=adoption]").select_option("required")
    looked_at(page)
    pressed(page, "Save")
    told(page, "The plan is saved.")


def action_written(page: Page) -> None:
    """Write the planned action; what is no date, or ends before it begins, is refused."""
    page.goto(f"{PLAN}actions/~add/")
    fill(page, "title", *ACTION.values())
    pressed(page, "Add and write it")
    for name, words in OF_ACTION.items():
        fill(page, name, *words)
    page.locator("[name=nodes]").select_option(label="1.4.1 Workshops for the creative trades")
    page.locator("[name=lessons-0-of]").select_option(label="Event: Thematic study visit (Rzeszów)")
    for rows in ("players", "steps"):
        field = page.locator(f"[name={rows}-0-organisation]")
        field.select_option(label="Klaipėda City Municipality")
    page.locator("[name=cost_state][value=known]").check()
    give(page, cost="12000", funding__0__amount="12000", indicators__0__target="10")
    give(page, steps__0__starts=f"{YEAR}-05", steps__0__ends=f"{YEAR}-02")
    give(page, indicators__0__due="31 June")
    looked_at(page)
    pressed(page, "Save")
    refused(page, "“31 June” is no date.")
    give(page, indicators__0__due=f"{YEAR + 2}")
    pressed(page, "Save")
    refused(page, "A step cannot end before it begins.")
    give(page, steps__0__ends=f"{YEAR}-07")
    pressed(page, "Save")
    told(page, "The planned action is saved.")
    expect(page.locator(".sentence").first).to_contain_text(
        "Nothing that must be there is missing."
    )
    pressed(page, "Send to review")
    told(page, "An edition is frozen for the review.")


def bring_a_picture(page: Page) -> None:
    page.goto(f"{PLAN}picture/")
    page.locator("[name=file]").set_input_files(a_picture())
    fill(page, "alternative", *SHOWN.values())
    give(page, credit="Klaipėda ID", licence="CC BY 4.0")
    pressed(page, "Keep the picture")
    told(page, "The picture is kept.")
