"""Services of projects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from headway.cooperation.partnerships import services as projects
from headway.cooperation.partnerships.facts import (
    GroupFacts,
    InstrumentFacts,
    MemberFacts,
    PhaseFacts,
    ProjectFacts,
    SemesterFacts,
)
from headway.cooperation.partnerships.tests.factories import (
    GroupFactory,
    InstrumentFactory,
    MemberFactory,
    PhaseFactory,
    ProjectFactory,
    SemesterFactory,
    emblem,
)
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory
from headway.monitoring.strategy.tests.factories import text
from tests.scenarios.table import AT, BY, PROJECT, writes

Act = Callable[[], object]
ALONE = ["partnership"]
FACTS = ProjectFacts(acronym="X", title=text("X"), languages=("en",))


@writes("partnerships.services.projects.create_project", "project_created", scopes=PROJECT)
def _() -> Act:
    return lambda: projects.create_project(slug="x", facts=FACTS, by=BY, at=AT)


@writes("partnerships.services.projects.change_project", "project_changed", scopes=ALONE)
def _() -> Act:
    one = ProjectFactory.create()
    return lambda: projects.change_project(project_id=one.pk, facts=FACTS, version=1, by=BY, at=AT)


@writes("partnerships.services.projects.set_cover", "project_cover_set", scopes=ALONE)
def _() -> Callable[[], object]:
    one, picture = ProjectFactory.create(), emblem()
    return lambda: projects.set_cover(project_id=one.pk, picture=picture, by=BY, at=AT)


@writes("partnerships.services.projects.set_emblem", "project_emblem_set", scopes=ALONE)
def _() -> Act:
    one, picture = ProjectFactory.create(), emblem()
    return lambda: projects.set_emblem(project_id=one.pk, picture=picture, by=BY, at=AT)


@writes("partnerships.services.members.add_member", "project_member_added", scopes=PROJECT)
def _() -> Act:
    one = ProjectFactory.create()
    facts = MemberFacts(OrganisationFactory.create(), "lead", RegionFactory.create())
    return lambda: projects.add_member(project_id=one.pk, facts=facts, by=BY, at=AT)


@writes("partnerships.services.members.change_member", "project_member_changed", scopes=PROJECT)
def _() -> Act:
    one = MemberFactory.create()
    facts = MemberFacts(one.organisation, "lead", one.region)
    return lambda: projects.change_member(member_id=one.pk, facts=facts, version=1, by=BY, at=AT)


@writes("partnerships.services.times.add_phase", "phase_added", scopes=ALONE)
def _() -> Act:
    one, facts = ProjectFactory.create(), PhaseFacts(1, text("Learning"))
    return lambda: projects.add_phase(project_id=one.pk, facts=facts, by=BY, at=AT)


@writes("partnerships.services.times.change_phase", "phase_changed", scopes=ALONE)
def _() -> Act:
    one, facts = PhaseFactory.create(), PhaseFacts(1, text("Learning"))
    return lambda: projects.change_phase(phase_id=one.pk, facts=facts, version=1, by=BY, at=AT)


@writes("partnerships.services.times.add_semester", "semester_added", scopes=ALONE)
def _() -> Act:
    one, facts = ProjectFactory.create(), SemesterFacts(1, date(2020, 1, 1), date(2020, 6, 30))
    return lambda: projects.add_semester(project_id=one.pk, facts=facts, by=BY, at=AT)


@writes("partnerships.services.times.change_semester", "semester_changed", scopes=ALONE)
def _() -> Act:
    one, facts = SemesterFactory.create(), SemesterFacts(1, date(2020, 1, 1), date(2020, 6, 30))
    return lambda: projects.change_semester(
        semester_id=one.pk, facts=facts, version=1, by=BY, at=AT
    )


@writes("partnerships.services.stages.assess_stage", "stage_assessed", scopes=ALONE)
def _() -> Act:
    west, day = RegionFactory.create(), PartialDate(2018)
    one = MemberFactory.create(region=west).project
    return lambda: projects.assess_stage(
        project_id=one.pk, region=west, assessed_on=day, stage="clusters",
        percent_into=1, by=BY, at=AT,
    )  # fmt: skip


@writes("partnerships.services.groups.add_group", "stakeholder_group_added", scopes=ALONE)
def _() -> Act:
    one = MemberFactory.create()
    facts = GroupFacts(one.region, text("Group"), organisations=(one.organisation,))
    return lambda: projects.add_group(project_id=one.project_id, facts=facts, by=BY, at=AT)


@writes("partnerships.services.groups.change_group", "stakeholder_group_changed", scopes=ALONE)
def _() -> Act:
    one = GroupFactory.create()
    facts = GroupFacts(one.region, text("Group"))
    return lambda: projects.change_group(group_id=one.pk, facts=facts, version=1, by=BY, at=AT)


@writes("partnerships.services.instruments.add_instrument", "policy_instrument_added", scopes=ALONE)
def _() -> Act:
    one = MemberFactory.create()
    facts = InstrumentFacts(one.region, text("Programme"))
    return lambda: projects.add_instrument(project_id=one.project_id, facts=facts, by=BY, at=AT)


@writes(
    "partnerships.services.instruments.change_instrument",
    "policy_instrument_changed",
    scopes=ALONE,
)
def _() -> Act:
    one = InstrumentFactory.create()
    facts = InstrumentFacts(one.region, text("Programme"))
    return lambda: projects.change_instrument(
        instrument_id=one.pk, facts=facts, version=1, by=BY, at=AT
    )
