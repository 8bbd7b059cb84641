"""Comments at the exact words of an operation: which words there are, and their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.texts import TranslatedText, digest
from headway.foundation.core.words import in_one_line
from headway.foundation.ui.context import own_name
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.wording import TEXTS, label_of

if TYPE_CHECKING:
    from headway.monitoring.amendments.models import Operation

LONGEST_QUOTE = 200
"""Signs: two lines. Whoever means more quotes how it begins."""


def passages_of(operation: Operation) -> dict[str, tuple[str, ...]]:
    """Return the words that an operation has, wanted and before, by part and language: title.lt."""
    found: dict[str, tuple[str, ...]] = {}
    for part in KINDS[operation.kind].parts:
        if part not in TEXTS:
            continue
        wanted, before = (
            TranslatedText.from_json(said.get(part)) for said in (operation.said, operation.before)
        )
        for language in dict.fromkeys([*wanted.languages, *before.languages]):
            words = (wanted.words(language), before.words(language))
            found[f"{part}.{language}"] = tuple(each for each in words if each)
    return found


def named_passage(operation: Operation, where: str) -> str:
    """Call the words at a place: “Title, Lithuanian”."""
    part, _dot, language = where.partition(".")
    return _("%(part)s, %(language)s") % {
        "part": label_of(operation, part),
        "language": own_name(language),
    }


def quote_problems(operation: Operation, where: str, quote: str) -> dict[str, str]:
    """Say what is wrong with a quotation, by the fields of a form; nothing, if it can stand."""
    passages = passages_of(operation)
    if where not in passages:
        return {"where": _("Choose one of those listed.")}
    if not quote:
        return {"quote": _("Copy the words that you mean from the text above.")}
    if len(quote) > LONGEST_QUOTE:
        sentence = _("Quote at most %(number)d signs: the beginning is enough.")
        return {"quote": sentence % {"number": LONGEST_QUOTE}}
    if not any(quote in in_one_line(words) for words in passages[where]):
        return {"quote": _("These words do not stand there. Copy them from the text above.")}
    return {}


def place_of(operation: Operation, where: str, quote: str) -> str:
    """Return under which place of the amendment a thread on words stands."""
    return f"{operation.key}/{where}/{digest(quote)}"


def quoted(where: str, quote: str) -> TranslatedText:
    """Return what the place is called: the words themselves, in their language."""
    return TranslatedText.of({where.partition(".")[2]: f"“{quote}”"})
