"""Tells the amendments of the demonstration: one that is in force, one that partners discuss.

The first is told before there are people, so that nobody is written to about years gone by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from headway.demo.indicators import definition_told
from headway.demo.rounds import deliver
from headway.demo.series import record_series
from headway.demo.strategy import act_told
from headway.demo.values import provenance, translated
from headway.foundation.core.keys import derived_key
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.services import (
    add_operation,
    adopt_amendment,
    answer_agreement,
    comment_on_words,
    consult_on_amendment,
    create_amendment,
    propose_amendment,
)
from headway.monitoring.amendments.services.amendments import NO_ORIGIN, Origin
from headway.monitoring.amendments.states import Stance
from headway.monitoring.amendments.values import said_of_indicator, said_of_node
from headway.monitoring.indicators.models import Indicator
from headway.monitoring.strategy.models import Node
from headway.monitoring.strategy.states import Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.demo.rounds import Cast
    from headway.demo.values import Sources, Told
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Strategy

REASON = "the loader made it a moment ago"
SLUG = "keds"
MORNING = time(10)
PROPOSED, CONSULTED, COMMENTED = timedelta(days=16), timedelta(days=15), timedelta(days=7)
"""How long ago the amendment that is discussed was proposed, and so on."""
ANSWERS_UNTIL = timedelta(days=12)
"""How far the last day for answers lies ahead."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What amendments are told about: the strategy, who leads its measures, its indicators."""

    strategy: Strategy
    organisations: Mapping[str, Organisation]
    leads: Mapping[str, Organisation]
    """By the code of a measure."""
    indicators: list[Told]
    sources: Sources

    def nth(self, code: str, key: str) -> int:
        """Return which of its measure an indicator is, from 1; a new one comes last."""
        own = [each["key"] for each in self.indicators if each.get("at") == code]
        return own.index(key) + 1 if key in own else len(own) + 1


def load_adopted(of: Proposals, told: Told, *, by: SystemActor, at: datetime) -> None:
    """Tell the amendment of the mission's texts: proposed, agreed by all, adopted, in force.

    That it was adopted is recorded now, as the first edition is.
    """

    def on(name: str) -> datetime:
        day = date.fromisoformat(told[name])
        zone = ZoneInfo(of.strategy.time_zone)
        return datetime.combine(day, MORNING, zone).astimezone(UTC)

    amendment = _written(of, told, by=by, at=on("proposed"))
    consult_on_amendment(amendment_id=amendment.pk, by=by, at=on("consulted"))
    for each in Agreement.objects.unrestricted(reason=REASON).filter(amendment=amendment):
        answer_agreement(
            agreement_id=each.pk, stance=Stance.AGREES, words="", version=each.version, by=by,
            at=on("answered"),
        )  # fmt: skip
    act = told["act"]
    adopt_amendment(
        amendment_id=amendment.pk,
        act=act_told(act, act["in_force"], of.sources),
        outcomes={},
        by=by,
        at=at,
    )
    for each in told["operations"]:
        if entry := each.get("indicator"):
            record_series(
                Indicator.objects.get(key=_thing(each)).pk,
                entry,
                reporter=of.leads[entry["at"]].name.words("en"),
                sources=of.sources,
                by=by,
                at=at,
            )


def load_consulted(of: Proposals, cast: Cast, told: Told, *, at: datetime) -> None:
    """Tell the amendment that partners are asked about: some agree, some have not answered."""
    by = cast.coordinator
    amendment = _written(of, told, by=by, at=at - PROPOSED)
    until = (at + ANSWERS_UNTIL).astimezone(ZoneInfo(of.strategy.time_zone)).date()
    consult_on_amendment(amendment_id=amendment.pk, until=until, by=by, at=at - CONSULTED)
    for each in told["answers"]:
        _answer(of, cast, amendment, each, at=at - timedelta(days=each["days_ago"]))
    _comment(cast, amendment, told["comment"], at=at - COMMENTED)
    deliver(at=at - timedelta(days=4))


