"""Plain values of reporting: what a round wants, what a report says, who speaks by a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from headway.foundation.core.periods import Period


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """On which days round a deadline a reminder falls; afterwards every so many days, or never."""

    before: tuple[int, ...] = (30, 7, 1)
    after: tuple[int, ...] = (1, 7)
    every: int = 30


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a coordinator wants of a round."""

    period: Period
    deadline_at: datetime
    title: TranslatedText = EMPTY
    letter: TranslatedText = EMPTY
    reminders: ReminderPlan = field(default_factory=ReminderPlan)
    asks_statuses: bool = True
    asks_figures: bool = True


@dataclass(frozen=True, slots=True)
class Reported:
    """What is said of one measure."""

    way: str
    status: str = ""
    done: TranslatedText = EMPTY
    ahead: TranslatedText = EMPTY
    obstacles: TranslatedText = EMPTY
    cause: TranslatedText = EMPTY
    """Why it is late, partly done or not done; where it does not apply, why not."""
    evidence_id: int | None = None
    evidence_address: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is said of one figure that is due: a value, or a reason for none."""

    figure_id: int
    way: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: TranslatedText = EMPTY
    missing: str = ""
    note: TranslatedText = EMPTY
    evidence_id: int | None = None
    evidence_address: str = ""


@dataclass(frozen=True, slots=True)
class PartSaid:
    """What is said of one part of a report, and the version of it that was seen."""

    answer_id: int
    said: Reported
    figures: tuple[Measured, ...]
    version: int

    @property
    def prefix(self) -> str:
        """What stands before its fields where several parts are on one page."""
        return part_prefix(self.answer_id)


def part_prefix(answer_id: int) -> str:
    return f"part-{answer_id}"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody without an account who was handed a part of a report by a link.

    Named in the audit trail like anyone who acts; what they may do is that part, nothing else.
    """

    name: str
    report_id: int
    answer_id: int
    link_id: int = 0
    """By which link they came: two of one name are two."""
    reads_everything: bool = False
    is_active: bool = True

    @property
    def pk(self) -> None:
        return None

    def __str__(self) -> str:
        return self.name
