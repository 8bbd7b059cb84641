"""Where a region's SME ecosystem stood, assessed over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import FULL_STAGE, StageAssessment
from headway.cooperation.partnerships.permissions import can_write_for_region
from headway.cooperation.partnerships.services.common import (
    LONGEST_WORDS,
    locked_project,
    region_problems,
)
from headway.cooperation.partnerships.states import Stage
from headway.cooperation.partnerships.verbs import STAGE_ASSESSED
from headway.foundation.audit.services import record
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.permissions import Keeper
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Region


@transaction.atomic
def assess_stage(
    *,
    project_id: int,
    region: Region,
    assessed_on: PartialDate,
    stage: str,
    percent_into: int,
    by: Keeper,
    at: datetime,
    evidence: TranslatedText = EMPTY,
    provenance: Provenance = UNKNOWN,
) -> StageAssessment:
    """Keep where a region stood on a date. Earlier assessments stay.

    :raises NotAllowed: unless the region's partners, the lead partner or an administrator do it.
    :raises BadInput: for a region from which nobody takes part in the project, a strange stage, a
        share outside 0 to 100, or a second assessment for one date.
    """
    project = locked_project(project_id)
    require(can_write_for_region(by, project, region))
    refuse(region_problems(project, region))
    problems = text_problems([("evidence", evidence, LONGEST_WORDS)])
    if stage not in Stage.values:
        problems["stage"] = _("There is no such stage. Choose one of those listed.")
    if not 0 <= percent_into <= FULL_STAGE:
        problems["percent_into"] = _("Write a share from 0 to 100.")
    if project.assessments.filter(region=region, assessed_on=assessed_on).exists():
        problems["assessed_on"] = _("The region was assessed for this date already.")
    refuse(problems)
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
