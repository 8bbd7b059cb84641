"""The law of the audit trail. Pure: no database, no clock, no request."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

GENESIS = "0" * 64
"""What the first link carries in place of the digest before it."""


def canonical(payload: Mapping[str, Any]) -> str:
    """Return the one way in which a payload is written: sorted keys, no spaces, UTF-8 letters.

    Source: RFC 8785 (JSON canonicalisation), for values that are strings, integers, booleans,
    null, lists and objects; Decimals and dates are written as strings by the caller.
    """
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(*, salt: str, words: str) -> str:
    """Return the digest that an entry keeps of words which may be erased, in hexadecimal.

    Salted, so that erased words cannot be guessed from it; erasing words and salt leaves a chain
    over commitments valid.

    Source: trust principles, section 2.9; EDPB Guidelines 02/2025 (personal data off the chain).
    """
    return _digest(f"{salt}\x1f{words}")


def entry_digest(
    *, at: datetime, actor: str, verb: str, thing: tuple[str, str], commitments: tuple[str, ...]
) -> str:
    """Return the digest of what an entry says: when, who, what, to which thing; names committed to.

    Source: trust principles, section 2.9.
    """
    said = {
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "commitments": list(commitments),
        "thing": list(thing),
        "verb": verb,
    }
    return _digest(canonical(said))


def link_digest(*, position: int, entry: int, says: str, previous: str) -> str:
    """Return the digest of a link: its place, its entry, what that says, the digest before it.

    PostgreSQL computes the same at the end of a transaction, so the form is plain.

    Source: trust principles, section 2.9.
    """
    return _digest(f"{position}\x1f{entry}\x1f{says}\x1f{previous}")


def erasure_digest(parts: Iterable[tuple[int, str]]) -> str:
    """Return the digest of which parts of which entries were erased, given in their order.

    Source: trust principles, section 2.11 (a ledger of erasures).
    """
    found = hashlib.sha256()
    for entry, part in parts:
        found.update(f"{entry} {part}\n".encode())
    return found.hexdigest()


def mentions(words: str, names: Iterable[str]) -> bool:
    """Tell whether words have one of these names in them, in whatever case.

    Source: trust principles, section 2.11 (nothing of a person is left after erasure).
    """
    folded = words.casefold()
    return any(name.casefold() in folded for name in names if name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
