"""Finds what an address names of phase 2, as far as the person may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from headway.cooperation.implementation.models import MonitoringRound, PolicyChange, ProgressReport
from headway.cooperation.implementation.permissions import can_monitor, can_read_implementation
from headway.cooperation.implementation.queries.people import know_authors, projects_known
from headway.cooperation.implementation.queries.reports import WITH
from headway.cooperation.implementation.queries.tables import REASON, monitored_edition
from headway.cooperation.plans.models import Plan
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import PlanEdition
    from headway.foundation.accounts.requests import PersonRequest


def open_project(request: PersonRequest, slug: str) -> Project:
    """Return a project whose second phase the person may follow; to others there is none."""
    project = get_object_or_404(projects_known(request.user), slug=slug)
    if not can_read_implementation(request.user, project):
        raise Http404
    return project


def led_project(request: PersonRequest, slug: str) -> Project:
    """Return a project that the person monitors. :raises NotAllowed: for other partners."""
    project = open_project(request, slug)
    require(can_monitor(request.user, project))
    return project


def monitored_plan(request: PersonRequest, project: Project, slug: str) -> tuple[Plan, PlanEdition]:
    """Return a plan that is carried out, with the edition that is, as one may read it."""
    plans = Plan.objects.unrestricted(reason=REASON).filter(project=project, slug=slug)
    plan = plans.first()
    edition = monitored_edition(plan, user=request.user) if plan else None
    if plan is None or edition is None:
        raise Http404
    know_authors(plan, project, user=request.user)
    return plan, edition


def round_of(request: PersonRequest, project: Project, key: str) -> MonitoringRound:
    seen = MonitoringRound.objects.visible_to(request.user)
    found = get_object_or_404(seen, project=project, key=key)
    found.project = project
    return found


def report_of(request: PersonRequest, project: Project, key: str) -> ProgressReport:
    seen = ProgressReport.objects.visible_to(request.user).select_related(*WITH).distinct()
    found: ProgressReport = get_object_or_404(seen, round__project=project, key=key)
    found.round.project = project
    know_authors(found.plan, project, user=request.user)
    return found


def change_of(request: PersonRequest, project: Project, key: str) -> PolicyChange:
    seen = PolicyChange.objects.visible_to(request.user).distinct()
    with_all = seen.select_related("plan", "organisation", "evidence_file")
    found: PolicyChange = get_object_or_404(with_all, plan__project=project, key=key)
    know_authors(found.plan, project, user=request.user)
    return found
