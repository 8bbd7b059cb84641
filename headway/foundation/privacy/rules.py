"""The law of erasing. Pure: no database, no clock, no request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from headway.foundation.core.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

ERASED_DOMAIN = "erased.invalid"
"""A domain that can never exist (RFC 2606), so nothing is ever sent there."""


def erased_address(key: str) -> str:
    """Return what stands in place of a person’s address: one for each person, reachable by none.

    Source: RFC 2606, section 2.
    """
    return f"erased-{key}@{ERASED_DOMAIN}"


def spellings(words: str) -> tuple[str, ...]:
    """Return how words may stand in a table: as they are, in other cases, folded, inside JSON.

    Source: trust principles, section 2.11 (after erasure nothing of a person is in any table).
    """
    plain = (words, words.lower(), words.upper(), words.title(), fold(words))
    escaped = tuple(json.dumps(each)[1:-1] for each in plain)
    return tuple(dict.fromkeys(each for each in (*plain, *escaped) if each))


def is_whole_name(name: str) -> bool:
    """Tell whether a name can be meant alone, wherever it stands: first name and family name.

    One word may be anybody’s, or no name at all; it counts only where nothing stands beside it.

    Source: trust principles, section 2.11; our own choice, on record in decision 0020.
    """
    return len(name.split()) > 1


def pattern_of(name: str) -> re.Pattern[str]:
    """Return what finds a name in the words of a table, in any case, and not within others’ words.

    Source: as for `is_whole_name`.
    """
    found = "|".join(sorted(map(re.escape, spellings(name)), key=len, reverse=True))
    if is_whole_name(name) or "@" in name:
        return re.compile(rf"(?<![\w.+-])(?:{found})(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?:\A|(?<=\"))(?:{found})(?=\Z|\")", re.IGNORECASE)


def without(words: str, names: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """Return words in which each of these names is replaced.

    Source: as for `spellings`.
    """
    for pattern, mark in names:
        words = pattern.sub(mark.replace("\\", r"\\"), words)
    return words
