"""Review units, who meets whom, and where: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.foundation.core.texts import TranslatedText

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
    """Why not everybody can be paired: units with nobody to meet, or too many that may not meet."""

    alone: tuple[str, ...] = ()
    crowd: tuple[str, ...] = ()
    others: int = 0
    crowd_of: str = ""
    """What the crowd shares: an `Obstacle`, a plan or a country."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Who meets whom, round by round; or what hinders it."""

    rounds: tuple[tuple[Group, ...], ...] = ()
    repeats: int = 0
    hindrance: Hindrance | None = field(default=None)


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What the lead partner says of a session. Days are those of its time zone."""

    title: TranslatedText
    time_zone: str
    reviews_until: date | None = None
    answers_until: date | None = None
    event_key: str = ""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """Who presents which plan. Without a name it is called after its organisations."""

    plan_key: str
    organisation_slugs: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class PairingPlan:
    """How often all meet, where, from when on, and how long a group takes."""

    rounds: int
    rooms: tuple[str, ...]
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class PointSaid:
    """What a review says of one point, as it was typed."""

    point: str
    score: int | None = None
    comment: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One point of one submitted review, without a word of it."""

    point: str
    plan: str
    score: int
    has_suggestion: bool = False
    reply: str = ""


@dataclass(frozen=True, slots=True)
class PointFigures:
    """How all plans did at one point, and what became of the suggestions."""

    point: str
    marks: tuple[int, ...]
    """How many reviews gave each mark, from 1 to 5."""
    plans: int
    weak: int
    """How many of the plans are weak here."""
    suggestions: int
    replies: tuple[tuple[str, int], ...]
    """How many suggestions were answered in each way."""
    is_weak_everywhere: bool

    @property
    def reviews(self) -> int:
        return sum(self.marks)

    @property
    def unanswered(self) -> int:
        return self.suggestions - sum(count for _reply, count in self.replies)
