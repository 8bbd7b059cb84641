"""What a plan lacks is found for a reader who knows neither region nor policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from headway.cooperation.plans.facts import (
    ActionText,
    Funding,
    Lesson,
    Measured,
    Named,
    PictureShown,
    PlanText,
    Player,
    Risk,
    StepText,
)
from headway.cooperation.plans.findings import told_of
from headway.cooperation.plans.rules import abbreviations, findings_of, sentences
from headway.cooperation.plans.states import Check
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText

pytestmark = pytest.mark.once


def text(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words, "lt": words}, original="en")


PICTURE = PictureShown("kkkkkkkkkk", text("The harbour"), "City", "CC BY 4.0")
CITY = Named(text("City"), "city")
ACTION = ActionText(
    key="aaaaaaaaaa",
    title=text("An accelerator"),
    lead=text("Young firms learn from old ones."),
    background=text("Two partners showed us how."),
    changes=text("The accelerator serves the blue economy."),
    players=(Player(CITY, text("leads it")),),
    steps=(
        StepText("ssssssssss", text("Procure"), EMPTY, CITY, date(2022, 2, 1), date(2022, 6, 1)),
    ),
    cost_state="none",
    indicators=(Measured(text("Products"), target=24, due=PartialDate(2026)),),  # type: ignore[arg-type]
    risks=(Risk(text("Nobody bids"), text("We ask again")),),
    lessons=(Lesson("event", Named(text("Study visit"), "eeeeeeeeee")),),
)
PLAN = PlanText(
    key="pppppppppp",
    title=text("From the harbour"),
    languages=("en", "lt"),
    instrument=Named(text("Strategy"), "iiiiiiiiii"),
    authors=(CITY,),
    region=Named(text("Klaipėda"), "klaipeda"),
    intro=text("A port. It has a strategy. This changes it."),
    why=text("Firms stay at home."),
    context=text("The strategy has many measures."),
    monitoring=text("The lead partner asks twice a year."),
    contacts=(Player(Named(text("Head of economy"))),),
    adoption="required",
    adopter=text("City council"),
    cover=PICTURE,
    actions=(ACTION,),
)


def found(plan: PlanText) -> list[tuple[str, str, str, str]]:
    return [
        (str(each.check), each.place, str(each.severity), each.language)
        for each in findings_of(plan)
    ]


def of(**said: Any) -> PlanText:  # noqa: ANN401
    return replace(PLAN, **said)


def with_action(**said: Any) -> PlanText:  # noqa: ANN401
    return replace(PLAN, actions=(replace(ACTION, **said),))


def test_a_plan_that_says_everything_lacks_nothing() -> None:
    assert findings_of(PLAN) == ()


@pytest.mark.parametrize(
    ("plan", "wanted"),
    [
        (of(actions=()), ("no_actions", "actions", "must", "")),
        (of(intro=EMPTY), ("missing", "intro", "must", "")),
        (of(monitoring=EMPTY), ("missing", "monitoring", "must", "")),
        (of(contacts=()), ("no_contact", "contacts", "should", "")),
        (of(cover=None), ("no_cover", "cover", "should", "")),
        (of(adoption=""), ("no_adoption", "adoption", "must", "")),
        (of(adopter=EMPTY), ("no_adopter", "adopter", "must", "")),
        (
            of(adoption="not_required"),
            ("no_adoption_words", "adoption_words", "must", ""),
        ),
        (with_action(lead=EMPTY), ("missing", "aaaaaaaaaa/lead", "must", "")),
        (with_action(players=()), ("no_players", "aaaaaaaaaa/players", "must", "")),
        (
            with_action(players=(Player(CITY),)),
            ("not_said_what", "aaaaaaaaaa/players", "must", ""),
        ),
        (with_action(steps=()), ("no_steps", "aaaaaaaaaa/steps", "must", "")),
        (
            with_action(steps=(replace(ACTION.steps[0], ends=None),)),
            ("no_dates", "aaaaaaaaaa/steps", "must", ""),
        ),
        (
            with_action(steps=(replace(ACTION.steps[0], who=None),)),
            ("not_said_who", "aaaaaaaaaa/steps", "should", ""),
        ),
        (with_action(cost_state="open"), ("no_cost", "aaaaaaaaaa/cost", "must", "")),
        (
            with_action(cost_state="known", cost=5),
            ("no_funding", "aaaaaaaaaa/funding", "must", ""),
        ),
        (with_action(indicators=()), ("no_indicator", "aaaaaaaaaa/indicators", "should", "")),
        (
            with_action(indicators=(Measured(text("Products"), target=24),)),  # type: ignore[arg-type]
            ("no_target", "aaaaaaaaaa/indicators", "should", ""),
        ),
        (with_action(lessons=()), ("no_lesson", "aaaaaaaaaa/lessons", "must", "")),
        (
            of(why=TranslatedText.of({"en": "Firms stay."})),
            ("not_translated", "why", "must", "lt"),
        ),
        (
            of(why=PLAN.why.revised({"en": "Firms leave."})),
            ("outdated", "why", "must", "lt"),
        ),
        (
            with_action(risks=(Risk(TranslatedText.of({"lt": "Rizika"})),)),
            ("not_translated", "aaaaaaaaaa/risks", "must", "en"),
        ),
    ],
)
def test_what_is_missing_is_found_where_it_is_missing(
    plan: PlanText, wanted: tuple[str, str, str, str]
) -> None:
    assert found(plan) == [wanted]


def test_a_cost_that_is_open_is_enough_once_it_is_said_why() -> None:
    assert found(with_action(cost_state="open", cost_words=text("The tender will tell."))) == []
    paid = with_action(cost_state="known", cost=5, funding=(Funding(text("City"), None),))
    assert found(paid) == []


def test_a_language_that_the_plan_does_not_have_is_not_asked_for() -> None:
    english = TranslatedText.of({"en": "Firms stay."})
    assert found(of(why=english, languages=("en",))) == []


def test_the_name_of_an_organisation_is_not_the_authors_to_translate() -> None:
    one_language = Named(TranslatedText.of({"lt": "Miestas"}), "city")
    assert found(with_action(players=(Player(one_language, text("leads")),))) == []


# -- readable to somebody who is new to it -----------------------------------------------------


def lengths(plan: PlanText) -> list[tuple[str, str, int, int]]:
    return [
        (str(each.check), each.place, each.number, each.most)
        for each in findings_of(plan)
        if each.language == "en"
    ]


def test_sections_and_sentences_have_a_length() -> None:
    just, more = " ".join(["word"] * 25) + ".", " ".join(["word"] * 26) + "."
    assert lengths(of(why=text(just))) == []
    assert lengths(of(why=text(more))) == [("long_sentence", "why", 26, 25)]
    assert lengths(of(why=text("One two three. " * 84))) == [("long_section", "why", 252, 250)]
    four = "A port. A city. A strategy. A change."
    assert lengths(of(intro=text(four))) == [("many_sentences", "intro", 4, 3)]


def test_sentences_are_not_cut_at_dates_and_short_words() -> None:
    said = "Nuo 2021 m. gegužės keičiama. Antra! Trečia?"
    assert sentences(said) == ("Nuo 2021 m. gegužės keičiama.", "Antra!", "Trečia?")
    assert sentences("- one\n- two") == ("- one", "- two")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("KLAMUN and SMEs of the EU in 2020 paid EUR 5 in part II.", ("KLAMUN", "SME")),
        ("SVV ir KEPS2030 pagal ŠMSM", ("SVV", "KEPS2030", "ŠMSM")),
        ("A House, a Port", ()),
    ],
)
def test_abbreviations_are_words_in_capitals(words: str, wanted: tuple[str, ...]) -> None:
    assert abbreviations(words) == wanted


def test_an_abbreviation_is_found_once_unless_it_is_explained() -> None:
    said = text("KEDS has measures. KEDS changes.")
    assert found(of(why=said, context=said)) == [
        ("abbreviation", "why", "should", "en"),
        ("abbreviation", "why", "should", "lt"),
    ]
    listed = (Named(text("the city’s strategy"), "KEDS"),)
    assert found(of(why=said, abbreviations=listed)) == []
    assert found(of(why=text("The strategy (KEDS) has measures. KEDS changes."))) == []


def test_the_name_of_an_organisation_is_no_abbreviation() -> None:
    agency = Named(text("Klaipėda ID"), "klaipeda-id")
    said = text("Klaipėda ID helps.")
    assert found(of(why=said, authors=(agency,))) == []
    assert found(with_action(background=said, players=(Player(agency, text("leads")),))) == []
    assert [each[0] for each in found(of(why=said))] == ["abbreviation"] * 2


def test_every_finding_says_what_to_do() -> None:
    bare = PlanText(
        key="p", title=text("P"), languages=("en", "lt"), instrument=CITY, authors=(), region=CITY,
        actions=(ActionText(key="b", title=text("B")),),
    )  # fmt: skip
    told = {(each.label, each.sentence, each.is_must) for each in told_of(bare)}
    assert (
        "Planned action 1, Who does what",
        "Nobody is named. Say who takes part, and what each does.",
        True,
    ) in told
    assert (
        "Why change is needed",
        "This section is empty. Write it for somebody who is new to all of this.",
        True,
    ) in told
    assert all(each.sentence.endswith(".") and "%" not in each.sentence for each in told_of(bare))
    plans = [
        of(adoption="not_required"), of(adopter=EMPTY), of(actions=()), of(why=text("X " * 300)),
        of(intro=text("A port. B port. C port. D port.")), of(why=text("KEDS")),
        of(why=TranslatedText.of({"en": "x"})), of(why=PLAN.why.revised({"en": "New"})),
        with_action(players=(Player(CITY),)), with_action(cost_state="known", cost=1),
        with_action(steps=(StepText("s", text("Go")),)),
        with_action(indicators=(Measured(text("X")),)),
    ]  # fmt: skip
    kinds = {each.finding.check for plan in [bare, *plans] for each in told_of(plan)}
    assert kinds == set(Check)
