"""The law of the audit trail. Pure: no database, no clock, no request."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def canonical(payload: Mapping[str, Any]) -> str:
    """Return the one way in which a payload is written: sorted keys, no spaces, UTF-8 letters.

    Source: RFC 8785 (JSON canonicalisation), for values that are strings, integers, booleans,
    null, lists and objects; Decimals and dates are written as strings by the caller.
    """
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(*, salt: str, payload: str) -> str:
    """Return the digest that an entry keeps of its payload, in hexadecimal.

    Salted, so that an erased payload cannot be guessed from it; erasing payload and salt leaves
    a chain over commitments valid.

    Source: trust principles, section 2.9; EDPB Guidelines 02/2025 (personal data off the chain).
    """
    return hashlib.sha256(f"{salt}\x1f{payload}".encode()).hexdigest()
