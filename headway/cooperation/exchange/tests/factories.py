"""A project of three regions, its events and good practices in each state, in few calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from headway.cooperation.exchange.facts import EventPlan, PracticePlan, Visitor
from headway.cooperation.exchange.models import Event, GoodPractice, Registration
from headway.cooperation.exchange.services import (
    announce_event,
    ask_for_place,
    confirm_place,
    create_event,
    create_practice,
    publish_practice,
    submit_practice,
)
from headway.cooperation.exchange.states import Mode
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.partnerships.tests.factories import MemberFactory, ProjectFactory
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
START = datetime(2026, 12, 8, 8, tzinfo=UTC)
"""10:00 in Lithuania."""
LATER = START + timedelta(days=1)
SECRET = "https://meet.example.org/CANARY-LINK"
VISITOR = SystemActor("Registration by mail")
REASON = "a test looks at everything"


def text(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words})


PLAN = EventPlan(
    title=text("Study visit to the port"),
    kind="study_visit",
    mode=Mode.HYBRID,
    start=PartialDate(2026, 12, 8),
    begins=time(10),
    finishes=time(12),
    time_zone="Europe/Vilnius",
    place=text("Danės g. 17"),
    online_link=SECRET,
    takes_registrations=True,
)
TOLD = PracticePlan(
    title=text("Grants for small firms"),
    problem=text("Small firms do not go abroad."),
    solution=text("A grant with a mentor."),
    evidence=text("Twenty-six firms applied."),
    transferability=text("Any city can do it."),
)


@dataclass
class World:
    """A project: `lead`, `host` and `other` are its partners, each of another region."""

    project: Project
    lead: Organisation
    host: Organisation
    other: Organisation
    leader: User
    keeper: User
    """Writes for the host."""
    stranger: User
    """Writes for a partner of another region."""


def world() -> World:
    project = ProjectFactory.create(languages=["en", "lt"])
    houses = [
        OrganisationFactory.create(email=f"{name}-{project.slug}@example.org")
        for name in ("lead", "host", "other")
    ]
    roles = (MemberRole.LEAD, MemberRole.PARTNER, MemberRole.PARTNER)
    for house, role in zip(houses, roles, strict=True):
        region = RegionFactory.create()
        MemberFactory.create(project=project, organisation=house, role=role, region=region)
    people = [
        MembershipFactory.create(organisation=house, role=Role.REPORTER).user for house in houses
    ]
    lead, host, other = houses
    leader, keeper, stranger = people
    return World(project, lead, host, other, leader, keeper, stranger)


def reader_of(organisation: Organisation) -> User:
    return MembershipFactory.create(organisation=organisation, role=Role.READER).user


def planned(of: World, *, by: User | None = None, **said: Any) -> Event:  # noqa: ANN401
    """Return a draft that the host organisation keeps."""
    plan = replace(PLAN, host_ids=(of.host.pk,), **said)
    return create_event(project_id=of.project.pk, plan=plan, by=by or of.keeper, at=AT)


def announced(of: World, **said: Any) -> Event:  # noqa: ANN401
    event = planned(of, **said)
    announce_event(event_id=event.pk, by=of.keeper, at=AT)
    return again(event)


def again(event: Event) -> Event:
    """Return an event as it stands now."""
    rows = Event.objects.unrestricted(reason=REASON).select_related("project")
    return rows.prefetch_related("hosts").get(pk=event.pk)


def asked(event: Event, email: str = "ona@example.org", **said: Any) -> Registration:  # noqa: ANN401
    visitor = replace(Visitor("Ona", email), **said)
    return ask_for_place(event_id=event.pk, visitor=visitor, by=VISITOR, at=AT)


def coming(event: Event, email: str = "ona@example.org") -> Registration:
    """Return a registration that was confirmed: with a place, or waiting."""
    return confirm_place(registration_id=asked(event, email).pk, by=VISITOR, at=AT)


def begun(of: World, **said: Any) -> GoodPractice:  # noqa: ANN401
    """Return the draft of a good practice of the host's region."""
    return create_practice(
        project_id=of.project.pk,
        organisation_id=of.host.pk,
        plan=replace(TOLD, **said),
        by=of.keeper,
        at=AT,
    )


def submitted(of: World, **said: Any) -> GoodPractice:  # noqa: ANN401
    return submit_practice(practice_id=begun(of, **said).pk, by=of.keeper, at=AT)


def published(of: World, **said: Any) -> GoodPractice:  # noqa: ANN401
    return publish_practice(practice_id=submitted(of, **said).pk, by=of.leader, at=AT)
