"""Audit verbs: what can be done to things, each with the sentence that tells it.

Every app has a `verbs.py`; this app finds them, and so knows everybody without importing
anybody. A sentence is translated and may use %(actor)s, %(thing)s and the payload's names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done, under a code that is never reused."""

    code: str
    sentence: str | Promise
    words: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    """Names of the payload that hold a code: where each code has its words."""

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
    if found is None:
        return f"{actor}: {verb} {thing}"
    worded = {
        name: _worded(payload[name], of) for name, of in found.words.items() if name in payload
    }
    return str(found.sentence) % _Names({**payload, **worded, "actor": actor, "thing": thing})


def _worded(code: str, choices: type[TextChoices]) -> str:
    """Return the words of a code; the code itself, if it has none any more."""
    return str(choices(code).label) if code in choices.values else code


class _Names(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"
