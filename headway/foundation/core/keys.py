"""Permanent public keys: short, never reused, free of letters that read alike or spell words."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10
"""27 to the 10th: a million keys meet by chance with a probability of one in four hundred."""


HIGHEST_ID = 2**63 - 1
"""Of a row, on every database."""


def row_id(text: str) -> int | None:
    """Read the id of a row as an address or a form carries it; None for what no row can have."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(HIGHEST_ID)) else 0
    return number if 0 < number <= HIGHEST_ID else None


def new_key() -> str:
    """Return a random key for a thing that is made now."""
    return _spelt(secrets.randbelow(len(ALPHABET) ** LENGTH))


def is_key(text: str) -> bool:
    """Tell whether a text is spelt as keys are."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def derived_key(*parts: str) -> str:
    """Return the same key for the same parts, always: for data that is loaded again elsewhere."""
    return _spelt(int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()))


def _spelt(number: int) -> str:
    """Write the last ten digits of a number to the base of the alphabet."""
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)
