"""What people write into forms, as services take it: tidied, and not too long. Our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.texts import TranslatedText, tidied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LONGEST_REASON = 2_000  # signs; of why somebody takes a step
CHECK_ADDRESS = URLValidator(schemes=["http", "https"])


def too_long(most: int) -> str:
    return _("Write at most %(number)d signs.") % {"number": most}


def tidy_reason(words: str, *, missing: str = "", field: str = "reason") -> str:
    """Return why somebody does something, tidied. `missing` is said where there has to be a reason.

    :raises BadInput: where it is missing, or longer than anybody reads.
    """
    reason = tidied(words.replace("\r\n", "\n"))
    if missing and not reason:
        raise BadInput({field: missing})
    if len(reason) > LONGEST_REASON:
        raise BadInput({field: too_long(LONGEST_REASON)})
    return reason


def text_problems(
    texts: Iterable[tuple[str, TranslatedText, int]], *, wanted: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what is wrong with texts, each given with its field and its most signs.

    `wanted` are the fields that need words, each with what to say where there are none.
    """
    problems: dict[str, str] = {}
    for name, text, most in texts:
        if not text and wanted and name in wanted:
            problems[name] = wanted[name]
        for language in text.languages:
            if len(text.words(language)) > most:
                problems[f"{name}.{language}"] = too_long(most)
    return problems


def is_address(text: str) -> bool:
    """Tell whether a text is the whole address of a page, with http:// or https://."""
    try:
        CHECK_ADDRESS(text)
    except ValidationError:
        return False
    return True


def in_one_line(words: str) -> str:
    """Return words without line breaks, and with one space where there were several."""
    return " ".join(words.split())


def worded(said: Callable[[], str]) -> TranslatedText:
    """Return a sentence of ours in the languages of the pages."""
    found = {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            found[language] = said()
    return TranslatedText.of(found)
