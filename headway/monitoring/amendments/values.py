"""The parts of a text as plain values: what JSON keeps of a wording or a definition, and back.

Ids stand for nothing elsewhere: nodes are named by key, organisations by their address.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.foundation.core.numbers import plain
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.amendments.facts import STRATEGY, Said
from headway.monitoring.indicators.definition import Breakdown, Definition, Wanted
from headway.monitoring.strategy.funding import Funding
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXTS = frozenset({"title", "description", "definition", "unit", "verification", "method_reason"})
NUMBERS = frozenset({"floor", "ceiling", "baseline"})
PLAIN_OF_NODE = ("code", "kind", "is_flagship")
PLAIN_OF_INDICATOR = (
    "code", "kind", "depth", "decimals", "direction", "has_no_baseline", "frequency", "lag_days",
    "is_key", "method",
)  # fmt: skip


def said_of_node(wording: Wording, *, slugs: Mapping[int, str]) -> dict[str, Any]:
    """Return the parts of a wording, without its place. `slugs` name organisations by id."""
    return {
        **{name: getattr(wording, name) for name in PLAIN_OF_NODE},
        "title": wording.title.as_json(),
        "description": wording.description.as_json(),
        "start": str(wording.start or ""),
        "due": str(wording.due or ""),
        "sectors": list(wording.sectors),
        "funding": wording.funding.as_json(),
        "provenance": wording.provenance.as_json(),
        "duties": sorted(
            [slugs[duty.organisation_id], duty.role, duty.since, duty.until]
            for duty in set(wording.duties)
        ),
    }


def wording_with(wording: Wording, said: Said, *, ids: Mapping[str, int]) -> Wording:
    """Return a wording with the parts that are said. `ids` are of organisations, by address."""
    read: dict[str, Callable[[Any], Any]] = {
        "title": TranslatedText.from_json,
        "description": TranslatedText.from_json,
        "start": _date,
        "due": _date,
        "sectors": tuple,
        "funding": Funding.from_json,
        "provenance": Provenance.from_json,
        "duties": lambda rows: tuple(
            sorted(Duty(ids[slug], role, since, until) for slug, role, since, until in rows)
        ),
        **dict.fromkeys(PLAIN_OF_NODE, _same),
    }
    return replace(wording, **{part: read[part](said[part]) for part in said if part in read})


def said_of_indicator(
    said: Definition, *, slugs: Mapping[int, str], keys: Mapping[int, str]
) -> dict[str, Any]:
    """Return the parts of a definition. `slugs` name organisations by id, `keys` nodes."""
    whole = [STRATEGY] if said.is_ambition else []
    return {
        **{name: getattr(said, name) for name in PLAIN_OF_INDICATOR},
        **{name: getattr(said, name).as_json() for name in TEXTS - {"description"}},
        **{name: _written(getattr(said, name)) for name in NUMBERS},
        "baseline_period": str(said.baseline_period or ""),
        "organisation": slugs.get(said.organisation_id or 0, ""),
        "breakdowns": [[part.key, part.title.as_json()] for part in said.breakdowns],
        "provenance": said.provenance.as_json(),
        "places": [*whole, *sorted(keys[pk] for pk in set(said.node_ids))],
        "targets": [_of_target(wanted) for wanted in sorted(said.targets, key=_order)],
    }


def definition_with(
    definition: Definition, said: Said, *, ids: Mapping[str, int], nodes: Mapping[str, int]
) -> Definition:
    """Return a definition with the parts that are said. `ids` are of organisations."""
    read: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(PLAIN_OF_INDICATOR, _same),
        **dict.fromkeys(TEXTS, TranslatedText.from_json),
        **dict.fromkeys(NUMBERS, _number),
        "baseline_period": lambda text: Period.parse(text) if text else None,
        "breakdowns": lambda rows: tuple(
            Breakdown(key, TranslatedText.from_json(title)) for key, title in rows
        ),
        "provenance": Provenance.from_json,
        "targets": lambda rows: tuple(_target(row) for row in rows),
    }
    parts = {part: read[part](said[part]) for part in said if part in read}
    if "organisation" in said:
        parts["organisation_id"] = ids[said["organisation"]] if said["organisation"] else None
    if "places" in said:
        parts["node_ids"] = tuple(sorted(nodes[key] for key in said["places"] if key))
        parts["is_ambition"] = STRATEGY in said["places"]
    return replace(definition, **parts)


def _of_target(wanted: Wanted) -> dict[str, Any]:
    whole = {
        "period": str(wanted.period),
        "low": _written(wanted.low),
        "high": _written(wanted.high),
        "is_milestone": wanted.is_milestone,
        "reason": wanted.reason.as_json(),
        "provenance": wanted.provenance.as_json(),
    }
    return {name: value for name, value in whole.items() if value}


def _target(row: Mapping[str, Any]) -> Wanted:
    return Wanted(
        period=Period.parse(row["period"]),
        low=_number(row.get("low", "")),
        high=_number(row.get("high", "")),
        is_milestone=row.get("is_milestone", False),
        reason=TranslatedText.from_json(row.get("reason")),
        provenance=Provenance.from_json(row.get("provenance")),
    )


def _order(wanted: Wanted) -> tuple[Any, ...]:
    return (wanted.period, wanted.is_milestone)


def _same(value: Any) -> Any:  # noqa: ANN401 -- any plain value
    return value


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _written(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
