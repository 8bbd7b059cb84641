from __future__ import annotations

from datetime import UTC, datetime

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from headway.cooperation.partnerships.models import Member, Project, StageAssessment
from headway.cooperation.partnerships.states import MemberRole, Stage
from headway.foundation.core.keys import new_key
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory

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
