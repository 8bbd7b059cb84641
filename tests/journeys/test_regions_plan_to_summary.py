"""A plan from its first words to what a minister is handed: reviewed, adopted, amending, monitored.

Its authors, the lead partner of the project and the coordinator of the strategy share the work; a
stranger reads what came of it in both languages, on pages and on paper.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import sign_in
from tests.journeys.pages import COORDINATOR, LEADER
from tests.journeys.regions import (
    ACTION,
    AUTHOR,
    CHANGES,
    COUNCIL,
    COUNTED,
    HALF,
    INSTRUMENT,
    MEASURE,
    PLAN,
    POINTS,
    PROJECT,
    PUBLIC,
    SHOWN,
    TITLE,
    TODAY,
    TOLD,
    YEAR,
    action_written,
    begun,
    bring_a_picture,
    fetched,
    fill,
    give,
    looked_at,
    pressed,
    refused,
    said_of_an_action,
    told,
    written,
)
from tests.test_plan_documents import tags, titles

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import OpenPage
    from tests.journeys.guard import Guard
    from tests.journeys.product import Product


def test_a_plan_is_reviewed_adopted_amends_the_strategy_and_is_handed_to_a_minister(
    open_page: OpenPage, product: Product, guard: Guard
) -> None:
    guard.forgive("422")
    guard.forgive("404 (Not Found)")
    author, lead, coordinator = (open_page(), open_page(width=390), open_page())
    for page, role in ((author, AUTHOR), (lead, LEADER), (coordinator, COORDINATOR)):
        sign_in(page, product, role)
    begun(lead, author)
    written(author)
    bring_a_picture(author)
    action_written(author)
    paired(lead)
    review = reviewed(lead, author)
    answered(author, review)
    adopted(author, coordinator)
    amended(coordinator)
    report = asked(lead, author)
    answered_in_phase_two(lead, author, report)
    papers_of_the_programme(lead)
    stranger = open_page(width=1280, language="lt")
    read_the_strategy(stranger)
    read_the_summary(stranger)


def paired(lead: Page) -> None:
    """Plan a session, pair two units of it, and open it."""
    lead.goto(f"{PROJECT}reviews/add/")
    fill(lead, "title", "Third look", "Trečias žvilgsnis")
    give(lead, reviews_until=f"{YEAR}-01-20", answers_until=f"{YEAR}-01-10")
    pressed(lead, "Plan the session")
    refused(lead, "Answers follow reviews")
    give(lead, answers_until=f"{YEAR}-01-30")
    pressed(lead, "Plan the session")
    told(lead, "The session is planned.")
    session = lead.url
    for plan, partners in ((INSTRUMENT[0], ("Klaipėda City", "Klaipėda ID")), ("V-A", ("Pannon",))):
        lead.goto(f"{session}units/add/")
        labels = lead.locator("[name=plan] option").all_inner_texts()
        lead.locator("[name=plan]").select_option(label=next(x for x in labels if plan in x))
        for each in partners:
            lead.get_by_role("checkbox", name=each).check()
        pressed(lead, "Add the unit")
        told(lead, "The unit is added.")
    lead.goto(f"{session}pairs/")
    give(lead, **{"starts_at.day": f"{YEAR}-01-08", "starts_at.time": "10:00", "rooms": "1"})
    pressed(lead, "Pair the units")
    told(lead, "The units are paired.")
    pressed(lead, "Open for reviews")
    looked_at(lead)


def reviewed(lead: Page, author: Page) -> str:
    """Write the review of the plan, which its authors see once it is submitted."""
    lead.locator("main a[href*='/review/']:has-text('Pannon EGTC →')").click()
    review = lead.url
    hidden = author.goto(review)
    assert hidden is not None
    assert hidden.status == 404, "a draft is its writers’"
    lead.goto(f"{review}write/")
    for point in (*POINTS, "design"):
        mark = 2 if point == "summary" else 4
        lead.locator(f"[name='{point}.score'][value='{mark}']").check()
        give(lead, **{f"{point}.comment": "It can be understood."})
    give(lead, **{"summary.suggestion": "Say which firms are meant."})
    looked_at(lead)
    pressed(lead, "Save and check")
    pressed(lead, "Submit the review")
    told(lead, "The review is submitted.")
    return review


def answered(page: Page, review: str) -> None:
    """Answer the suggestion, with words, and revise the plan accordingly."""
    page.goto(f"{review}points/summary/")
    page.get_by_label("adapted", exact=True).check()
    pressed(page, "Save")
    refused(page, "Say what you do instead, or why not")
    give(page, words="The beginning of the action names them.")
    pressed(page, "Save")
    told(page, "The answer is saved.")
    looked_at(page)
    page.goto(PLAN)
    page.locator("main a[href*='/actions/']:not([href*='add'])").first.click()
    fill(page, "lead", "Potters and weavers share a stand.", "Puodžiai ir audėjai turi stendą.")
    pressed(page, "Save")
    told(page, "The planned action is saved.")
    pressed(page, "Finish the revision")
    told(page, "The revision is finished")
    page.goto(f"{review}points/summary/")
    page.locator("[name=seen_in]").select_option(index=1)
    pressed(page, "Save")
    told(page, "The answer is saved.")


def adopted(author: Page, coordinator: Page) -> None:
    """Put the plan before the council of the strategy, record its act, and publish."""
    author.goto(PLAN)
    author.get_by_role("link", name="Ask for adoption").click()
    expect(author.locator("[name=body] option:checked")).to_have_text(COUNCIL["en"])
    pressed(author, "Put it before them")
    told(author, "An edition is frozen and put before who decides on it.")
    looked_at(author)
    coordinator.goto(f"{author.url}record/")
    looked_at(coordinator)
    coordinator.get_by_label("by letter").check()
    coordinator.locator("[name=verb]").select_option("adopt")
    give(coordinator, number="T2-101", date=(TODAY + timedelta(days=9)).isoformat())
    pressed(coordinator, "Record the act")
    refused(coordinator, "This day is still to come.")
    give(coordinator, date=TODAY.isoformat())
    pressed(coordinator, "Record the act")
    told(coordinator, "The act is recorded: the plan is adopted.")
    author.goto(PLAN)
    pressed(author, "Publish")
    told(author, "The plan is published.")


def amended(page: Page) -> None:
    """Make an amendment of the planned action, to which all agree, and record the decision."""
    page.goto(f"{PLAN}adoption/")
    looked_at(page)
    page.get_by_role("link", name="Amend the strategy").click()
    pressed(page, "Make a draft amendment")
    told(page, "A draft is made.")
    expect(page.locator("main ins").filter(has_text=CHANGES["lt"]).first).to_be_visible()
    address = page.url
    pressed(page, "Propose it")
    told(page, "The amendment is proposed.")
    page.goto(f"{address}consult/")
    pressed(page, "Begin the consultation")
    told(page, "The consultation has begun.")
    letters = [each.get_attribute("href") for each in page.get_by_text("Record a letter").all()]
    assert letters
    for letter in letters:
        page.goto(str(letter))
        page.get_by_label("agrees", exact=True).check()
        pressed(page, "Send the answer")
        told(page, "The answer is kept.")
    page.goto(f"{address}decide/")
    fill(page, "body", *COUNCIL.values())
    page.get_by_label("What the body did").select_option(label="adopted")
    pressed(page, "Record the decision")
    refused(page, "Say from when the edition is in force")
    page.get_by_label("In force from").fill(TODAY.isoformat())
    pressed(page, "Record the decision")
    told(page, "The decision is recorded, and the edition is made.")


def asked(lead: Page, author: Page) -> str:
    """Open a round of phase 2, in which the author reports; return the report’s address."""
    lead.goto(f"{PROJECT}implementation/rounds/add/")
    give(lead, period=HALF, due_on=f"{YEAR - 2}-01-01")
    pressed(lead, "Prepare the round")
    refused(lead, "Reports cannot be due before the period has begun.")
    give(lead, due_on=f"{YEAR}-02-01")
    pressed(lead, "Prepare the round")
    pressed(lead, "Open the round")
    told(lead, "The round is open.")
    looked_at(lead)
    author.goto("/lt/workspace/")
    assert ".." not in author.get_by_role("main").inner_text()
    author.goto("/en/workspace/")
    author.get_by_role("link", name=INSTRUMENT[0]).click()
    report = author.url
    pressed(author, "Submit the report")
    told(author, "This report says nothing yet.")
    said_of_an_action(author, "We begin in spring.")
    pressed(author, "Submit the report")
    told(author, "The report is submitted.")
    return report


def answered_in_phase_two(lead: Page, author: Page, report: str) -> None:
    """Ask about the report, answer with what was done, and close it."""
    lead.goto(report)
    lead.get_by_role("link", name="Ask about it").or_(
        lead.get_by_role("button", name="Ask about it")
    ).click()
    give(lead, words="Which fair is it?")
    pressed(lead, "Send the question")
    told(lead, "The question is sent.")
    step_done(author)
    author.goto(report)
    said_of_an_action(author, TOLD)
    pressed(author, "Submit the report")
    told(author, "The report is submitted.")
    lead.goto(report)
    pressed(lead, "Close the report")
    told(lead, "The report is closed.")
    looked_at(lead)


def step_done(page: Page) -> None:
    """Say in the monitoring table that the step is done, and when."""
    page.goto(f"{PROJECT}implementation/plans/creative/")
    looked_at(page)
    page.locator("main a[href*='/steps/']").first.click()
    page.get_by_label("done", exact=True).check()
    pressed(page, "Save how it stands")
    refused(page, "Say in which months the step was done.")
    page.locator("[name=months]").first.check()
    pressed(page, "Save how it stands")
    told(page, "It is kept how the step stands.")
    expect(page.locator(".sentence").first).to_contain_text("1 of 1 step is done.")


def papers_of_the_programme(lead: Page) -> None:
    """Find the plan in the overview, and what was closed in the report for the programme."""
    lead.goto(f"{PROJECT}implementation/")
    expect(lead.get_by_role("row").filter(has_text=TITLE["en"])).to_contain_text("1 of 1")
    looked_at(lead)
    lead.locator("main h3 a[href*='/rounds/']").first.click()
    document = PdfReader(BytesIO(fetched(lead, f"{lead.url}programme.pdf")))
    assert TOLD in " ".join(page.extract_text() for page in document.pages)
    book = load_workbook(BytesIO(fetched(lead, f"{lead.url}programme.xlsx")), read_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Choose the fair" in cells


def read_the_strategy(page: Page) -> None:
    """Read the measure as it was and as it is, and go from it to the plan."""
    before = TODAY - timedelta(days=2)
    for language in ("en", "lt"):
        page.goto(MEASURE.format(language=language))
        main = page.get_by_role("main")
        for words in (CHANGES, COUNTED, COUNCIL):
            expect(main).to_contain_text(words[language])
        looked_at(page)
        assert ".." not in main.inner_text()
        page.get_by_role("link", name=ACTION[language]).first.click()
        expect(page.locator("h1")).to_have_text(TITLE[language])
        page.goto(f"{MEASURE.format(language=language)}?on={before.isoformat()}")
        expect(main).not_to_contain_text(CHANGES[language])


def read_the_summary(page: Page) -> None:
    """Read what was planned, decided and done, on the page and on paper."""
    for language in ("en", "lt"):
        address = PUBLIC.format(language=language)
        page.goto(address)
        main = page.get_by_role("main")
        for words in (ACTION, CHANGES, COUNCIL):
            expect(main).to_contain_text(words[language])
        expect(main).to_contain_text("T2-101")
        expect(main.get_by_text(TOLD)).to_be_visible()
        expect(page.get_by_role("img", name=SHOWN[language])).to_be_visible()
        assert ".." not in main.inner_text()
        looked_at(page)
        read_the_document(fetched(page, f"{address}summary.{language}.pdf"), language)
        file = Document(BytesIO(fetched(page, f"{address}summary.{language}.docx")))
        assert TITLE[language] in {each.text for each in file.paragraphs}


def read_the_document(content: bytes, language: str) -> None:
    """Look for structure, languages and bookmarks; what is in English alone says so."""
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    document = PdfReader(BytesIO(content))
    root: Any = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    found = tags(root["/StructTreeRoot"]["/K"], [])
    alternatives = [each["/Alt"] for each in found if each.get("/S") == "/Figure"]
    emblem = {"en": "Emblem of the European Union", "lt": "Europos Sąjungos emblema"}
    assert alternatives == [SHOWN[language], emblem[language]]
    assert {TITLE[language], ACTION[language]} < set(titles(document.outline))
    said = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    for words in (CHANGES, COUNCIL):
        assert words[language] in said
    page = next(each for each in document.pages if TOLD in " ".join(each.extract_text().split()))
    marked = page.get_contents().get_data()  # type: ignore[union-attr]  # it has contents
    spoken = b"/Lang(en)" in marked or "en" in {each.get("/Lang") for each in found}
    assert spoken is (language == "lt")
