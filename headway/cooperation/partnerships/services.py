"""Every write to a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Member, Project, StageAssessment
from headway.cooperation.partnerships.permissions import can_keep_projects
from headway.cooperation.partnerships.states import MemberRole, Stage
from headway.cooperation.partnerships.verbs import MEMBER_ADDED, PROJECT_CREATED, STAGE_ASSESSED
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.rules import address_problem
from headway.foundation.publication.services import DIRECTORY, partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Organisation, Region


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known of a project. Money in euro."""

    acronym: str
    title: TranslatedText
    languages: tuple[str, ...]
    summary: TranslatedText = EMPTY
    programme: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    budget_eur: Decimal | None = None
    website: str = ""
    provenance: Provenance = UNKNOWN


@transaction.atomic
def create_project(
    *, slug: str, facts: ProjectFacts, by: User | SystemActor, at: datetime, key: str = ""
) -> Project:
    """Add a project.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for an address that is taken or cannot be one, or a missing title.
    """
    require(can_keep_projects(by))
    problems = {}
    if problem := address_problem(slug):
        problems["slug"] = problem
    elif Project.objects.filter(slug=slug).exists():
        problems["slug"] = _("The address “%(slug)s” is taken. Choose another.") % {"slug": slug}
    if not facts.title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if problems:
        raise BadInput(problems)
    project = Project.objects.create(
        key=key or new_key(),
        slug=slug,
        acronym=facts.acronym,
        title=facts.title,
        languages=list(facts.languages),
        summary=facts.summary,
        programme=facts.programme,
        start=facts.start,
        end=facts.end,
        budget_eur=facts.budget_eur,
        website=facts.website,
        provenance=facts.provenance,
    )
    record(PROJECT_CREATED, project, by=by, at=at)
    renew(partnership_scope(project.key), DIRECTORY, at=at)
    return project


@transaction.atomic
def add_member(
    *,
    project_id: int,
    organisation: Organisation,
    role: str,
    by: User | SystemActor,
    at: datetime,
    region: Region | None = None,
    since: PartialDate | None = None,
    provenance: Provenance = UNKNOWN,
) -> Member:
    """Add a partner to a project. Only an advisory partner may be without a region.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for a strange role, a partner without a region, or one that takes part
        already.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_keep_projects(by))
    if role not in MemberRole.values:
        raise BadInput({"role": _("There is no such role. Choose one of those listed.")})
    if region is None and role != MemberRole.ADVISORY:
        raise BadInput({"region": _("Choose the partner’s region. Only advisers go without.")})
    if project.members.filter(organisation=organisation).exists():
        raise BadInput({"organisation": _("This organisation takes part already.")})
    member = Member.objects.create(
        project=project,
        organisation=organisation,
        region=region,
        role=role,
        since=since,
        provenance=provenance,
    )
    payload = {"organisation": str(organisation), "role": role}
    record(MEMBER_ADDED, project, by=by, at=at, payload=payload)
    renew(partnership_scope(project.key), DIRECTORY, at=at)
    return member


@transaction.atomic
def assess_stage(
    *,
    project_id: int,
    region: Region,
    assessed_on: PartialDate,
    stage: str,
    percent_into: int,
    by: User | SystemActor,
    at: datetime,
    evidence: TranslatedText = EMPTY,
    provenance: Provenance = UNKNOWN,
) -> StageAssessment:
    """Keep where a region stood on a date. Earlier assessments stay.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for a region from which nobody takes part in the project, a strange stage, a
        share outside 0 to 100, or a second assessment for one date.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_keep_projects(by))
    if not project.members.filter(region=region).exists():
        sentence = _(
            "No partner of this project is from %(region)s. "
            "Add a partner from there first, or choose a region of the project."
        )
        name = region.name.passage(get_language() or "en")
        raise BadInput({"region": sentence % {"region": name}})
    if stage not in Stage.values:
        raise BadInput({"stage": _("There is no such stage. Choose one of those listed.")})
    if not 0 <= percent_into <= 100:
        raise BadInput({"percent_into": _("Write a share from 0 to 100.")})
    if project.assessments.filter(region=region, assessed_on=assessed_on).exists():
        raise BadInput({"assessed_on": _("The region was assessed for this date already.")})
    assessment = StageAssessment.objects.create(
        project=project,
        region=region,
        assessed_on=assessed_on,
        stage=stage,
        percent_into=percent_into,
        evidence=evidence,
        provenance=provenance,
    )
    payload = {"region": str(region), "stage": stage, "assessed_on": str(assessed_on)}
    record(STAGE_ASSESSED, project, by=by, at=at, payload=payload)
    renew(partnership_scope(project.key), at=at)
    return assessment
