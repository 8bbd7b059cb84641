from __future__ import annotations

from typing import Any

import pytest

from headway.cooperation.partnerships.queries import partnership, projects
from headway.cooperation.partnerships.tests.factories import (
    MemberFactory,
    ProjectFactory,
    StageAssessmentFactory,
)
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.organisations.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


def test_projects_stand_by_acronym(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    b, a = ProjectFactory.create(acronym="B"), ProjectFactory.create(acronym="A")
    with django_assert_num_queries(1):
        assert projects() == (a, b)


def test_a_partnership_holds_its_own_regions_partners_and_stages_in_order() -> None:
    project, region = ProjectFactory.create(), RegionFactory.create()
    lead = MemberFactory.create(project=project, region=region, role="lead")
    other = MemberFactory.create(project=project)
    second = MemberFactory.create(project=project, region=region)
    adviser = MemberFactory.create(project=project, region=None, role="advisory")
    later, winter, earlier = (
        StageAssessmentFactory.create(project=project, region=region, assessed_on=day)
        for day in (PartialDate(2020), PartialDate(2018, season="winter"), PartialDate(2018, 3))
    )
    StageAssessmentFactory.create(region=region)
    MemberFactory.create(region=region)
    found = partnership(project)
    assert [(part.region, part.members, part.assessments) for part in found.regions] == [
        (region, (lead, second), (earlier, winter, later)),
        (other.region, (other,), ()),
    ]
    assert (found.advisers, found.members) == ((adviser,), 3)


@pytest.mark.parametrize("count", [1, 3])
def test_a_partnership_takes_two_queries(
    count: int,
    django_assert_num_queries: Any,  # noqa: ANN401
) -> None:
    project = ProjectFactory.create()
    for _ in range(count):
        made = MemberFactory.create(project=project)
        StageAssessmentFactory.create(project=project, region=made.region)
    with django_assert_num_queries(2):
        found = partnership(project)
        assert len([str(m.organisation) for part in found.regions for m in part.members]) == count
