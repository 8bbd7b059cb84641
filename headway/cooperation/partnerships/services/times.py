"""A project's time: its phases, planned and actual, and the semesters that it reports on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships import verbs
from headway.cooperation.partnerships.models import Phase, Semester
from headway.cooperation.partnerships.permissions import can_keep_project
from headway.cooperation.partnerships.services.common import (
    LONGEST_TITLE,
    columns_of,
    locked_project,
    order_problems,
    require_seen,
    write,
)
from headway.foundation.audit.services import record
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.facts import PhaseFacts, SemesterFacts
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.partnerships.permissions import Keeper
    from headway.foundation.audit.verbs import Verb

MOST = 99


@transaction.atomic
def add_phase(*, project_id: int, facts: PhaseFacts, by: Keeper, at: datetime) -> Phase:
    """Add a phase to a project.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: for a number that is taken, no title, or an end before the start.
    """
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    refuse(_phase_problems(project, facts))
    phase = Phase.objects.create(project=project, **columns_of(facts))
    _told(verbs.PHASE_ADDED, phase, by=by, at=at)
    return phase


@transaction.atomic
def change_phase(
    *, phase_id: int, facts: PhaseFacts, version: int, by: Keeper, at: datetime
) -> Phase:
    """Change a phase: how it was planned, and how it was.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: as `add_phase`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    project = locked_project(Phase.objects.values_list("project_id", flat=True).get(pk=phase_id))
    phase = project.phases.get(pk=phase_id)
    require(can_keep_project(by, project))
    require_seen(phase, facts, version=version)
    refuse(_phase_problems(project, facts, of=phase))
    write(phase, facts)
    _told(verbs.PHASE_CHANGED, phase, by=by, at=at)
    return phase


@transaction.atomic
def add_semester(*, project_id: int, facts: SemesterFacts, by: Keeper, at: datetime) -> Semester:
    """Add a period that the project reports on.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: for a number that is taken, an end before the start, a report that is due
        before the period is over, or days of another semester.
    """
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    refuse(_semester_problems(project, facts))
    semester = Semester.objects.create(project=project, **columns_of(facts))
    _told(verbs.SEMESTER_ADDED, semester, by=by, at=at)
    return semester


@transaction.atomic
def change_semester(
    *, semester_id: int, facts: SemesterFacts, version: int, by: Keeper, at: datetime
) -> Semester:
    """Change a period that the project reports on.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: as `add_semester`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    ids = Semester.objects.values_list("project_id", flat=True)
    project = locked_project(ids.get(pk=semester_id))
    semester = project.semesters.get(pk=semester_id)
    require(can_keep_project(by, project))
    require_seen(semester, facts, version=version)
    refuse(_semester_problems(project, facts, of=semester))
    write(semester, facts)
    _told(verbs.SEMESTER_CHANGED, semester, by=by, at=at)
    return semester


def _told(verb: Verb, row: Phase | Semester, *, by: Keeper, at: datetime) -> None:
    record(verb, row.project, by=by, at=at, payload={"number": row.number})
    renew(partnership_scope(row.project.key), at=at)


def _number_problems(rows: Any, number: int, of: Phase | Semester | None) -> dict[str, str]:  # noqa: ANN401 -- rows of a project
    if not 1 <= number <= MOST:
        return {"number": _("Write a number from 1 to 99.")}
    if rows.filter(number=number).exclude(pk=of.pk if of else 0).exists():
        return {"number": _("This number is taken. Write another.")}
    return {}


def _phase_problems(
    project: Project, facts: PhaseFacts, *, of: Phase | None = None
) -> dict[str, str]:
    wanted = {"title": _("The title is missing. Write it in at least one language.")}
    return (
        text_problems([("title", facts.title, LONGEST_TITLE)], wanted=wanted)
        | _number_problems(project.phases, facts.number, of)
        | order_problems("planned_end", facts.planned_start, facts.planned_end)
        | order_problems("actual_end", facts.actual_start, facts.actual_end)
    )


def _semester_problems(
    project: Project, facts: SemesterFacts, *, of: Semester | None = None
) -> dict[str, str]:
    problems = _number_problems(project.semesters, facts.number, of)
    if facts.end < facts.start:
        problems["end"] = _("It would end before it began. Choose a later day.")
    if facts.report_due and facts.report_due < facts.end:
        problems["report_due"] = _("The semester is not over on that day. Choose a later one.")
    others = project.semesters.exclude(pk=of.pk if of else 0)
    if others.filter(start__lte=facts.end, end__gte=facts.start).exists():
        problems["start"] = _("Another semester has some of these days. Choose days after it.")
    return problems
