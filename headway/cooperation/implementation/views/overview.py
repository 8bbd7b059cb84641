"""All plans of a project side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.cooperation.implementation.finding import open_project
from headway.cooperation.implementation.permissions import can_monitor
from headway.cooperation.implementation.queries.overview import overview_of
from headway.cooperation.implementation.queries.people import works_for_lead
from headway.cooperation.implementation.queries.reports import rounds_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_safe
def overview(request: PersonRequest, slug: str) -> HttpResponse:
    """Show how far each plan is, what is overdue, what was reported, what changed in policy."""
    project = open_project(request, slug)
    monitor = can_monitor(request.user, project)
    sees_all = (
        bool(monitor) or request.user.reads_everything or works_for_lead(request.user, project)
    )
    found = overview_of(project, user=request.user, sees_all=sees_all, on=timezone.localdate())
    rounds = rounds_of(project, user=request.user)
    context = {
        "project": project,
        "overview": found,
        "done": sum(each.done for each in found.plans),
        "planned": sum(each.planned for each in found.plans),
        "rounds": [
            (each, [report for report in found.reports if report.round_id == each.pk])
            for each in rounds
        ],
        "monitor": monitor,
    }
    return render(request, "implementation/overview.html", context)
