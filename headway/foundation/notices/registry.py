"""Notices: the kinds of mail that Headway writes, each with its code and its words.

Every app may have a `notices.py`; this app finds them, and so knows everybody's mails without
importing anybody. A notice is two templates, `<app>/notices/<name>.txt` and `.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of mail, under a code that is never reused."""

    code: str
    label: str | Promise
    template: str
    """`<app>/notices/<name>`: a .txt, whose first line is the subject, and a .html."""

    def __post_init__(self) -> None:
        if self.code in _REGISTRY:
            message = f"The notice {self.code} is declared twice."
            raise ValueError(message)
        if len(self.code) > LONGEST_CODE:
            message = f"The code {self.code} is longer than {LONGEST_CODE} characters."
            raise ValueError(message)
        _REGISTRY[self.code] = self


_REGISTRY: dict[str, Notice] = {}


def discover() -> None:
    """Load the notices of every app. Called once, when the apps are ready."""
    autodiscover_modules("notices")


def registered() -> Mapping[str, Notice]:
    """Return every notice by its code."""
    return dict(sorted(_REGISTRY.items()))


def label_of(code: str) -> str:
    """Return what a kind of mail is called; the code itself, if nobody declares it any more."""
    found = _REGISTRY.get(code)
    return str(found.label) if found else code
