"""Audit verbs: what can be done to things, each with the sentence that tells it.

Every app has a `verbs.py`; this app finds them, and so knows everybody without importing
anybody. A sentence is translated and may use %(actor)s, %(thing)s and the payload's names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done, under a code that is never reused."""

    code: str
    sentence: str | Promise

    def __post_init__(self) -> None:
        if self.code in _REGISTRY:
            message = f"The audit verb {self.code} is declared twice."
            raise ValueError(message)
        _REGISTRY[self.code] = self


_REGISTRY: dict[str, Verb] = {}


def discover() -> None:
    """Load the verbs of every app. Called once, when the apps are ready."""
    autodiscover_modules("verbs")


def registered() -> Mapping[str, Verb]:
    """Return every verb by its code."""
    return dict(sorted(_REGISTRY.items()))


def tell(*, verb: str, actor: str, thing: str, payload: Mapping[str, Any]) -> str:
    """Say in the reader's language what was done. An unknown verb is told by its code."""
    found = _REGISTRY.get(verb)
    names = _Names({**payload, "actor": actor, "thing": thing})
    return str(found.sentence) % names if found else f"{actor}: {verb} {thing}"


class _Names(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"
