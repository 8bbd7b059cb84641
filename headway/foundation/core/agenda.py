"""What an app proposes for an agenda: words and a link, so that nobody need know its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class ProposedPoint:
    """One thing that waits to be talked about.

    `origin` is a code that its app never reuses, `label` what such a thing is called, `link` a
    path without the language before it. The same `origin` and `key` are the same proposal.
    """

    origin: str
    key: str
    label: TranslatedText
    title: TranslatedText
    link: str = ""
    note: TranslatedText = EMPTY
    due_on: date | None = None
    is_to_decide: bool = False

    @property
    def ident(self) -> str:
        return f"{self.origin}:{self.key}"

    @property
    def address(self) -> str:
        """Where it is looked at, in the language of the page; empty where nowhere."""
        return with_language(self.link)


def with_language(path: str) -> str:
    """Return the address of a path, in the language of the page."""
    return f"/{get_language()}{path}" if path else ""


def without_language(path: str) -> str:
    """Return a path of a page without the language that it begins with: “/strategies/keds/”."""
    start = f"/{get_language()}/"
    return path.removeprefix(start.rstrip("/")) if path.startswith(start) else path
