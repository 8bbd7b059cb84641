"""Tells the events and the good practices of the project, as far as they could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.cooperation.exchange.facts import EventPlan, PracticePlan
from headway.cooperation.exchange.services import (
    announce_event,
    create_event,
    create_practice,
    hold_event,
    publish_practice,
    submit_practice,
)
from headway.demo.values import partial, provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.texts import TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.partnerships.models import Project
    from headway.demo.values import Sources, Told
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.organisations.models import Organisation

TEXTS = ("title", "place", "planned_place", "summary")
PARTS = ("title", "problem", "solution", "evidence")


def load_exchange(
    project: Project,
    told: Told,
    organisations: Mapping[str, Organisation],
    sources: Sources,
    *,
    by: SystemActor,
    at: datetime,
) -> None:
    """Tell what was held and what was published; nobody is written to."""
    for entry in told["events"]:
        _event(project, entry, organisations, sources, by=by, at=at)
    for entry in told["practices"]:
        _practice(project, entry, organisations, sources, by=by, at=at)


def _origin(told: Told, sources: Sources) -> Provenance:
    """Return where an entry comes from; its note says what of it was inferred."""
    note = TranslatedText.of(told.get("note", {}))
    return provenance(told, sources, inferred=tuple(told.get("inferred", ())), note=note)


def _event(
    project: Project,
    told: Told,
    organisations: Mapping[str, Organisation],
    sources: Sources,
    *,
    by: SystemActor,
    at: datetime,
) -> None:
    texts: dict[str, Any] = {name: translated(told.get(name, {}), told) for name in TEXTS}
    event = create_event(
        project_id=project.pk,
        plan=EventPlan(
            kind=told["kind"],
            mode=told["mode"],
            start=partial(told["start"]),
            end=partial(told.get("end")),
            host_ids=tuple(organisations[key].pk for key in told.get("hosts", ())),
            **texts,
        ),
        provenance=_origin(told, sources),
        key=derived_key("event", project.slug, told["key"]),
        by=by,
        at=at,
    )
    announce_event(event_id=event.pk, by=by, at=at)
    hold_event(event_id=event.pk, by=by, at=at)


def _practice(
    project: Project,
    told: Told,
    organisations: Mapping[str, Organisation],
    sources: Sources,
    *,
    by: SystemActor,
    at: datetime,
) -> None:
    texts: dict[str, Any] = {name: translated(told.get(name, {}), told) for name in PARTS}
    practice = create_practice(
        project_id=project.pk,
        organisation_id=organisations[told["organisation"]].pk,
        plan=PracticePlan(link=told.get("link", ""), **texts),
        provenance=_origin(told, sources),
        key=derived_key("practice", project.slug, told["title"]["en"]),
        by=by,
        at=at,
    )
    submit_practice(practice_id=practice.pk, by=by, at=at)
    publish_practice(practice_id=practice.pk, by=by, at=at)
