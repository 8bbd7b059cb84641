"""What was found when an installation was looked over."""

from __future__ import annotations

from dataclasses import dataclass

FINE, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do if it is not well."""

    about: str
    level: str
    sentence: str
    remedy: str = ""
