from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import MINYEAR
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from headway.cooperation.partnerships.hooks import PROJECT_DOORS
from headway.cooperation.partnerships.models import Member, Project, StageAssessment, works_as
from headway.cooperation.partnerships.states import MemberRole
from headway.foundation.core.aggregates import counted
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.cooperation.partnerships.hooks import Door, Waits
    from headway.cooperation.partnerships.models import (
        Phase,
        PolicyInstrument,
        Semester,
        StakeholderGroup,
    )
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation, Region

ROLES = tuple(MemberRole.values)


@dataclass(frozen=True, slots=True)
class RegionInProject:
    """A region of a project: who takes part from it, and where it stood over time."""

    region: Region
    members: tuple[Member, ...]
    assessments: tuple[StageAssessment, ...]


@dataclass(frozen=True, slots=True)
class Partnership:
    """A project as its page shows it."""

    project: Project
    regions: tuple[RegionInProject, ...]
    advisers: tuple[Member, ...]

    @property
    def members(self) -> int:
        return sum(len(region.members) for region in self.regions)


def projects() -> tuple[Project, ...]:
    """Return all projects, by acronym. One query."""
    return tuple(Project.objects.order_by("acronym"))


def lead_of(project: Project) -> Organisation | None:
    """Return who is the lead partner of a project now. One query."""
    leads = project.members.now().filter(role=MemberRole.LEAD).select_related("organisation")
    found = leads.first()
    return found.organisation if found else None


def is_partner_now(organisation: Organisation, project: Project) -> bool:
    """Tell whether an organisation takes part in a project now. One query."""
    return project.members.now().filter(organisation=organisation).exists()


def countries_of(project: Project) -> tuple[str, ...]:
    """Return the codes of the countries from which partners take part. One query."""
    rows = project.members.values_list("region__country", "organisation__country")
    return tuple(sorted({code for row in rows for code in row if code}))


def partnership(project: Project) -> Partnership:
    """Return a project with its regions, partners and assessments. Two queries."""
    members = project.members.select_related("organisation", "region").order_by("pk")
    by_region: defaultdict[int, list[Member]] = defaultdict(list)
    regions: dict[int, Region] = {}
    advisers = []
    for member in members:
        if member.region is None:
            advisers.append(member)
        else:
            regions[member.region.pk] = member.region
            by_region[member.region.pk].append(member)
    stages: defaultdict[int, list[StageAssessment]] = defaultdict(list)
    for assessment in project.assessments.all():
        stages[assessment.region_id].append(assessment)
    return Partnership(
        project=project,
        regions=tuple(
            RegionInProject(
                region=region,
                members=tuple(by_region[pk]),
                assessments=tuple(sorted(stages[pk], key=_assessed_on)),
            )
            for pk, region in regions.items()
        ),
        advisers=tuple(advisers),
    )


def _assessed_on(assessment: StageAssessment) -> PartialDate:
    return assessment.assessed_on or PartialDate(MINYEAR)


def projects_inside(user: User) -> QuerySet[Project]:
    """Return the projects whose working pages somebody may see: what `can_see_project` allows."""
    if getattr(user, "reads_everything", False):
        return Project.objects.all()
    return Project.objects.filter(Exists(works_as(user).filter(project=OuterRef("pk"))))


def waiting_in(project: Project, *, user: User) -> tuple[tuple[Door, Waits, int], ...]:
    """Return what waits for a person in a project, door by door, and how often. One query."""
    asked = [(door, waits) for door in PROJECT_DOORS.all() for waits in door.waits]
    counts = [counted(waits.rows(user), waits.project) for _door, waits in asked]
    if not counts:
        return ()
    [found] = Project.objects.filter(pk=project.pk).values_list(*counts)
    pairs = zip(asked, found, strict=True)
    return tuple((door, waits, number) for (door, waits), number in pairs if number)


def shown_project(slug: str, *, user: Any) -> tuple[Project, tuple[Phase, ...]] | None:  # noqa: ANN401 -- a person, or nobody
    """Return a project with its pictures and its phases in their order. One query.

    It knows whether somebody sees its working pages (`is_open`).
    """
    rows = Project.objects.filter(slug=slug).annotate(
        is_open=Exists(projects_inside(user).filter(pk=OuterRef("pk"))),
        phase=FilteredRelation("phases", condition=Q(phases__isnull=False)),
    )
    found = list(rows.select_related("emblem", "cover", "phase").order_by("phase__number"))  # type: ignore[misc]  # annotated
    phases = tuple(phase for row in found if (phase := getattr(row, "phase", None)))
    return (found[0], phases) if found else None


def phases_of(project: Project) -> tuple[Phase, ...]:
    """Return the phases in their order. One query."""
    return tuple(project.phases.order_by("number"))


def semesters_of(project: Project) -> tuple[Semester, ...]:
    """Return the semesters in their order. One query."""
    return tuple(project.semesters.order_by("number"))


def instruments_of(project: Project) -> tuple[PolicyInstrument, ...]:
    """Return the policy instruments with who manages them and their strategies. One query."""
    found = project.instruments.select_related("region", "managing_body", "strategy")
    return tuple(found.order_by("pk"))


def groups_of(project: Project) -> tuple[StakeholderGroup, ...]:
    """Return the stakeholder groups with their organisations. Two queries."""
    found = project.groups.select_related("region").prefetch_related("organisations")
    return tuple(found.order_by("pk"))


def members_of(project: Project) -> tuple[Member, ...]:
    """Return the partners, the lead partner first. One query."""
    found = project.members.select_related("organisation", "region").order_by("pk")
    return tuple(sorted(found, key=lambda each: ROLES.index(each.role)))


def projects_with(organisation: Organisation) -> tuple[Member, ...]:
    """Return an organisation's parts in projects, each with its project. One query."""
    found = Member.objects.filter(organisation=organisation).select_related("project")
    return tuple(found.order_by("project__acronym"))
