"""The points of an agenda: added, changed, moved, taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import Conflict
from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_meeting, kept_point
from headway.monitoring.meetings.forms.meetings import PointForm
from headway.monitoring.meetings.permissions import takes_changes
from headway.monitoring.meetings.services import (
    add_point,
    change_point,
    move_point,
    remove_point,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import AgendaPoint

FORM = ["GET", "HEAD", "POST"]


def to_agenda(key: str) -> HttpResponse:
    return redirect(f"{reverse('meetings:meeting', args=[key])}#agenda")


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, key: str) -> HttpResponse:
    """Put a point at the end of an agenda."""
    meeting = kept_meeting(request, key)
    require_now(takes_changes(meeting))
    form = PointForm(meeting, request.POST if request.method == "POST" else None)
    if form.is_bound and kept(
        form,
        lambda: add_point(
            meeting_id=meeting.pk, plan=form.plan(), by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, _("The point is on the agenda."))
        return to_agenda(key)
    context = {"meeting": meeting, "body": meeting.body, "form": form, "point": None}
    return render(request, "meetings/point_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Change what a point is about."""
    point = kept_point(request, key, pk)
    require_now(takes_changes(point.meeting))
    sent = chosen(request.POST) if request.method == "POST" else None
    form = PointForm(point.meeting, sent, of=point)
    try:
        if form.is_bound and kept(form, lambda: _change(request, point, form)):
            messages.success(request, _("The point is changed."))
            return to_agenda(key)
    except Conflict as conflict:
        theirs = [PointForm(point.meeting, of=kept_point(request, key, pk))]
        return conflict_page(request, conflict, thing=point, theirs=theirs)
    context = {"meeting": point.meeting, "body": point.meeting.body, "form": form, "point": point}
    return render(request, "meetings/point_form.html", context, status=status_of(form))


def _change(request: PersonRequest, point: AgendaPoint, form: PointForm) -> AgendaPoint:
    return change_point(
        point_id=point.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def move(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Move a point up or down, or to the place that was sent."""
    point = kept_point(request, key, pk)
    place = row_id(request.POST.get("place", "")) or point.place
    move_point(point_id=point.pk, place=place, by=request.user, at=timezone.now())
    return to_agenda(key)


@require_POST
def remove(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Take a point off an agenda."""
    point = kept_point(request, key, pk)
    remove_point(point_id=point.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The point is off the agenda."))
    return to_agenda(key)
