"""What a person or a file says of one node: a value, compared and kept as a whole."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.strategy.funding import NO_FUNDING, Funding
from headway.monitoring.strategy.states import NodeKind, Responsible

if TYPE_CHECKING:
    from headway.foundation.core.partial_dates import PartialDate
    from headway.monitoring.strategy.models import NodeText, Responsibility


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One organisation's part in a node. Dates are written as partial dates, empty if unknown."""

    organisation_id: int
    role: str = Responsible.LEAD
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of one node, without its place in the tree."""

    code: str = ""
    title: TranslatedText = EMPTY
    description: TranslatedText = EMPTY
    kind: str = NodeKind.ONE_OFF
    is_flagship: bool = False
    start: PartialDate | None = None
    due: PartialDate | None = None
    sectors: tuple[str, ...] = ()
    funding: Funding = NO_FUNDING
    provenance: Provenance = UNKNOWN
    duties: tuple[Duty, ...] = ()

    def differing(self, other: Wording) -> tuple[str, ...]:
        """Return the names of the fields in which two wordings differ."""
        return tuple(
            f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name)
        )

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of `NodeText`, its search key included."""
        return {
            "code": self.code,
            "title": self.title,
            "description": self.description,
            "kind": self.kind,
            "is_flagship": self.is_flagship,
            "start": self.start,
            "due": self.due,
            "sectors": list(self.sectors),
            "funding": self.funding,
            "provenance": self.provenance,
            "folded": search_key(self),
        }

    def with_sorted_duties(self) -> Wording:
        return replace(self, duties=tuple(sorted(set(self.duties))))


def search_key(wording: Wording) -> str:
    """Return what a reader may type to find the node: code, titles, descriptions, folded."""
    parts = (wording.code.casefold(), wording.title.folded(), wording.description.folded())
    return " ".join(part for part in parts if part)


def wording_of(text: NodeText, duties: list[Responsibility]) -> Wording:
    """Return what a text row and its responsibilities say."""
    return Wording(
        code=text.code,
        title=text.title,
        description=text.description,
        kind=text.kind,
        is_flagship=text.is_flagship,
        start=text.start,
        due=text.due,
        sectors=tuple(text.sectors),
        funding=text.funding,
        provenance=text.provenance,
        duties=tuple(sorted(duty_of(row) for row in duties)),
    )


def duty_of(row: Responsibility) -> Duty:
    return Duty(row.organisation_id, row.role, str(row.since or ""), str(row.until or ""))
