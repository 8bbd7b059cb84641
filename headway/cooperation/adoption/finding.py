"""Finds what an address names of adoptions, as far as the person may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Value
from django.http import Http404
from django.shortcuts import get_object_or_404

from headway.cooperation.adoption.queries import find_adoption, plans_open_to
from headway.cooperation.partnerships.models import works_as
from headway.cooperation.plans.models import Plan
from headway.cooperation.plans.queries.texts import WITH, authors_of
from headway.monitoring.strategy.queries.people import coordinated_by, know

if TYPE_CHECKING:
    from headway.cooperation.adoption.models import Adoption
    from headway.foundation.accounts.models import User
    from headway.foundation.accounts.requests import PersonRequest


def open_plan(request: PersonRequest, slug: str, plan: str) -> Plan:
    """Return a plan of which the person may know, or which was put before them to decide on."""
    user = request.user
    found = plans_open_to(user).filter(project__slug=slug, slug=plan)
    known = found.select_related(*WITH).annotate(
        inside=_takes_part(user),
        is_coordinated=coordinated_by(user.pk, "instrument__strategy"),
    )
    one = get_object_or_404(known)
    one.known_authors = authors_of([one], user=user)[one.pk]
    if one.instrument.strategy is not None:
        know(one.instrument.strategy, user, one)
    return one


def open_adoption(request: PersonRequest, slug: str, plan: str, key: str) -> Adoption:
    """Return an adoption that the person may see."""
    found = find_adoption(key, user=request.user)
    if found is None or (found.plan.project.slug, found.plan.slug) != (slug, plan):
        raise Http404
    return found


def _takes_part(user: User) -> Exists | Value:
    """Tell whether somebody opens the pages of the plan's project."""
    if user.reads_everything:
        return Value(value=True)
    return Exists(works_as(user).filter(project=OuterRef("project")))


def takes_part(plan: Plan, *, user: User) -> bool:
    """Tell whether somebody opens the pages of a plan's project. One query, unless it is known."""
    known = getattr(plan, "inside", None)
    if known is not None:
        return bool(known)
    rows = Plan.objects.unrestricted(reason="only whether somebody takes part in its project")
    return rows.filter(_takes_part(user), pk=plan.pk).exists()
