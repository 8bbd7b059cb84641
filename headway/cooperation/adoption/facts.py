"""Plain values of adoptions: who decides, and by which act they did. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from headway.foundation.core.partial_dates import PartialDate


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
