"""Monitoring rounds as the lead partner keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.implementation.finding import led_project, round_of
from headway.cooperation.implementation.forms.rounds import RoundForm
from headway.cooperation.implementation.queries.reports import reports_in
from headway.cooperation.implementation.services import (
    change_round,
    end_round,
    open_round,
    prepare_round,
)
from headway.cooperation.implementation.states import RoundState
from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.implementation.models import MonitoringRound
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Prepare a round."""
    project = led_project(request, slug)
    form = RoundForm(project.languages, None, request.POST or None)
    made: list[MonitoringRound] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            prepare_round(
                project_id=project.pk, asked=form.asked(), by=request.user, at=timezone.now()
            )
        ),
    ):
        messages.success(request, _("The round is prepared. Partners see it once it is open."))
        return redirect("implementation:round", slug=slug, key=made[0].key)
    context = {"project": project, "round": None, "form": form}
    return render(request, "implementation/round.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def one(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show a round with its reports, and change it."""
    project = led_project(request, slug)
    found = round_of(request, project, key)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = RoundForm(project.languages, found, sent)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The round is changed."))
            return redirect("implementation:round", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [RoundForm(project.languages, round_of(request, project, key))]
        return conflict_page(request, conflict, thing=found.when.worded(), theirs=theirs)
    reports = reports_in(project, user=request.user)
    context = {
        "project": project,
        "round": found,
        "form": form,
        "reports": [each for each in reports if each.round_id == found.pk],
        "is_draft": found.state == RoundState.DRAFT,
        "is_open": found.state == RoundState.OPEN,
    }
    return render(request, "implementation/round.html", context, status=status_of(form))


def _change(request: PersonRequest, found: MonitoringRound, form: RoundForm) -> None:
    change_round(
        round_id=found.pk,
        asked=form.asked(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def begin(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Open a round to the partners."""
    found = round_of(request, led_project(request, slug), key)
    open_round(round_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The round is open. Each partner has a letter."))
    return redirect("implementation:round", slug=slug, key=key)


@require_POST
def end(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Close a round."""
    found = round_of(request, led_project(request, slug), key)
    end_round(round_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The round is closed."))
    return redirect("implementation:round", slug=slug, key=key)
