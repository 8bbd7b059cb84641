"""Comments at the exact words of a plan: which words there are, and their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.plans import wording
from headway.cooperation.plans.passages import texts_of
from headway.foundation.core.texts import TranslatedText, digest
from headway.foundation.core.words import in_one_line
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from headway.cooperation.plans.facts import PlanText

LONGEST_QUOTE = 200
"""Signs: two lines. Whoever means more quotes how it begins."""


def passages_of(text: PlanText) -> dict[str, tuple[str, ...]]:
    """Return the words of a plan by their place and language, such as `why.lt`."""
    found: dict[str, tuple[str, ...]] = {}
    for place, said in texts_of(text):
        for language in said.languages:
            where = f"{place}.{language}"
            found[where] = (*found.get(where, ()), in_one_line(said.words(language)))
    return found


def named_passage(text: PlanText, where: str) -> str:
    """Call the words at a place: “Planned action 2, Background, Lithuanian”."""
    place, _dot, language = where.rpartition(".")
    part = str(wording.LABELS[place.rpartition("/")[2]])
    for number, action in enumerate(text.actions, start=1):
        if place.startswith(f"{action.key}/"):
            part = _("Planned action %(number)d, %(part)s") % {"number": number, "part": part}
    return _("%(part)s, %(language)s") % {"part": part, "language": own_name(language)}


def quote_problems(text: PlanText, where: str, quote: str) -> dict[str, str]:
    """Say what is wrong with a quotation, by the fields of a form; nothing, if it can stand."""
    passages = passages_of(text)
    if where not in passages:
        return {"where": _("Choose one of those listed.")}
    if not quote:
        return {"quote": _("Copy the words that you mean from the text.")}
    if len(quote) > LONGEST_QUOTE:
        sentence = _("Quote at most %(number)d signs: the beginning is enough.")
        return {"quote": sentence % {"number": LONGEST_QUOTE}}
    if not any(quote in words for words in passages[where]):
        return {"quote": _("These words do not stand there. Copy them from the text.")}
    return {}


def place_of(where: str, quote: str) -> str:
    """Return under which place of the plan a thread on words stands."""
    return f"{where}/{digest(quote)}"


def quoted(where: str, quote: str) -> TranslatedText:
    """Return what the place is called: the words themselves, in their language."""
    return TranslatedText.of({where.rpartition(".")[2]: f"“{quote}”"})
