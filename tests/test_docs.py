"""The pages for readers keep up with the code: words, links, decisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from config.arguments import COMMANDS, parser
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.organisations.states import Role
from headway.monitoring.strategy.states import (
    ActVerb,
    Canonical,
    EditionState,
    NodeKind,
    PartnerRole,
    Responsible,
)
from tests.architecture.house import ROOT, levels, shown

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import TextChoices

pytestmark = pytest.mark.once

DOCS = ROOT / "docs"
COMMAND = re.compile(r"^(?:[A-Z]+=\S+ )*headway (.+?)(?: > \S+)?$", re.MULTILINE)
BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md"), *ROOT.glob("headway/**/README.md")])
CHOICES: tuple[type[TextChoices], ...] = (
    ActVerb,
    Canonical,
    EditionState,
    MemberRole,
    NodeKind,
    PartnerRole,
    Responsible,
    Role,
)


def glossary() -> list[tuple[str, str]]:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|", (DOCS / "glossary.md").read_text(), re.MULTILINE
    )
    return [(english.strip(), lithuanian.strip()) for english, lithuanian in rows[1:]]


def test_a_word_means_one_thing_in_both_languages() -> None:
    english, lithuanian = zip(*glossary(), strict=True)
    assert len(set(english)) == len(english)
    assert len(set(lithuanian)) == len(lithuanian)


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices.__name__)
def test_what_readers_are_told_stands_in_the_glossary(choices: type[TextChoices]) -> None:
    words = {english for english, _lithuanian in glossary()}
    with override("en"):
        told = {str(label).lower() for label in choices.labels}
    assert told - words == set()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!\w+:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_command_that_is_written_down_can_be_typed() -> None:
    written = [
        command
        for page in PAGES
        for block in BLOCK.findall(page.read_text())
        for command in COMMAND.findall(block)
    ]
    assert len(written) > len(COMMANDS)
    for command in written:
        assert parser().parse_args(command.split()).command.name == command.split()[0]


def test_the_tour_names_every_area() -> None:
    tour = (DOCS / "README.md").read_text()
    areas = {name.split(".")[1] for name in levels()} - {"sme"}
    assert {area for area in areas if f"](../headway/{area})" not in tour} == set()


def test_every_decision_says_why_and_what_it_costs() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert numbers == [f"{n:04d}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text()
        assert [w for w in ("**Context.**", "**Choice.**", "**Given up.**") if w not in text] == []
