"""What a reader’s headers ask for: a coding of the bytes, and whether the page is known already.

Source: RFC 9110, sections 8.8.3 (strong and weak tags), 12.5.3 (Accept-Encoding), 13.1.2.
"""

from __future__ import annotations

import re
from functools import lru_cache

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
CODINGS = (BROTLI, GZIP, IDENTITY)
"""In the order in which we like to send them."""
TAG = re.compile(r'(?:W/)?("[^"]*")')
LONGEST = 200
"""Characters of a header that is remembered; beyond it nobody asks for anything."""


def coding_for(accepted: str) -> str:
    """Return the coding that a reader likes best: plain bytes for one who asks for none."""
    return _best(accepted) if len(accepted) <= LONGEST else IDENTITY


@lru_cache(maxsize=256)
def _best(accepted: str) -> str:
    weights: dict[str, float] = {}
    for each in accepted.lower().split(","):
        name, _, rest = each.partition(";")
        weights[name.strip()] = _weight(rest)
    others = weights.get("*", 0.0)
    found = {name: weights.get(name, others) for name in (BROTLI, GZIP)}
    # Plain bytes are fine for everybody, but nobody likes them better who can read others.
    best = max((BROTLI, GZIP), key=lambda name: found[name])
    return best if found[best] > 0 and found[best] >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weight(rest: str) -> float:
    """Return the weight of one choice: 1 unless it says less; 0 for what is no weight."""
    name, _, value = rest.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def is_known(asked: str, tag: str) -> bool:
    """Tell whether a reader has the page of a tag: weak comparison, as for If-None-Match."""
    return asked.strip() == "*" or tag in TAG.findall(asked)
