"""Tells the indicators of the demonstration: the ambitions, and those of the measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.demo.series import record_series
from headway.demo.values import lag_of, number, origin, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import ALL, Provenance
from headway.monitoring.indicators.definition import Breakdown, Definition, Wanted
from headway.monitoring.indicators.services import add_indicator
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from headway.demo.values import Sources, Told
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Edition, Node

SLUG = "keds"


@dataclass(frozen=True, slots=True)
class Place:
    """Where indicators are told: the draft, its nodes, who leads them, and what is cited."""

    draft: Edition
    nodes: Mapping[str, Node]
    leads: Mapping[str, Organisation]
    """By the code of a measure; by an empty text for the strategy itself."""
    sources: Sources
    by: SystemActor
    at: datetime


def load_indicators(place: Place, told: list[Told]) -> None:
    """Add indicators to a draft and record their values, each indicator's at once."""
    met: dict[str, int] = {}
    for entry in told:
        code = entry.get("at", "")
        met[code] = met.get(code, 0) + 1
        lead = place.leads[code]
        text = add_indicator(
            draft_id=place.draft.pk,
            said=definition_told(entry, place.nodes.get(code), lead, place.sources, nth=met[code]),
            key=derived_key("indicator", SLUG, code, entry["key"]),
            by=place.by,
            at=place.at,
        )
        record_series(
            text.indicator_id,
            entry,
            reporter=lead.name.words("en"),
            sources=place.sources,
            by=place.by,
            at=place.at,
        )


def definition_told(
    entry: Told, node: Node | None, lead: Organisation, sources: Sources, *, nth: int
) -> Definition:
    """Return how an indicator is defined; it is the `nth` of its measure, from 1."""
    code = entry.get("at", "")
    baseline = entry.get("baseline", {})
    return Definition(
        title=translated(entry["title"], entry),
        kind=entry["kind"],
        code=f"{code}-{nth}" if code else "",
        definition=translated(entry["definition"], {}),
        depth=entry["depth"],
        unit=translated(entry.get("unit", {}), {}),
        decimals=entry.get("decimals", 0),
        direction=entry.get("direction", Direction.UP),
        floor=number(entry.get("floor")),
        ceiling=number(entry.get("ceiling")),
        baseline=number(baseline.get("value")),
        baseline_period=Period.parse(baseline["period"]) if baseline else None,
        frequency=entry["frequency"],
        lag_days=lag_of(entry),
        verification=translated(entry["verification"], {}),
        organisation_id=lead.pk,
        is_key=entry.get("is_key", False),
        method=entry.get("method", ""),
        method_reason=translated(entry.get("method_reason", {}), {}),
        breakdowns=tuple(
            Breakdown(part["key"], translated(part["title"], {}))
            for part in entry.get("breakdowns", ())
        ),
        provenance=origin(entry, sources),
        node_ids=(node.pk,) if node else (),
        is_ambition=not code,
        targets=tuple(_targets(entry, sources)),
    )


def _targets(entry: Told, sources: Sources) -> Iterator[Wanted]:
    stated = [(each, True) for each in entry.get("milestones", ())]
    stated += [(entry["target"], False)] if "target" in entry else []
    for each, is_milestone in stated:
        cited = each if "sources" in each else {"sources": entry.get("sources", ())}
        is_known = not entry.get("at")
        yield Wanted(
            period=Period.parse(each["period"]),
            low=number(each.get("low", each.get("value"))),
            high=number(each.get("high", each.get("value"))),
            is_milestone=is_milestone,
            provenance=origin(cited, sources) if is_known else Provenance(synthetic=(ALL,)),
        )
