"""What is said of a project and of what belongs to it. Money in euro."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.partnerships.states import InstrumentKind, MemberRole
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Organisation, Region
    from headway.monitoring.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known of a project."""

    acronym: str
    title: TranslatedText
    languages: tuple[str, ...]
    summary: TranslatedText = EMPTY
    programme: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    budget_eur: Decimal | None = None
    cofinancing_eur: Decimal | None = None
    website: str = ""
    funding_statement: TranslatedText = EMPTY
    disclaimer: TranslatedText = EMPTY
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """An organisation's part in a project. Only an advisory partner may be without a region."""

    organisation: Organisation | None
    role: str = MemberRole.PARTNER
    region: Region | None = None
    budget_eur: Decimal | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A part of a project's time: as it was planned, and as it was."""

    number: int
    title: TranslatedText
    planned_start: PartialDate | None = None
    planned_end: PartialDate | None = None
    actual_start: PartialDate | None = None
    actual_end: PartialDate | None = None
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class SemesterFacts:
    """A period that is reported on to the programme."""

    number: int
    start: date
    end: date
    report_due: date | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Whom a region's partners consult: organisations, and others in words."""

    region: Region | None
    name: TranslatedText
    purpose: TranslatedText = EMPTY
    organisations: tuple[Organisation, ...] = ()
    others: TranslatedText = EMPTY
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """A policy that a project wants to improve, and who manages it."""

    region: Region | None
    title: TranslatedText
    kind: str = InstrumentKind.OTHER
    about: TranslatedText = EMPTY
    managing_body: Organisation | None = None
    managing_words: TranslatedText = EMPTY
    strategy: Strategy | None = None
    website: str = ""
    provenance: Provenance = UNKNOWN
