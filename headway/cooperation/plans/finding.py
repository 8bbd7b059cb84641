"""Finds what an address names of a project's plans, as far as the person may work with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from headway.cooperation.partnerships.models import writes_as
from headway.cooperation.partnerships.queries import projects_inside
from headway.cooperation.plans.models import Plan, PlanEdition, PlannedAction, Recommendation
from headway.cooperation.plans.permissions import (
    can_read_plan_draft,
    can_write_plan,
    can_write_recommendation,
)
from headway.cooperation.plans.queries.pictures import picture_in
from headway.cooperation.plans.queries.plans import plan_at
from headway.cooperation.plans.queries.texts import text_of
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.attachments.models import Picture


def open_project(request: PersonRequest, slug: str) -> Project:
    """Return a project in which the person takes part. Any other does not exist here."""
    own = writes_as(request.user).filter(project=OuterRef("pk"))
    rows = projects_inside(request.user).annotate(is_written=Exists(own))
    return get_object_or_404(rows, slug=slug)


def open_plan(request: PersonRequest, slug: str, plan: str, *, typed_in: str | None = None) -> Plan:
    """Return a plan of which the person may know: its editions, not its draft."""
    found = plan_at(slug, plan, user=request.user, typed_in=typed_in)
    if found is None:
        raise Http404
    return found


def draft_plan(request: PersonRequest, slug: str, plan: str) -> Plan:
    """Return a plan whose draft the person may read. :raises NotAllowed: to others."""
    found = open_plan(request, slug, plan)
    require(can_read_plan_draft(request.user, found))
    return found


def kept_plan(request: PersonRequest, slug: str, plan: str, *, typed_in: str | None = None) -> Plan:
    """Return a plan that the person writes. :raises NotAllowed: to those who may only read it."""
    found = open_plan(request, slug, plan, typed_in=typed_in)
    require(can_write_plan(request.user, found))
    return found


def action_in(request: PersonRequest, plan: Plan, key: str) -> PlannedAction:
    seen = PlannedAction.objects.visible_to(request.user)
    found: PlannedAction = get_object_or_404(seen, plan=plan, key=key)
    found.plan = plan
    return found


def edition_in(request: PersonRequest, plan: Plan, number: int) -> PlanEdition:
    """Return an edition that the person may read."""
    seen = PlanEdition.objects.visible_to(request.user)
    return get_object_or_404(seen, plan=plan, number=number)


def picture_at(request: PersonRequest, plan: Plan, key: str) -> Picture:
    """Return a picture of a plan whose draft, or an edition of which, the person may read."""
    for edition in PlanEdition.objects.visible_to(request.user).filter(plan=plan):
        if found := picture_in(edition.text, key):
            return found
    found = picture_in(text_of(plan), key) if can_read_plan_draft(request.user, plan) else None
    if found is None:
        raise Http404
    return found


def open_recommendation(request: PersonRequest, slug: str, key: str) -> Recommendation:
    project = open_project(request, slug)
    seen = Recommendation.objects.visible_to(request.user).select_related("project", "region")
    return get_object_or_404(seen, project=project, key=key)


def kept_recommendation(request: PersonRequest, slug: str, key: str) -> Recommendation:
    """Return a recommendation that the person writes. :raises NotAllowed: to other readers."""
    found = open_recommendation(request, slug, key)
    require(can_write_recommendation(request.user, found))
    return found
