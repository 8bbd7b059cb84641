"""Review units, who meets whom, and where: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Group = tuple[str, ...]
"""The keys of two units that meet, or of three."""
Met = Mapping[frozenset[str], int]
"""How often two units have met, by their keys."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One or several partners who present a plan, or their part of it, and review together."""

    key: str
    name: str
    plan: str
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two units of one group that should not meet, and why."""

    first: str
    second: str
    obstacle: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when a group meets."""

    group: Group
    room: str
    starts: datetime


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why not everybody can be paired: units with nobody to meet, or one country with too many."""

    alone: tuple[str, ...] = ()
    crowd: tuple[str, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Rounds:
    """Who meets whom, round by round; or what hinders it."""

    rounds: tuple[tuple[Group, ...], ...] = ()
    repeats: int = 0
    hindrance: Hindrance | None = field(default=None)
