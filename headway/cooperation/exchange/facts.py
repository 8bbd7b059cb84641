"""Plain values of events and good practices: what people write of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.exchange.states import EventKind, MaterialKind, Mode
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from datetime import date, time

    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.core.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an event is, when and where. `begins` and `finishes` are times of its `time_zone`."""

    title: TranslatedText
    kind: str = EventKind.PARTNER_MEETING
    mode: str = Mode.ON_SITE
    start: PartialDate | None = None
    end: PartialDate | None = None
    begins: time | None = None
    finishes: time | None = None
    time_zone: str = ""
    place: TranslatedText = EMPTY
    planned_place: TranslatedText = EMPTY
    online_link: str = ""
    host_ids: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    summary: TranslatedText = EMPTY
    is_public: bool = True
    takes_registrations: bool = False
    places: int | None = None
    registers_until: date | None = None


@dataclass(frozen=True, slots=True)
class PointPlan:
    """One point of a programme."""

    title: TranslatedText
    starts: time | None = None
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class TookPart:
    """How many came: of an organisation, or of others in words. No number where none is known."""

    organisation_id: int | None = None
    words: TranslatedText = EMPTY
    people: int | None = None


@dataclass(frozen=True, slots=True)
class MaterialPlan:
    """Something that an event left behind: a file, or a link."""

    title: TranslatedText
    kind: str = MaterialKind.PAPER
    file: StoredFile | None = None
    link: str = ""
    language: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a place at an event, as they write it themselves."""

    name: str
    email: str
    organisation: str = ""
    needs: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """A good practice, as its organisation tells it."""

    title: TranslatedText
    level: str = ""
    problem: TranslatedText = EMPTY
    solution: TranslatedText = EMPTY
    evidence: TranslatedText = EMPTY
    difficulties: TranslatedText = EMPTY
    resources: TranslatedText = EMPTY
    transferability: TranslatedText = EMPTY
    began: PartialDate | None = None
    ended: PartialDate | None = None
    contact_role: TranslatedText = EMPTY
    contact_email: str = ""
    link: str = ""
