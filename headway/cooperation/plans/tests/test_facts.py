"""A plan's text survives being kept as JSON, and has one fingerprint."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cattrs.errors import ClassValidationError

from headway.cooperation.plans.facts import (
    ActionText,
    Funding,
    Lesson,
    Measured,
    Named,
    NodeTouched,
    PictureShown,
    PlanText,
    Player,
    Risk,
    StepText,
    canonical,
    fingerprint,
)
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText

pytestmark = pytest.mark.once


def text(words: str, lithuanian: str = "") -> TranslatedText:
    return TranslatedText.of({"en": words, "lt": lithuanian}, original="en")


HARBOUR = PictureShown("kkkkkkkkkk", text("The harbour", "Uostas"), "City archive", "CC BY 4.0")
ACTION = ActionText(
    key="cccccccccc",
    title=text("An accelerator", "Akceleratorius"),
    lead=text("Start-ups learn from the harbour’s firms."),
    players=(Player(Named(text("Klaipėda ID"), "klaipeda-id"), text("procures it")),),
    steps=(
        StepText(
            key="dddddddddd",
            title=text("Prepare"),
            who=Named(text("Klaipėda ID"), "klaipeda-id"),
            starts=date(2022, 2, 1),
            ends=date(2022, 6, 1),
        ),
    ),
    cost_state="known",
    cost=Decimal("48000.00"),
    funding=(Funding(text("City budget"), Decimal("1E+3")),),
    indicators=(Measured(text("Products"), target=Decimal(24), due=PartialDate(2026, 6)),),
    risks=(Risk(text("Nobody bids")),),
    nodes=(NodeTouched("keps", "ffffffffff", "1.3.4", text("Accelerator")),),
    lessons=(Lesson("event", Named(text("Study visit"), "gggggggggg"), text("Mentors")),),
    picture=HARBOUR,
)
PLAN = PlanText(
    key="bbbbbbbbbb",
    title=text("From the harbour to new markets", "Iš uosto į naujas rinkas"),
    languages=("en", "lt"),
    instrument=Named(text("Strategy 2030"), "hhhhhhhhhh"),
    authors=(Named(text("City"), "city"), Named(text("Klaipėda ID"), "klaipeda-id")),
    region=Named(text("Klaipėda region"), "klaipeda"),
    cover=HARBOUR,
    actions=(ACTION, replace(ACTION, key="jjjjjjjjjj", cost_state="open", cost=None)),
)


def test_a_text_is_read_back_as_it_was_kept() -> None:
    kept = json.loads(json.dumps(PLAN.as_json()))
    assert PlanText.from_json(kept) == PLAN


def test_a_part_that_was_added_later_has_its_default() -> None:
    kept = PLAN.as_json()
    del kept["monitoring"], kept["actions"][0]["risks"]
    read = PlanText.from_json(kept)
    assert (bool(read.monitoring), read.actions[0].risks) == (False, ())
    assert read.actions[1].risks == ACTION.risks


def test_a_part_that_nobody_knows_is_refused_rather_than_dropped() -> None:
    with pytest.raises(ClassValidationError):
        PlanText.from_json({**PLAN.as_json(), "appendix": "lost"})


def test_the_fingerprint_follows_the_words_and_nothing_else() -> None:
    shuffled = dict(reversed(PLAN.as_json().items()))
    assert fingerprint(PlanText.from_json(shuffled)) == fingerprint(PLAN)
    assert fingerprint(replace(PLAN, why=text("Because."))) != fingerprint(PLAN)
    assert len(fingerprint(PLAN)) == 64


def test_amounts_and_letters_stand_as_they_are_read() -> None:
    kept = canonical(PLAN)
    assert '"amount":"1000"' in kept
    assert "Klaipėda" in kept
