"""The names under which a mapping may name the columns of a file."""

from __future__ import annotations

import re

PLACE = ("key", "parent", "level")
"""Columns that say which node a row is and where it stands."""
PLAIN = (
    "code", "kind", "flagship", "start", "due", "sector", "lead", "contributing", "funding",
    "currency", "status",
)  # fmt: skip
TRANSLATED = ("title", "description", "funding_sources", "note")
"""Columns per language: title.lt, title.en."""
MANY = ("sector", "lead", "contributing")
"""Columns whose cells may hold several values, divided by the mapping's separator."""
LIFE = ("status", "note")
"""What belongs to no edition and changes at once."""
ORGANISATIONS = ("lead", "contributing")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)


def base_of(name: str) -> str:
    """Return the name without its language: title.lt → title."""
    return name.partition(".")[0]


def language_of(name: str) -> str:
    return name.partition(".")[2]


def is_known(name: str) -> bool:
    base, dot, language = name.partition(".")
    if base in TRANSLATED:
        return not dot or LANGUAGE.fullmatch(language) is not None
    return not dot and base in PLACE + PLAIN


def is_life(name: str) -> bool:
    return base_of(name) in LIFE
