"""All texts of a plan by their place: a name of a part, of an action after its key and a slash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.cooperation.plans.facts import ActionText, PlanText
    from headway.foundation.core.texts import TranslatedText

SECTIONS = ("intro", "why", "context", "monitoring", "adopter", "adoption_words")
ACTION_SECTIONS = ("lead", "background", "changes", "follows", "cost_words")


def sections_of(text: PlanText) -> Iterator[tuple[str, TranslatedText]]:
    """Yield the sections that are prose, by their place."""
    for name in SECTIONS:
        yield name, getattr(text, name)
    for action in text.actions:
        for name in ACTION_SECTIONS:
            yield f"{action.key}/{name}", getattr(action, name)


def texts_of(text: PlanText) -> Iterator[tuple[str, TranslatedText]]:
    """Yield every text that the authors word themselves, by its place."""
    yield "title", text.title
    yield from sections_of(text)
    for each in text.abbreviations:
        yield "abbreviations", each.name
    for contact in text.contacts:
        yield "contacts", contact.who.name
        yield "contacts", contact.does
    for action in text.actions:
        for name, said in _rows_of(action):
            yield f"{action.key}/{name}", said


def _rows_of(action: ActionText) -> Iterator[tuple[str, TranslatedText]]:
    yield "title", action.title
    for player in action.players:
        yield "players", EMPTY if player.who.key else player.who.name
        yield "players", player.does
    for step in action.steps:
        yield "steps", step.title
        yield "steps", step.outcome
        yield "steps", step.who.name if step.who and not step.who.key else EMPTY
    yield from _smaller_rows_of(action)


def _smaller_rows_of(action: ActionText) -> Iterator[tuple[str, TranslatedText]]:
    for funding in action.funding:
        yield "funding", funding.source
    for indicator in action.indicators:
        yield "indicators", indicator.title
        yield "indicators", indicator.unit
    for risk in action.risks:
        yield "risks", risk.risk
        yield "risks", risk.answer
    for lesson in action.lessons:
        yield "lessons", lesson.words
