"""The programme of activities of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_body, open_activity, open_body
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.forms.writing import ActivityForm, ResultForm
from headway.monitoring.meetings.permissions import can_keep_body, can_report_duty
from headway.monitoring.meetings.queries.duties import activities_of
from headway.monitoring.meetings.services import (
    change_activity,
    plan_activity,
    report_activity,
    take_up_activity,
)
from headway.monitoring.meetings.states import ActivityState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Activity, Body

FORM = ["GET", "HEAD", "POST"]
STEPS = ("finish", "drop")


def _measures(request: PersonRequest, body: Body) -> choices.Choices:
    today = day_of(body.strategy, timezone.now())
    return choices.measures(body.strategy, request.user, today)


@never_cache
@require_safe
def programme(request: PersonRequest, slug: str) -> HttpResponse:
    """List the activities of a body: what is ahead, and what came of the others."""
    body = open_body(request, slug)
    rows = activities_of(body)
    context = {
        "body": body,
        "keep": can_keep_body(request.user, body),
        "today": day_of(body.strategy, timezone.now()),
        "planned": [row for row in rows if row.state == ActivityState.PLANNED],
        "ended": [row for row in reversed(rows) if row.state != ActivityState.PLANNED],
    }
    return render(request, "meetings/programme.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add an activity to a programme."""
    body = kept_body(request, slug)
    sent = request.POST if request.method == "POST" else None
    form = ActivityForm(body.languages, _measures(request, body), sent)
    if form.is_bound and kept(
        form,
        lambda: plan_activity(
            body_id=body.pk, plan=form.plan(), by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, _("The activity is planned."))
        return redirect("meetings:programme", slug=slug)
    context = {"body": body, "form": form, "duty": None}
    return render(request, "meetings/activity_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change an activity that is still planned."""
    found = open_activity(request, slug, key)
    body = found.body
    require(can_keep_body(request.user, body))
    measures = _measures(request, body)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = ActivityForm(body.languages, measures, sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The activity is changed."))
            return redirect("meetings:activity", slug=slug, key=key)
    except Conflict as conflict:
        now = open_activity(request, slug, key)
        theirs = [ActivityForm(body.languages, measures, of=now)]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"body": body, "form": form, "duty": found}
    return render(request, "meetings/activity_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: Activity, form: ActivityForm) -> None:
    change_activity(
        activity_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def activity(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show an activity, and let its owner say what came of it."""
    found = open_activity(request, slug, key)
    report = can_report_duty(request.user, found)
    form = ResultForm(request.POST if request.method == "POST" else None)
    step = request.POST.get("step", "")
    if form.is_bound:
        require(report)
        if step in STEPS and kept(form, lambda: _report(request, found, step, form)):
            messages.success(request, _("Thank you. It is noted."))
            return redirect("meetings:activity", slug=slug, key=key)
    context = {
        "duty": found,
        "body": found.body,
        "form": form,
        "report": report,
        "keep": can_keep_body(request.user, found.body),
        "is_open": found.state == ActivityState.PLANNED,
        "measure": dict(_measures(request, found.body)).get(str(found.node_id), ""),
    }
    return render(request, "meetings/activity.html", context, status=status_of(form))


def _report(request: PersonRequest, found: Activity, step: str, form: ResultForm) -> None:
    report_activity(
        activity_id=found.pk,
        step=step,
        result=form.cleaned_data["result"],
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def again(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Take an activity up again that was reported on."""
    found = open_activity(request, slug, key)
    take_up_activity(activity_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The activity is planned again."))
    return redirect("meetings:activity", slug=slug, key=key)
