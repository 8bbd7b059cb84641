"""A text in several languages, as it reads after a file has had its say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.strategy.imports.columns import base_of, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def revised(
    text: TranslatedText, said: Mapping[str, str], name: str, original: str
) -> TranslatedText:
    """Return a text with the words that a file says of it in some languages."""
    words = {language_of(n): v for n, v in said.items() if base_of(n) == name}
    if not words:
        return text
    return text.revised(words) if text else TranslatedText.of(words, original=original)
