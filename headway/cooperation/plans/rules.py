"""What a plan's text still lacks, for a reader who knows neither region nor policy. Pure.

Each rule names its source. *Workshop* is the feedback on the action plans at the workshop of
17 June 2021; *programme* is the minimum content that Interreg Europe asks of a plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.plans.passages import sections_of, texts_of
from headway.cooperation.plans.states import Adoption, Check, CostState, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.cooperation.plans.facts import ActionText, PlanText

MUST, SHOULD = Severity.MUST, Severity.SHOULD

LONGEST_SENTENCE = 25  # words; gov.uk content design: people lose longer ones
LONGEST_SECTION = 250  # words; with table and heading it still leaves its action on one page
MOST_SENTENCES = {"intro": 3, "lead": 2}  # the look of the summary: the region in three
KNOWN_TO_ALL = frozenset({"EU", "ES", "EUR", "COVID", "PDF"})
"""Abbreviations that every reader in Europe knows, in English and Lithuanian."""

REQUIRED = ("intro", "why", "context", "monitoring")
ACTION_REQUIRED = ("lead", "background", "changes")

CAPITALS = re.compile(r"\b[^\W\d_]{2,}\d*\b")
ROMAN = re.compile(r"[IVX]+")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”“)]*\s+|\n+")
SHORT_WORD = re.compile(r"(?:^|\s)(?:\d+|\w{1,2})\.$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a text lacks, where, and in which language.

    `place` is the name of a part; of a planned action, after its key and a slash. `words` are
    those that it is about; `number` is how many there are, `most` how many there should be.
    """

    check: Check
    place: str
    severity: Severity
    language: str = ""
    words: str = ""
    number: int = 0
    most: int = 0

    @property
    def action(self) -> str:
        """The key of the planned action that it is about; empty for the plan itself."""
        return self.place.partition("/")[0] if "/" in self.place else ""

    @property
    def part(self) -> str:
        return self.place.rpartition("/")[2]


def findings_of(text: PlanText) -> tuple[Finding, ...]:
    """Return all that a text lacks: what must be mended first, then what should be.

    Source: the workshop's feedback and the programme's minimum content (facts 3.1); see each rule.
    """
    found = [
        *whole(text),
        *adoption(text),
        *(each for action in text.actions for each in of_action(action)),
        *translation(text),
        *readable(text),
    ]
    return tuple(sorted(found, key=lambda each: each.severity != MUST))


def whole(text: PlanText) -> Iterator[Finding]:
    """Ask for the sections of the plan itself, a contact role and a picture.

    Source: workshop (summary and designed outlook; intense monitoring); programme (policy context,
    contact person).
    """
    if not text.actions:
        yield Finding(Check.NO_ACTIONS, "actions", MUST)
    for name in REQUIRED:
        if not getattr(text, name):
            yield Finding(Check.MISSING, name, MUST)
    if not text.contacts:
        yield Finding(Check.NO_CONTACT, "contacts", SHOULD)
    if text.cover is None:
        yield Finding(Check.NO_COVER, "cover", SHOULD)


def adoption(text: PlanText) -> Iterator[Finding]:
    """Ask whether the plan has to be adopted: by whom, or why not.

    Source: workshop (formal adoption by the policy-responsible body: for which plan?).
    """
    if not text.adoption:
        yield Finding(Check.NO_ADOPTION, "adoption", MUST)
    elif text.adoption == Adoption.REQUIRED and not text.adopter:
        yield Finding(Check.NO_ADOPTER, "adopter", MUST)
    elif text.adoption == Adoption.NOT_REQUIRED and not text.adoption_words:
        yield Finding(Check.NO_ADOPTION_WORDS, "adoption_words", MUST)


def of_action(action: ActionText) -> Iterator[Finding]:
    """Ask for what every planned action says.

    Source: programme (background, activities, stakeholders, timeframe, costs, funding sources;
    actions follow from the exchange of experience); workshop (operational and feasible actions,
    who is doing what).
    """
    for name in ACTION_REQUIRED:
        if not getattr(action, name):
            yield Finding(Check.MISSING, f"{action.key}/{name}", MUST)
    if not action.lessons:
        yield Finding(Check.NO_LESSON, f"{action.key}/lessons", MUST)
    yield from players(action)
    yield from timeframe(action)
    yield from money(action)
    yield from measured(action)


def players(action: ActionText) -> Iterator[Finding]:
    """Ask who takes part in an action, and what each does.

    Source: workshop (who is doing what).
    """
    place = f"{action.key}/players"
    if not action.players:
        yield Finding(Check.NO_PLAYERS, place, MUST)
    for each in action.players:
        if not each.does:
            yield Finding(Check.NOT_SAID_WHAT, place, MUST, words=str(each.who.name))


def timeframe(action: ActionText) -> Iterator[Finding]:
    """Ask for steps, the months of each, and who does it.

    Source: programme (timeframe); the monitoring tables of phase 2 (step, who, months).
    """
    place = f"{action.key}/steps"
    if not action.steps:
        yield Finding(Check.NO_STEPS, place, MUST)
    for each in action.steps:
        if each.starts is None or each.ends is None:
            yield Finding(Check.NO_DATES, place, MUST, words=str(each.title))
        if each.who is None:
            yield Finding(Check.NOT_SAID_WHO, place, SHOULD, words=str(each.title))


