"""The directory of organisations, and what each answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from headway.cooperation.partnerships.queries import projects_with
from headway.foundation.core.days import Days
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.permissions import can_change_organisation
from headway.foundation.organisations.queries import directory
from headway.foundation.publication.pages import EVERYTHING, stored
from headway.front.portal.duties import duties_by_strategy, lead_counts

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@login_not_required
@stored(EVERYTHING)
def organisations(request: HttpRequest) -> HttpResponse:
    """Show every organisation with the number of measures that it leads."""
    counted = lead_counts(user=request.user, on=timezone.localdate())
    found = directory(get_language() or "en")
    rows = [
        (organisation, counted.by_organisation.get(organisation.pk, 0)) for organisation in found
    ]
    context = {"rows": rows, "counted": counted}
    return render(request, "portal/organisations.html", context)


@require_safe
@login_not_required
@stored(EVERYTHING)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation and the measures that it leads.

    It may lead in strategies of several time zones, so the days are the site's own.
    """
    found = Organisation.objects.filter(slug=slug).select_related("region").first()
    if found is None:
        raise Http404
    days = Days.asked(request.GET, at=timezone.now(), zone=settings.TIME_ZONE)
    duties = duties_by_strategy(found, user=request.user, days=days)
    may_edit = request.user.is_authenticated and bool(can_change_organisation(request.user, found))
    context = {
        "organisation": found,
        "duties": duties,
        "days": days,
        "may_edit": may_edit,
        "parts": projects_with(found),
    }
    return render(request, "portal/organisation.html", context)
