"""What the component of a redline is given: the parts of a text, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.core.texts import TranslatedText


@dataclass(frozen=True, slots=True)
class Redline:
    """One part of a text before and after.

    Words have a language, and differ word by word. What has none, a figure, a date or a place, is
    told whole: old → new.
    """

    label: str
    before: str
    after: str
    language: str = ""

    @property
    def language_name(self) -> str:
        """What the language calls itself, beside the label."""
        return own_name(self.language) if self.language else ""


def redlines_of(label: str, before: TranslatedText, after: TranslatedText) -> Iterator[Redline]:
    """Yield a redline for each language in which two texts differ, the original's first."""
    for language in dict.fromkeys([*after.languages, *before.languages]):
        old, new = before.words(language), after.words(language)
        if old != new:
            yield Redline(label, old, new, language)