def _written(of: Proposals, told: Told, *, by: SystemActor | User, at: datetime) -> Amendment:
    """Write an amendment with its operations, and propose it."""
    amendment = create_amendment(
        strategy_id=of.strategy.pk,
        title=translated(told["title"], told),
        rationale=translated(told["rationale"], told),
        origin=_origin(told),
        provenance=provenance(told, of.sources),
        key=derived_key("amendment", SLUG, told["title"]["en"]),
        by=by,
        at=at,
    )
    for number, each in enumerate(told["operations"], start=1):
        add_operation(
            amendment_id=amendment.pk,
            kind=each["kind"],
            thing=_thing(each),
            said=_said(of, each),
            rationale=translated(each.get("rationale", {}), told),
            origin=_origin(each),
            key=derived_key("operation", SLUG, told["title"]["en"], str(number)),
            by=by,
            at=at,
        )
    return propose_amendment(amendment_id=amendment.pk, by=by, at=at + timedelta(hours=1))


def _origin(told: Told) -> Origin:
    if "origin" not in told:
        return NO_ORIGIN
    return Origin(told["origin"]["kind"], translated(told["origin"]["title"], told))


def _thing(told: Told) -> str:
    """Return the key of what an operation changes or adds."""
    if entry := told.get("indicator"):
        code, key = (entry["at"], entry["key"]) if isinstance(entry, dict) else (told["at"], entry)
        return derived_key("indicator", SLUG, code, key)
    return derived_key("node", SLUG, told.get("node") or told["code"])


def _said(of: Proposals, told: Told) -> dict[str, Any]:
    """Return what an operation says, part by part, as plain values."""
    texts = {part: translated(words, {}).as_json() for part, words in told.get("texts", {}).items()}
    if told["kind"] == "add_indicator":
        return _indicator(of, told["indicator"])
    if told["kind"] == "set_targets":
        whole = next(
            each
            for each in of.indicators
            if (each.get("at"), each["key"]) == (told["at"], told["indicator"])
        )
        said = _indicator(of, {**whole, "target": told["target"]})
        return {"targets": said["targets"]}
    if told["kind"] == "add_node":
        return {**_node(of, told), **texts}
    return {**texts, **told.get("dates", {})}


def _indicator(of: Proposals, entry: Told) -> dict[str, Any]:
    code = entry["at"]
    lead, node = of.leads[code], Node.objects.get(key=derived_key("node", SLUG, code))
    said = definition_told(entry, node, lead, of.sources, nth=of.nth(code, entry["key"]))
    return said_of_indicator(said, slugs={lead.pk: lead.slug}, keys={node.pk: node.key})


def _node(of: Proposals, told: Told) -> dict[str, Any]:
    lead = of.organisations[told["lead"]]
    said = said_of_node(
        Wording(code=told["code"], duties=(Duty(lead.pk, Responsible.LEAD),)),
        slugs={lead.pk: lead.slug},
    )
    place = {name: derived_key("node", SLUG, told[name]) for name in ("parent", "after")}
    return {**said, "start": told["start"], "due": told["due"], **place}


def _answer(of: Proposals, cast: Cast, amendment: Amendment, told: Told, *, at: datetime) -> None:
    rows = Agreement.objects.unrestricted(reason=REASON).filter(amendment=amendment)
    agreement = rows.get(organisation=of.organisations[told["organisation"]])
    is_by_letter = told.get("by_letter", False)
    answer_agreement(
        agreement_id=agreement.pk,
        stance=told["stance"],
        words=told["words"],
        version=agreement.version,
        by=cast.coordinator if is_by_letter else cast.reporter(told["organisation"]),
        at=at,
    )


def _comment(cast: Cast, amendment: Amendment, told: Told, *, at: datetime) -> None:
    """Say something at the exact words of an operation, and answer it."""
    rows = Operation.objects.unrestricted(reason=REASON).filter(amendment=amendment)
    operation = rows.get(place=told["operation"])
    said = [(cast.reporter("KU"), told["text"]), (cast.coordinator, told["answer"])]
    for number, (by, words) in enumerate(said):
        comment_on_words(
            operation_id=operation.pk,
            where=told["where"],
            quote=told["quote"],
            text=words,
            request_key=f"demonstration {amendment.key}",
            by=by,
            at=at + timedelta(days=number),
        )
