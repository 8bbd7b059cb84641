"""Plain values of adoptions: who decides, and by which act they did. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headway.cooperation.adoption.states import Way
from headway.cooperation.plans.facts import Kept
from headway.foundation.core.partial_dates import PartialDate  # noqa: TC001 -- the converter reads it
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.strategy.states import ActVerb


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides on a plan: one of a body, an organisation, or words for who is neither."""

    body_id: int | None = None
    organisation_id: int | None = None
    words: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class PlanAct:
    """How somebody decided, as far as it is known; a meeting is one of the body that decides."""

    way: str = ""
    verb: str = ""
    number: str = ""
    date: PartialDate | None = None
    meeting_id: int | None = None
    file_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Correction(Kept):
    """That what was said of an act was corrected: who did and why, and what was said before."""

    by: str
    corrected_at: str
    """In ISO 8601, as it is kept."""
    why: str
    was: PlanAct

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.corrected_at)

    @property
    def verb_label(self) -> str:
        return str(ActVerb(self.was.verb).label)

    @property
    def way_label(self) -> str:
        return str(Way(self.was.way).label)
