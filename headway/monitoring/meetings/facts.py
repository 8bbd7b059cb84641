"""Plain values of meetings: what a body goes by, what is planned, what is said at a point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.meetings.states import (
    BodyKind,
    Channel,
    Majority,
    MemberRole,
    PointKind,
    QuorumKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many of those who vote must attend; `number` counts for its own kind alone."""

    kind: str = QuorumKind.MORE_THAN_HALF
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a body meets as a rule: every so many weeks or months, on a day of the week.

    `weekday` 0 is Monday. `week` says which of a month, 1 to 4, -1 for the last; weeks ignore it.
    """

    every: int
    unit: str
    weekday: int
    begins: date
    week: int = 1

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Rhythm | None:
        if not kept:
            return None
        return cls(**{**kept, "begins": date.fromisoformat(kept["begins"])})

    def as_json(self) -> dict[str, Any]:
        return {
            "every": self.every,
            "unit": str(self.unit),
            "weekday": self.weekday,
            "begins": self.begins.isoformat(),
            "week": self.week,
        }


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """What a body is and goes by."""

    name: TranslatedText
    organisation_id: int
    kind: str = BodyKind.COUNCIL
    languages: tuple[str, ...] = ()
    quorum: QuorumRule = QuorumRule()
    majority: str = Majority.OF_VOTES
    has_casting_vote: bool = False
    is_public: bool = False
    since: date | None = None
    until: date | None = None
    rhythm: Rhythm | None = None
    usual_time: time | None = None
    usual_minutes: int = 90
    usual_place: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """Who sits in a body: a person with an account, or a name with an address."""

    since: date
    role: str = MemberRole.MEMBER
    user_id: int | None = None
    name: str = ""
    email: str = ""
    organisation_id: int | None = None
    votes: bool = True
    substitutes_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """When and where a body meets. Instants."""

    starts_at: datetime
    ends_at: datetime
    title: TranslatedText = EMPTY
    place: TranslatedText = EMPTY
    link: str = ""
    languages: tuple[str, ...] = ()
    note: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class PointPlan:
    """One point of an agenda, as a person writes it."""

    title: TranslatedText
    kind: str = PointKind.DISCUSSION
    minutes: int = 10
    note: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class Attended:
    """How one member attended; `substitute_id` is a member of the body, or there is a name."""

    member_id: int
    presence: str
    substitute_id: int | None = None
    substitute_name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one member says to an invitation; who stands in is a member, or there is a name."""

    answer: str
    substitute_id: int | None = None
    substitute_name: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes, counted."""

    yes: int = 0
    no: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstained


@dataclass(frozen=True, slots=True)
class FollowUpPlan:
    """Something to be done after a meeting: by whom, until when."""

    words: TranslatedText
    due_on: date
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """One activity of a body's programme."""

    words: TranslatedText
    due_on: date
    channel: str = Channel.OTHER
    audience: TranslatedText = EMPTY
    node_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownTo:
    """What somebody is in a body: whether they keep it, chair it, see its meetings."""

    person: int
    keeps: bool
    chairs: bool
    belongs: bool
