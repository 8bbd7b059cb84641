"""The first page: what this is, the regions and where they stand, partners, strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.cooperation.partnerships.queries import partnership, projects
from headway.foundation.publication.pages import EVERYTHING, stored
from headway.front.portal.figures import strategy_cards
from headway.front.portal.stages import chart_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@login_not_required
@stored(EVERYTHING)
def home(request: HttpRequest) -> HttpResponse:
    """Show the partnerships and the strategies that are kept here."""
    found = [partnership(project) for project in projects()]
    context = {
        "is_home": True,
        "partnerships": [(each, chart_of(each)) for each in found],
        "strategies": strategy_cards(user=request.user, on=timezone.localdate()),
    }
    return render(request, "portal/home.html", context)
