"""Follow-ups: given, changed, reported on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_point, open_body, open_follow_up
from headway.monitoring.meetings.forms.writing import FollowUpForm, ResultForm
from headway.monitoring.meetings.permissions import can_keep_body, can_report_duty
from headway.monitoring.meetings.queries.duties import follow_ups_of
from headway.monitoring.meetings.rules import is_overdue
from headway.monitoring.meetings.services import (
    change_follow_up,
    give_follow_up,
    report_follow_up,
    take_up_follow_up,
)
from headway.monitoring.meetings.states import FollowUpState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import FollowUp

FORM = ["GET", "HEAD", "POST"]
STEPS = ("finish", "drop")


@never_cache
@require_safe
def follow_ups(request: PersonRequest, slug: str) -> HttpResponse:
    """List what is to be done after the meetings of a body, and what was done."""
    body = open_body(request, slug)
    rows = follow_ups_of(body)
    context = {
        "body": body,
        "today": day_of(body.strategy, timezone.now()),
        "open": [row for row in rows if row.state == FollowUpState.OPEN],
        "ended": [row for row in reversed(rows) if row.state != FollowUpState.OPEN],
    }
    return render(request, "meetings/follow_ups.html", context)


@never_cache
@require_http_methods(FORM)
def give(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Give somebody something to do, at a point."""
    point = kept_point(request, key, pk)
    meeting = point.meeting
    sent = request.POST if request.method == "POST" else None
    form = FollowUpForm(meeting.languages, None, sent)
    if form.is_bound and kept(
        form,
        lambda: give_follow_up(
            meeting_id=meeting.pk,
            plan=form.plan(),
            point_id=point.pk,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The follow-up is given. It heads the next agenda."))
        return redirect(f"{reverse('meetings:point', args=[key, pk])}#follow-ups")
    context = {"body": meeting.body, "meeting": meeting, "point": point, "form": form}
    return render(request, "meetings/follow_up_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def follow_up(request: PersonRequest, key: str) -> HttpResponse:
    """Show a follow-up, and let its owner say what came of it."""
    found = open_follow_up(request, key)
    report = can_report_duty(request.user, found)
    form = ResultForm(request.POST if request.method == "POST" else None)
    step = request.POST.get("step", "")
    if form.is_bound:
        require(report)
        if step in STEPS and kept(form, lambda: _report(request, found, step, form)):
            messages.success(request, _("Thank you. It is noted."))
            return redirect("meetings:follow_up", key=key)
    today = day_of(found.body.strategy, timezone.now())
    context = {
        "duty": found,
        "body": found.body,
        "form": form,
        "report": report,
        "keep": can_keep_body(request.user, found.body),
        "is_open": found.state == FollowUpState.OPEN,
        "is_overdue": is_overdue(due_on=found.due_on, state=found.state, today=today),
    }
    return render(request, "meetings/follow_up.html", context, status=status_of(form))


def _report(request: PersonRequest, found: FollowUp, step: str, form: ResultForm) -> None:
    report_follow_up(
        follow_up_id=found.pk,
        step=step,
        result=form.cleaned_data["result"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, key: str) -> HttpResponse:
    """Change what is to be done, by whom or until when."""
    found = open_follow_up(request, key)
    require(can_keep_body(request.user, found.body))
    sent = chosen(request.POST) if request.method == "POST" else None
    languages = found.body.languages
    form = FollowUpForm(languages, found, sent)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The follow-up is changed."))
            return redirect("meetings:follow_up", key=key)
    except Conflict as conflict:
        theirs = [FollowUpForm(languages, open_follow_up(request, key))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"body": found.body, "meeting": found.meeting, "form": form, "duty": found}
    return render(request, "meetings/follow_up_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: FollowUp, form: FollowUpForm) -> None:
    change_follow_up(
        follow_up_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def again(request: PersonRequest, key: str) -> HttpResponse:
    """Take a follow-up up again that was reported on."""
    found = open_follow_up(request, key)
    take_up_follow_up(follow_up_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The follow-up is open again."))
    return redirect("meetings:follow_up", key=key)