def money(action: ActionText) -> Iterator[Finding]:
    """Ask for the cost, or that there is none, or why it is not known yet; and for who pays.

    Source: programme (costs and funding sources, if any; a blank is not zero).
    """
    if action.cost_state == CostState.OPEN and not action.cost_words:
        yield Finding(Check.NO_COST, f"{action.key}/cost", MUST)
    if action.cost_state == CostState.KNOWN and not action.funding:
        yield Finding(Check.NO_FUNDING, f"{action.key}/funding", MUST)


def measured(action: ActionText) -> Iterator[Finding]:
    """Ask how one will know that an action works.

    Source: workshop (intense monitoring); programme (indicators: its advice on endorsement).
    """
    place = f"{action.key}/indicators"
    if not action.indicators:
        yield Finding(Check.NO_INDICATOR, place, SHOULD)
    for each in action.indicators:
        if each.target is None or each.due is None:
            yield Finding(Check.NO_TARGET, place, SHOULD, words=str(each.title))


def translation(text: PlanText) -> Iterator[Finding]:
    """Ask for every text in every language of the plan, made from the words that stand now.

    Source: programme (one's own language, with an English summary); the house: no page shows one
    language where another was promised.
    """
    seen = set()
    for place, said in texts_of(text):
        for language in said.missing(text.languages):
            seen.add(Finding(Check.NOT_TRANSLATED, place, MUST, language))
        for language in said.outdated:
            if language in text.languages:
                seen.add(Finding(Check.OUTDATED, place, MUST, language))
    yield from sorted(seen, key=lambda each: (each.language, each.place, each.check))


def readable(text: PlanText) -> Iterator[Finding]:
    """Ask for short sections, short sentences, and abbreviations that are explained.

    Source: workshop (easy to read for all, also those not knowing the region or the policy
    instrument, especially the executive summary); plain-language practice for the lengths.
    """
    explained = {each.key for each in text.abbreviations if each.name}
    for place, said in sections_of(text):
        for language in said.languages:
            yield from _lengths(place, language, said.words(language))
    for language in text.languages:
        yield from _abbreviations(text, language, explained)


def _lengths(place: str, language: str, words: str) -> Iterator[Finding]:
    count = len(words.split())
    if count > LONGEST_SECTION:
        yield Finding(
            Check.LONG_SECTION, place, SHOULD, language, number=count, most=LONGEST_SECTION
        )
    said = sentences(words)
    most = MOST_SENTENCES.get(place.rpartition("/")[2])
    if most and len(said) > most:
        yield Finding(Check.MANY_SENTENCES, place, SHOULD, language, number=len(said), most=most)
    for sentence in said:
        length = len(sentence.split())
        if length > LONGEST_SENTENCE:
            yield Finding(
                Check.LONG_SENTENCE,
                place,
                SHOULD,
                language,
                words=" ".join(sentence.split()[:5]),
                number=length,
                most=LONGEST_SENTENCE,
            )


def _abbreviations(text: PlanText, language: str, explained: set[str]) -> Iterator[Finding]:
    """Yield each abbreviation once, where it first stands unexplained in a language."""
    told = explained | set(abbreviations("\n".join(_names(text))))
    everything = "\n".join(said.words(language) for _place, said in sections_of(text))
    for place, said in sections_of(text):
        for short in abbreviations(said.words(language)):
            if short not in told and not _is_explained(short, everything):
                yield Finding(Check.ABBREVIATION, place, SHOULD, language, words=short)
            told.add(short)


def _names(text: PlanText) -> Iterator[str]:
    """Yield what organisations and the instrument are called: names are not for authors to word."""
    named = [text.instrument, text.region, *text.authors]
    named += [player.who for action in text.actions for player in action.players if player.who.key]
    named += [step.who for a in text.actions for step in a.steps if step.who and step.who.key]
    for each in named:
        yield from (each.name.words(language) for language in each.name.languages)


def _is_explained(short: str, words: str) -> bool:
    """Tell whether an abbreviation stands in brackets after its words, or before them."""
    return f"({short})" in words or re.search(rf"\b{re.escape(short)} \(\w+ ", words) is not None


def abbreviations(words: str) -> tuple[str, ...]:
    """Return the abbreviations in a text, in their order: two capitals or more, as SME or SMEs.

    Source: workshop (easy to read for those who do not know the region).
    """
    found = (match.group() for match in CAPITALS.finditer(words))
    shorts = (each[:-1] if each.endswith("s") and each[:-1].isupper() else each for each in found)
    return tuple(
        dict.fromkeys(
            each
            for each in shorts
            if each.isupper()
            and len(each) > 1
            and each not in KNOWN_TO_ALL
            and not ROMAN.fullmatch(each)
        )
    )


def sentences(words: str) -> tuple[str, ...]:
    """Return the sentences of a text. A number or a word of two letters with a dot ends none.

    Source: plain-language practice counts by sentences; Lithuanian writes dates as “2021 m.”.
    """
    found: list[str] = []
    for piece in SENTENCE_END.split(words):
        if found and SHORT_WORD.search(found[-1]) and piece[:1].islower():
            found[-1] = f"{found[-1]} {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return tuple(found)
