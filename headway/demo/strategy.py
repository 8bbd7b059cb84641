"""Tells the strategy of the demonstration: created, filled, put in force, made public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.demo.indicators import Place, load_indicators
from headway.demo.values import Sources, Told, partial, provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance
from headway.monitoring.strategy.frame import (
    Frame,
    Level,
    Neighbour,
    Sector,
    StatusOption,
)
from headway.monitoring.strategy.models import Edition, Node, Strategy
from headway.monitoring.strategy.services import (
    add_node,
    add_partner,
    change_strategy,
    create_strategy,
    put_in_force,
    set_lives,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.lives import LifeEntry
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.states import Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.foundation.core.actors import SystemActor
    from headway.foundation.organisations.models import Organisation

SLUG = "keds"


def load_strategy(
    *,
    frame: Told,
    measures: list[Told],
    indicators: list[Told],
    organisations: Mapping[str, Organisation],
    sources: Sources,
    by: SystemActor,
    at: datetime,
) -> Strategy:
    """Load the strategy `keds` with its 15 upper nodes and 109 measures, in force and public.

    Indicators and values come into the draft, so that they are judged once.
    """
    settings = _settings(frame, sources)
    strategy = create_strategy(
        slug=SLUG,
        organisation=organisations[frame["coordinator"]],
        wanted=settings,
        title=translated(frame["title"], {}),
        frame=_frame(frame, sources),
        key=derived_key("strategy", SLUG),
        by=by,
        at=at,
    )
    for partner in frame["partners"]:
        add_partner(
            strategy_id=strategy.pk,
            organisation=organisations[partner["organisation"]],
            role=partner["role"],
            since=partial(partner.get("since")),
            provenance=provenance(partner, sources),
            by=by,
            at=at,
        )
    draft = _only_draft(strategy)
    nodes = _add_nodes(draft, [*frame["nodes"], *measures], organisations, sources, by=by, at=at)
    leads = {entry["code"]: organisations[entry["lead"]] for entry in measures}
    leads[""] = organisations[frame["coordinator"]]
    load_indicators(Place(draft, nodes, leads, sources, by=by, at=at), indicators)
    edition = frame["edition"]
    act = act_told(edition["act"], edition["in_force"], sources)
    put_in_force(draft_id=draft.pk, act=act, by=by, at=at)
    statuses = [_status(nodes[entry["code"]], entry, sources) for entry in measures]
    set_lives(strategy_id=strategy.pk, entries=statuses, by=by, at=at)
    return change_strategy(
        strategy_id=strategy.pk,
        wanted=_settings(frame, sources, is_public=True),
        version=strategy.version,
        by=by,
        at=at,
    )


def _only_draft(strategy: Strategy) -> Edition:
    editions = Edition.objects.unrestricted(reason="the loader made it a moment ago")
    return editions.get(strategy=strategy)


def _settings(entry: dict[str, Any], sources: Sources, *, is_public: bool = False) -> Settings:
    return Settings(
        name=translated(entry["name"], {}),
        short_name=translated(entry["short"], {}),
        languages=("lt", "en"),
        statuses=tuple(
            StatusOption(status["code"], translated(status["label"], {}), status["code"])
            for status in entry["statuses"]
        ),
        is_public=is_public,
        asks_agreement=True,
        provenance=provenance(entry, sources),
    )


def _frame(entry: dict[str, Any], sources: Sources) -> Frame:
    vision = entry["vision"]
    return Frame(
        levels=tuple(
            Level({language: level[language] for language in ("en", "lt")})
            for level in entry["levels"]
        ),
        counted_depth=entry["counted_depth"],
        horizon=PartialDate.parse(entry["horizon"]),
        vision=translated({key: vision[key] for key in ("en", "lt")}, vision),
        vision_provenance=provenance(vision, sources),
        sectors=tuple(
            Sector(sector["key"], translated(sector["title"], sector), provenance(sector, sources))
            for sector in entry["sectors"]
        ),
        neighbours=tuple(
            Neighbour(translated(plan["title"], plan), plan.get("url") or "", plan["key"])
            for plan in entry["neighbouring_plans"]
        ),
    )


def act_told(act: Told, in_force: str, sources: Sources) -> Act:
    """Return the act that puts an edition in force."""
    return Act(
        in_force_on=PartialDate.parse(in_force),
        body=translated(act["body"], {}),
        number=act["number"] or "",
        date=partial(act["date"]),
        verb="adopt" if act["verb"] == "approve" else act["verb"],
        provenance=provenance(act, sources),
    )


def _add_nodes(
    draft: Edition,
    entries: list[dict[str, Any]],
    organisations: Mapping[str, Organisation],
    sources: Sources,
    *,
    by: SystemActor,
    at: datetime,
) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for entry in entries:
        text = add_node(
            draft_id=draft.pk,
            parent=nodes[entry["parent"]] if entry.get("parent") else None,
            wording=_wording(entry, organisations, sources),
            key=derived_key("node", SLUG, entry["code"]),
            by=by,
            at=at,
        )
        nodes[entry["code"]] = text.node
    return nodes


def _wording(
    entry: dict[str, Any], organisations: Mapping[str, Organisation], sources: Sources
) -> Wording:
    lead = [(entry["lead"], Responsible.LEAD)] if entry.get("lead") else []
    others = [(key, Responsible.CONTRIBUTING) for key in entry.get("contributing", ())]
    return Wording(
        code=entry["code"],
        title=translated(entry["title"], entry),
        description=translated(entry.get("description", {}), entry),
        kind=entry.get("kind", ""),
        is_flagship=entry.get("flagship", False),
        start=partial(entry.get("start")),
        due=partial(entry.get("due")),
        sectors=tuple(entry.get("sectors", ())),
        provenance=provenance(entry, sources),
        duties=tuple(Duty(organisations[key].pk, role) for key, role in [*lead, *others]),
    )


def _status(node: Node, entry: dict[str, Any], sources: Sources) -> LifeEntry:
    is_made_up = {"all", "status"} & set(entry.get("synthetic", ()))
    source = Provenance(synthetic=("all",)) if is_made_up else provenance(entry, sources)
    return LifeEntry(node.key, entry["status"], status_on=None, version=0, provenance=source)
