"""The rulebook answers what an official or a new programmer asks, and tells the truth."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from config import generated, rulebook

pytestmark = pytest.mark.once
ENTRY = re.compile(r"^### (\w+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
RULES = re.compile(r"^## Rules\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """Where a question is answered: page, heading, words that stand below it, file it leads to."""

    page: str
    heading: str
    words: str
    file: str = ""


QUESTIONS = {
    "Which edition is in force on a day?": Answer(
        "strategy.md", "edition_in_force", "the edition in force on a day", "rules.py"
    ),
    "Who may put a draft in force?": Answer(
        "strategy.md", "put_in_force", "NotAllowed: unless the strategy's coordinator", "drafts.py"
    ),
    "When is a continuous measure done?": Answer(
        "strategy.md", "is_done_too_early", "before the strategy's horizon has passed", "rules.py"
    ),
    "Which steps does an edition take?": Answer(
        "strategy.md", "EDITION_STEPS", "draft --> in_force: put_in_force"
    ),
    "Can a code stand in an address?": Answer(
        "strategy.md", "is_code_an_address", "letters, digits, dots, dashes", "rules.py"
    ),
    "Who appoints coordinators?": Answer(
        "strategy.md", "can_appoint_coordinator", "Administrators appoint", "permissions.py"
    ),
    "What becomes of the text of a discarded draft?": Answer(
        "strategy.md", "discard_draft", "its text goes, the editions in force stay", "drafts.py"
    ),
    "Which statuses can a measure have?": Answer("strategy.md", "Canonical", "| `postponed` |"),
    "How is progress judged?": Answer(
        "indicators.md", "planned_path", "Compare the latest value with the path", "planned_path.py"
    ),
    "How long does a mail wait after a failed attempt?": Answer(
        "notices.md", "wait_after", "after so many failed attempts", "rules.py"
    ),
    "What does an audit entry keep of its details?": Answer(
        "audit.md", "commitment", "the digest that an entry keeps", "rules.py"
    ),
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return rulebook.pages()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rulebook_answers(question: str, pages: dict[str, str]) -> None:
    answer = QUESTIONS[question]
    sections = dict(
        re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", pages[answer.page], re.MULTILINE | re.DOTALL)
    )
    section = sections[answer.heading]
    assert answer.words in section
    assert not answer.file or re.search(rf"\]\(\S+/{answer.file}\)", section)


def test_every_rule_in_the_rulebook_has_a_source(pages: dict[str, str]) -> None:
    rules = "".join(
        re.findall(
            r"^## Rules\n(.*?)(?=^## |\Z)", "\n".join(pages.values()), re.MULTILINE | re.DOTALL
        )
    )
    entries = re.split(r"^### ", rules, flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if "\nSource: " not in entry] == []


def test_every_link_of_the_rulebook_leads_to_a_file(pages: dict[str, str]) -> None:
    folder = generated.DOCS / "rulebook"
    links = {link for page in pages.values() for link in re.findall(r"\]\(([^)#]+)", page)}
    assert {link for link in links if not (folder / link).exists()} == set()


def test_the_printed_pages_are_up_to_date() -> None:
    assert generated.outdated() == []
