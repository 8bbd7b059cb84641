"""Meetings: planned, changed, shown, moved on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_body, kept_meeting, open_meeting
from headway.monitoring.meetings.forms.meetings import MeetingForm
from headway.monitoring.meetings.hooks import MEETING_WAYS
from headway.monitoring.meetings.permissions import (
    can_confirm_minutes,
    can_keep_body,
    can_move_now,
    can_read_minutes,
    takes_answers,
    takes_changes,
    takes_minutes,
)
from headway.monitoring.meetings.queries.attending import present_at, votings_at
from headway.monitoring.meetings.queries.duties import follow_ups_given
from headway.monitoring.meetings.queries.meetings import agenda_of, decisions_of
from headway.monitoring.meetings.queries.replying import answers_to
from headway.monitoring.meetings.services import (
    begin_meeting,
    change_meeting,
    confirm_minutes,
    finish_minutes,
    plan_meeting,
    take_up_minutes,
)
from headway.monitoring.meetings.states import AHEAD
from headway.monitoring.meetings.wording import place_of, when_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Meeting

FORM = ["GET", "HEAD", "POST"]
STEPS = {
    "begin": (begin_meeting, gettext_lazy("The meeting has begun. Note who attends.")),
    "finish": (
        finish_minutes,
        gettext_lazy("The minutes wait for confirmation. The members are told."),
    ),
    "go-back": (take_up_minutes, gettext_lazy("The minutes can be changed again.")),
    "confirm": (confirm_minutes, gettext_lazy("The minutes are confirmed.")),
}


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Plan a meeting, on a day that was proposed or any other."""
    body, at = kept_body(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = MeetingForm(body, sent, day=_day(request.GET.get("day", "")))
    made: list[Meeting] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            plan_meeting(body_id=body.pk, plan=form.plan(), by=request.user, at=at)
        ),
    ):
        messages.success(request, _("The meeting is planned. Nobody is told before you invite."))
        return redirect("meetings:meeting", key=made[0].key)
    context = {"body": body, "form": form, "meeting": None}
    return render(request, "meetings/meeting_form.html", context, status=status_of(form))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, key: str) -> HttpResponse:
    """Change when, where and how a meeting is."""
    found = kept_meeting(request, key)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = MeetingForm(found.body, sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The meeting is changed."))
            return redirect("meetings:meeting", key=key)
    except Conflict as conflict:
        theirs = [MeetingForm(found.body, of=kept_meeting(request, key))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"body": found.body, "form": form, "meeting": found}
    return render(request, "meetings/meeting_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: Meeting, form: MeetingForm) -> Meeting:
    return change_meeting(
        meeting_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def meeting(request: PersonRequest, key: str) -> HttpResponse:
    """Show a meeting: agenda and papers; once it has begun, who attends and what came of it."""
    found = open_meeting(request, key)
    agenda, keep = agenda_of(found), can_keep_body(request.user, found.body)
    read = can_read_minutes(request.user, found)
    has_begun = found.began_at is not None
    present = present_at(found)
    points = [shown.point for shown in agenda.points]
    votings = votings_at(points, present) if has_begun and read else {}
    answers = answers_to(found) if takes_answers(found) else None
    context = {
        "meeting": found,
        "body": found.body,
        "strategy": found.body.strategy,
        "agenda": agenda,
        "when": when_of(found),
        "place": place_of(found),
        "keep": keep,
        "changes": takes_changes(found),
        "writes": takes_minutes(found),
        "moves": can_move_now(found),
        "confirm": can_confirm_minutes(request.user, found),
        "read": read,
        "is_ahead": found.state in AHEAD,
        "has_begun": has_begun,
        "present": present,
        "answers": answers,
        "own": answers.of(request.user) if answers else None,
        "written": [(each, votings[each.pk]) for each in points] if votings else [],
        "decisions": decisions_of(found) if has_begun and read else [],
        "follow_ups": follow_ups_given(found) if has_begun and read else [],
        "ways": MEETING_WAYS.of(key) if keep and takes_changes(found) else [],
    }
    return render(request, "meetings/meeting.html", context)


@require_POST
def step(request: PersonRequest, key: str, step: str) -> HttpResponse:
    """Move a meeting on: begin it, hand its minutes in, go on with them, confirm them."""
    if step not in STEPS:
        raise Http404
    found = open_meeting(request, key)
    service, words = STEPS[step]
    service(meeting_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, str(words))
    if step == "begin":
        return redirect("meetings:attendance", key=key)
    return redirect("meetings:meeting", key=key)
