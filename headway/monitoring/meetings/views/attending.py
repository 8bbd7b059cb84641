"""Who attends, and how they vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_meeting, kept_point
from headway.monitoring.meetings.forms.attending import AttendanceForm, VotesForm
from headway.monitoring.meetings.permissions import takes_minutes
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.queries.replying import answers_to
from headway.monitoring.meetings.services import note_attendance, note_votes

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def attendance(request: PersonRequest, key: str) -> HttpResponse:
    """Note who attends a meeting."""
    meeting = kept_meeting(request, key)
    require_now(takes_minutes(meeting))
    present = present_at(meeting)
    sent = request.POST if request.method == "POST" else None
    form = AttendanceForm(present, answers_to(meeting), sent)
    if form.is_bound and kept(
        form,
        lambda: note_attendance(
            meeting_id=meeting.pk, attended=form.attended(), by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, present_at(meeting).sentence)
        return redirect("meetings:meeting", key=key)
    context = {"meeting": meeting, "body": meeting.body, "form": form, "present": present}
    return render(request, "meetings/attendance.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def votes(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Note the votes at a point, and who takes no part."""
    point = kept_point(request, key, pk)
    require_now(takes_minutes(point.meeting))
    present = present_at(point.meeting)
    voting = voting_at(point, present)
    form = VotesForm(voting, request.POST if request.method == "POST" else None)
    if form.is_bound and kept(
        form,
        lambda: note_votes(
            point_id=point.pk,
            votes=form.votes(),
            excluded=form.excluded(),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        found = voting_at(point, present)
        messages.success(request, found.sentence or _("No vote is noted at this point."))
        return redirect(f"{reverse('meetings:point', args=[key, pk])}#votes")
    context = {
        "meeting": point.meeting,
        "body": point.meeting.body,
        "point": point,
        "form": form,
        "present": present,
        "voting": voting,
    }
    return render(request, "meetings/votes.html", context, status=status_of(form))
