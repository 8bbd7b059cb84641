"""Tells of the project: its frame, phases, partners, policy instruments, and stages of regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from headway.cooperation.partnerships.services import (
    GroupFacts,
    InstrumentFacts,
    MemberFacts,
    PhaseFacts,
    ProjectFacts,
    SemesterFacts,
    add_group,
    add_instrument,
    add_member,
    add_phase,
    add_semester,
    assess_stage,
    create_project,
)
from headway.cooperation.partnerships.states import Stage
from headway.demo.values import partial, provenance, translated
from headway.foundation.core.keys import derived_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import ALL, Provenance
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_region

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.partnerships.models import Project
    from headway.demo.values import Sources, Told
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.organisations.models import Organisation, Region
    from headway.monitoring.strategy.models import Strategy

SLUG = "inter-ventures"


@dataclass(frozen=True, slots=True)
class Places:
    """What the project's file names by keys, and the strategy that it wants to improve."""

    regions: Mapping[str, Region]
    organisations: Mapping[str, Organisation]
    strategy: Strategy


def load_regions(
    told: Told, sources: Sources, *, by: SystemActor, at: datetime
) -> dict[str, Region]:
    """Load the regions, which the sources of the project name; their points are those of seats."""
    named = {"sources": told["sources"]}
    loaded = {}
    for entry in told["regions"]:
        unsure = () if entry.get("nuts_confirmed") else ("nuts_code",)
        seat = entry["seat"]
        note = TranslatedText.of(
            {
                language: words % {"name": seat["name"][language]}
                for language, words in told["seat_note"].items()
            }
        )
        loaded[entry["key"]] = add_region(
            name=translated(entry["name"], entry),
            country=entry["country"],
            nuts_code=entry["nuts"],
            nuts_version=entry["nuts_version"],
            point=(Decimal(seat["latitude"]), Decimal(seat["longitude"])),
            provenance=provenance(named | entry, sources, inferred=(*unsure, "point"), note=note),
            key=derived_key("region", entry["key"]),
            by=by,
            at=at,
        )
    return loaded


def load_project(
    told: Told, places: Places, sources: Sources, *, by: SystemActor, at: datetime
) -> Project:
    """Load the project and everything that is known of it; what is not known stays absent."""
    budget = told["budget"]
    facts = ProjectFacts(
        acronym=told["name"]["en"],
        title=translated(told["title"], told),
        languages=("en", "lt"),
        summary=translated(told["summary"], told),
        programme=told["programme"]["en"],
        start=PartialDate.parse(told["start"]),
        end=PartialDate.parse(told["end"]),
        budget_eur=Decimal(budget["total_eur"]),
        cofinancing_eur=Decimal(budget["cofinancing_eur"]),
        website=told["site"],
        funding_statement=translated(told["funding_statement"], told),
        disclaimer=translated(told["disclaimer"], told),
        provenance=provenance(told, sources),
    )
    key = derived_key("project", SLUG)
    project = create_project(slug=SLUG, facts=facts, key=key, by=by, at=at)
    for entry in told["phases"]:
        phase = _phase(entry, sources)
        add_phase(project_id=project.pk, facts=phase, by=by, at=at)
    for entry in told["members"]:
        member = _member(entry, places, sources)
        add_member(project_id=project.pk, facts=member, by=by, at=at)
    for entry in told["instruments"]:
        add_instrument(
            project_id=project.pk,
            facts=_instrument(entry, places, sources),
            key=derived_key("instrument", SLUG, entry["key"]),
            by=by,
            at=at,
        )
    for entry in told["groups"]:
        group, key = _group(entry, places, sources), derived_key("group", SLUG, entry["key"])
        add_group(project_id=project.pk, facts=group, key=key, by=by, at=at)
    for entry in told["semesters"]:
        add_semester(project_id=project.pk, facts=_semester(entry), by=by, at=at)
    _load_stages(project, told["stages"], places, by=by, at=at)
    return project


def _phase(entry: Told, sources: Sources) -> PhaseFacts:
    planned, actual = entry["planned"], entry["actual"]
    return PhaseFacts(
        number=entry["number"],
        title=translated(entry["title"], entry),
        planned_start=partial(planned["start"]),
        planned_end=partial(planned["end"]),
        actual_start=partial(actual["start"]),
        actual_end=partial(actual["end"]),
        provenance=provenance(entry, sources, inferred=tuple(entry.get("inferred", ()))),
    )


def _member(entry: Told, places: Places, sources: Sources) -> MemberFacts:
    budget = entry.get("budget_eur")
    return MemberFacts(
        organisation=places.organisations[entry["organisation"]],
        role=entry["role"],
        region=places.regions.get(entry["region"] or ""),
        budget_eur=Decimal(budget) if budget else None,
        provenance=provenance(entry, sources),
    )


def _instrument(entry: Told, places: Places, sources: Sources) -> InstrumentFacts:
    return InstrumentFacts(
        region=places.regions[entry["region"]],
        title=translated(entry["title"], entry),
        kind=entry["kind"],
        managing_body=places.organisations.get(entry.get("managed_by", "")),
        strategy=places.strategy if entry.get("strategy") else None,
        provenance=provenance(entry, sources),
    )


def _group(entry: Told, places: Places, sources: Sources) -> GroupFacts:
    return GroupFacts(
        region=places.regions[entry["region"]],
        name=translated(entry["name"], entry),
        purpose=translated(entry["purpose"], entry),
        organisations=tuple(places.organisations[key] for key in entry["organisations"]),
        others=translated(entry["others"], entry),
        provenance=provenance(entry, sources),
    )


def _semester(entry: Told) -> SemesterFacts:
    start, end, due = (date.fromisoformat(entry[name]) for name in ("start", "end", "due"))
    return SemesterFacts(number=entry["number"], start=start, end=end, report_due=due)


def _load_stages(
    project: Project,
    told: list[Told],
    places: Places,
    *,
    by: SystemActor,
    at: datetime,
) -> None:
    for row in told:
        for found in row["assessments"]:
            whole, part = divmod(round(found["position"] * 100), 100)
            assess_stage(
                project_id=project.pk,
                region=places.regions[row["region"]],
                assessed_on=PartialDate.parse(found["year"]),
                stage=Stage.values[whole],
                percent_into=part,
                provenance=Provenance(synthetic=(ALL,)),
                by=by,
                at=at,
            )
