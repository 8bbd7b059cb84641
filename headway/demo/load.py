"""Loads the demonstration: the mission's two texts made live, told through the services.

Facts come from `region/*.yaml` with their sources; what is not known there is marked synthetic.
The same files load to the same keys, wherever and whenever they are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

from headway.demo.amendments import Proposals, load_adopted, load_consulted
from headway.demo.bodies import Table, load_ahead, load_bodies, load_council, load_past
from headway.demo.exchange import load_exchange
from headway.demo.implementation import load_follow_up, load_implementation
from headway.demo.plans import Written, load_adoption, load_plans, load_revisions
from headway.demo.projects import Places, load_project, load_regions
from headway.demo.replies import Replies
from headway.demo.reviews import load_answers, load_later, load_reviews
from headway.demo.rounds import Cast, load_rounds
from headway.demo.strategy import load_strategy
from headway.demo.values import Sources, provenance, translated
from headway.foundation.accounts.services import invite_person
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import derived_key
from headway.foundation.organisations.queries import alias_owner
from headway.foundation.organisations.services import (
    add_alias,
    add_organisation,
    give_role,
)
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services import appoint_coordinator

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.models import Plan
    from headway.demo.values import Told
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation, Region

REGION = Path(__file__).parent / "region"
LOADER = SystemActor("Headway demonstration")
SLUG = "keds"
SITE_ROLES = ("administrator", "auditor")
KINDS = {"development_agency": "agency"}


@dataclass(slots=True)
class Loaded:
    """What was loaded, by the keys of the files."""

    sources: Sources
    regions: dict[str, Region] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def is_loaded() -> bool:
    """Tell whether the demonstration is there already."""
    return Strategy.objects.filter(slug=SLUG).exists()


@transaction.atomic
def load(*, at: datetime) -> Strategy:
    """Load everything, or nothing. A second call changes nothing."""
    if is_loaded():
        return Strategy.objects.get(slug=SLUG)
    loaded = Loaded(sources=Sources.read(REGION / "sources.yaml"))
    project = read("project")
    loaded.regions = load_regions(project, loaded.sources, by=LOADER, at=at)
    _load_organisations(loaded, read("organisations"), at=at)
    measures, indicators = read("measures"), read("indicators")["indicators"]
    strategy = load_strategy(
        frame=read("keds"),
        measures=measures,
        indicators=[*read("ambitions")["indicators"], *indicators],
        organisations=loaded.organisations,
        sources=loaded.sources,
        by=LOADER,
        at=at,
    )
    amended = read("amendments")
    leads = {each["code"]: loaded.organisations[each["lead"]] for each in measures}
    proposals = Proposals(strategy, loaded.organisations, leads, indicators, loaded.sources)
    load_adopted(proposals, amended["adopted"], by=LOADER, at=at)
    places = Places(loaded.regions, loaded.organisations, strategy)
    shared = load_project(project, places, loaded.sources, by=LOADER, at=at)
    told = read("exchange")
    load_exchange(shared, told, loaded.organisations, loaded.sources, by=LOADER, at=at)
    of = Written(shared, loaded.organisations, loaded.regions, loaded.sources, LOADER)
    plans = _load_plans(of, strategy, at=at)
    _load_people(loaded, read("people"), strategy, at=at)
    told = read("reports")
    replies = Replies.read(measures, told, slug=SLUG)
    cast = Cast(strategy, loaded.organisations, loaded.people, replies, told)
    load_rounds(cast, at=at)
    follow_up = read("implementation")["follow_up"]
    load_follow_up(of, plans["AP-LT"], loaded.people, follow_up, at=at)
    load_later(of, loaded.people, read("reviews"), at=at)
    _load_meetings(cast, proposals, amended["consulted"], at=at)
    return strategy


def _load_plans(of: Written, strategy: Strategy, *, at: datetime) -> dict[str, Plan]:
    """Tell the plans, their review, how the first of them was adopted, and its phase 2."""
    told, reviews = read("plans"), read("reviews")
    plans = load_plans(of, told, at=at)
    load_reviews(of, reviews)
    load_revisions(of, plans, told)
    load_answers(of, reviews)
    for each in told["plans"]:
        if "act" in each:
            load_adoption(of, plans[each["key"]], each, strategy, at=at)
    load_implementation(of, plans, read("implementation"))
    return plans


def _load_meetings(cast: Cast, proposals: Proposals, consulted: Told, *, at: datetime) -> None:
    """Tell the past meetings, the amendment that came of one, and the meeting ahead."""
    told = read("meetings")
    seated = load_bodies(cast, told, proposals.sources, by=LOADER, at=at)
    table = Table(cast, told, seated, at)
    load_council(table, by=LOADER)
    load_past(table)
    load_consulted(proposals, cast, consulted, at=at)
    load_ahead(table)


def read(name: str) -> Any:  # noqa: ANN401 -- whatever the file holds
    return yaml.load((REGION / f"{name}.yaml").read_text("utf-8"), Loader=Loader)  # noqa: S506 -- a safe loader


Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _load_organisations(loaded: Loaded, entries: list[dict[str, Any]], *, at: datetime) -> None:
    for entry in entries:
        organisation = add_organisation(
            name=translated(entry["name"], entry),
            short_name=translated(entry["short"], entry),
            mission=translated(entry.get("mission", {}), entry),
            kind=KINDS.get(entry["kind"], entry["kind"]),
            region=loaded.regions.get(entry["region"] or ""),
            country=entry["country"],
            website=entry["website"] or "",
            email=entry["email"] or "",
            provenance=provenance(entry, loaded.sources),
            key=derived_key("organisation", entry["key"]),
            slug=entry["slug"],
            by=LOADER,
            at=at,
        )
        loaded.organisations[entry["key"]] = organisation
        _add_aliases(organisation, entry.get("aliases", ()), at=at)


def _add_aliases(organisation: Organisation, aliases: list[str], *, at: datetime) -> None:
    """Add aliases, leaving out those that read, folded, like a name that is known already."""
    for alias in aliases:
        if alias_owner(alias) is None:
            add_alias(organisation_id=organisation.pk, alias=alias, by=LOADER, at=at)


def _load_people(
    loaded: Loaded, entries: list[dict[str, Any]], strategy: Strategy, *, at: datetime
) -> None:
    for entry in entries:
        role = entry["role"]
        person = invite_person(
            email=entry["email"],
            name=entry["name"]["en"],
            language="en",
            site_role=role if role in SITE_ROLES else "",
            by=LOADER,
            at=at,
        )
        loaded.people[entry["key"]] = person
        if role == "coordinator":
            appoint_coordinator(strategy_id=strategy.pk, user=person, by=LOADER, at=at)
        elif role not in SITE_ROLES:
            give_role(
                user_id=person.pk,
                organisation_id=loaded.organisations[entry["organisation"]].pk,
                role=role,
                since=at.date(),
                by=LOADER,
                at=at,
            )
