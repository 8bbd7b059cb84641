from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from PIL import Image

from headway.cooperation.partnerships.models import (
    Member,
    Phase,
    PolicyInstrument,
    Project,
    Semester,
    StageAssessment,
    StakeholderGroup,
)
from headway.cooperation.partnerships.states import MemberRole, Stage
from headway.foundation.attachments.services import keep_picture
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.attachments.models import Picture
    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class ProjectFactory(DjangoModelFactory[Project]):
    key = LazyFunction(new_key)
    slug = Sequence(lambda number: f"project-{number}")
    acronym = Sequence(lambda number: f"Project {number}")
    title = TranslatedText.of({"en": "Regions learn"})
    languages = LazyFunction(lambda: ["en"])

    class Meta:
        model = Project


class MemberFactory(DjangoModelFactory[Member]):
    project = SubFactory(ProjectFactory)
    organisation = SubFactory(OrganisationFactory)
    region = SubFactory(RegionFactory)
    role = MemberRole.PARTNER

    class Meta:
        model = Member


class StageAssessmentFactory(DjangoModelFactory[StageAssessment]):
    project = SubFactory(ProjectFactory)
    region = SubFactory(RegionFactory)
    assessed_on = PartialDate(2018)
    stage = Stage.NETWORKING
    percent_into = 50

    class Meta:
        model = StageAssessment


class PhaseFactory(DjangoModelFactory[Phase]):
    project = SubFactory(ProjectFactory)
    number = 1
    title = TranslatedText.of({"en": "Learning"})

    class Meta:
        model = Phase


class SemesterFactory(DjangoModelFactory[Semester]):
    project = SubFactory(ProjectFactory)
    number = 1
    start = date(2020, 1, 1)
    end = date(2020, 6, 30)

    class Meta:
        model = Semester


class InstrumentFactory(DjangoModelFactory[PolicyInstrument]):
    """A policy instrument of a region from which somebody takes part."""

    key = LazyFunction(new_key)
    title = TranslatedText.of({"en": "Programme"})
    region = SubFactory(RegionFactory)
    project = LazyAttribute(lambda made: MemberFactory.create(region=made.region).project)

    class Meta:
        model = PolicyInstrument


class GroupFactory(DjangoModelFactory[StakeholderGroup]):
    """A stakeholder group of a region from which somebody takes part."""

    key = LazyFunction(new_key)
    name = TranslatedText.of({"en": "Group"})
    region = SubFactory(RegionFactory)
    project = LazyAttribute(lambda made: MemberFactory.create(region=made.region).project)

    class Meta:
        model = StakeholderGroup


def emblem() -> Picture:
    """Return a picture that can stand beside a funding statement."""
    made = BytesIO()
    Image.new("RGB", (64, 32), "navy").save(made, "PNG")
    return keep_picture(
        content=[made.getvalue()],
        name="emblem.png",
        alternative=TranslatedText.of({"en": "Flag of Europe"}),
        credit="European Union",
        licence="Free to use",
        by=SystemActor("test"),
        at=AT,
    )


def leave(project: Project, organisation: Organisation) -> Member:
    """Let a partner leave a project."""
    member = Member.objects.get(project=project, organisation=organisation)
    member.until = PartialDate(2021, 5)
    member.save()
    return member


@dataclass(frozen=True, slots=True)
class Partners:
    """A project of two regions; of each partner one person for each role."""

    project: Project
    lead: Member
    east: Member
    people: dict[str, User]
    """By `lead reporter`, `east approver`, … and `stranger reporter`, of another project."""


def partners() -> Partners:
    """Make a project with a lead partner from one region and a partner from another."""
    project = ProjectFactory.create()
    lead = MemberFactory.create(project=project, role=MemberRole.LEAD)
    east = MemberFactory.create(project=project)
    stranger = MemberFactory.create(role=MemberRole.LEAD)
    people = {
        f"{name} {role}": MembershipFactory.create(organisation=member.organisation, role=role).user
        for name, member in (("lead", lead), ("east", east), ("stranger", stranger))
        for role in (Role.READER, Role.REPORTER, Role.APPROVER)
    }
    return Partners(project, lead, east, people)
