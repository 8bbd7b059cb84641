from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import MINYEAR
from typing import TYPE_CHECKING

from headway.cooperation.partnerships.models import Member, Project, StageAssessment
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from headway.foundation.organisations.models import Region


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
