"""What a person or a file says of one indicator: a value, compared and kept as a whole."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.indicators.states import Direction, Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.indicators.models import IndicatorText, Placement, Target


@dataclass(frozen=True, slots=True)
class Wanted:
    """One target or milestone as the strategy states it. A single figure is both low and high."""

    period: Period
    low: Decimal | None = None
    high: Decimal | None = None
    is_milestone: bool = False
    reason: TranslatedText = EMPTY
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One named part of an indicator, such as women, or small firms."""

    key: str
    title: TranslatedText


@dataclass(frozen=True, slots=True)
class Definition:
    """The text of one indicator, with its places and targets.

    `node_ids` are where it stands; `is_ambition` says that it stands at the strategy itself.
    """

    title: TranslatedText
    kind: str
    code: str = ""
    definition: TranslatedText = EMPTY
    depth: str = ""
    unit: TranslatedText = EMPTY
    decimals: int = 0
    direction: str = Direction.UP
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    baseline: Decimal | None = None
    baseline_period: Period | None = None
    has_no_baseline: bool = False
    frequency: str = Frequency.YEAR
    lag_days: int = 90
    verification: TranslatedText = EMPTY
    organisation_id: int | None = None
    is_key: bool = False
    method: str = ""
    method_reason: TranslatedText = EMPTY
    breakdowns: tuple[Breakdown, ...] = ()
    provenance: Provenance = UNKNOWN
    node_ids: tuple[int, ...] = ()
    is_ambition: bool = False
    targets: tuple[Wanted, ...] = ()

    def differing(self, other: Definition) -> tuple[str, ...]:
        """Return the names of the parts in which two definitions differ."""
        return tuple(
            f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name)
        )

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of `IndicatorText`, its search key included."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in APART}
        return own | {
            "baseline_period": str(self.baseline_period or ""),
            "breakdowns": [
                {"key": part.key, "title": part.title.as_json()} for part in self.breakdowns
            ],
            "folded": search_key(self),
        }

    def in_order(self) -> Definition:
        """Return it as it is kept: places by id, targets by their periods."""
        return replace(
            self,
            node_ids=tuple(sorted(set(self.node_ids))),
            targets=tuple(sorted(self.targets, key=lambda wanted: wanted.period)),
        )


APART = {"node_ids", "is_ambition", "targets", "baseline_period", "breakdowns"}
"""Parts that are rows of their own, or are written otherwise than they are held."""


def search_key(said: Definition) -> str:
    """Return what a reader may type to find the indicator: code, title, definition, folded."""
    parts = (said.code.casefold(), said.title.folded(), said.definition.folded())
    return " ".join(part for part in parts if part)


def definition_of(
    text: IndicatorText, placements: Iterable[Placement], targets: Iterable[Target]
) -> Definition:
    """Return what the rows of one indicator say in one edition."""
    places = [place.node_id for place in placements]
    own = {f.name: getattr(text, f.name) for f in fields(Definition) if f.name not in APART}
    return Definition(
        **own,
        baseline_period=Period.parse(text.baseline_period) if text.baseline_period else None,
        breakdowns=breakdowns_of(text),
        node_ids=tuple(sorted(pk for pk in places if pk is not None)),
        is_ambition=None in places,
        targets=tuple(sorted(map(wanted_of, targets), key=lambda wanted: wanted.period)),
    )


def breakdowns_of(text: IndicatorText) -> tuple[Breakdown, ...]:
    return tuple(
        Breakdown(part["key"], TranslatedText.from_json(part["title"])) for part in text.breakdowns
    )


def wanted_of(row: Target) -> Wanted:
    return Wanted(
        period=Period.parse(row.period),
        low=row.low,
        high=row.high,
        is_milestone=row.is_milestone,
        reason=row.reason,
        provenance=row.provenance,
    )
