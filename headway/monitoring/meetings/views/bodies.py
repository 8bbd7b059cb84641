"""Bodies: one's own, those of a strategy, a new one, and how one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.calendars import address_of
from headway.monitoring.meetings.finding import kept_body, open_body
from headway.monitoring.meetings.forms.bodies import BodyForm
from headway.monitoring.meetings.permissions import can_add_body, can_keep_body
from headway.monitoring.meetings.queries.calendars import feed_of
from headway.monitoring.meetings.queries.duties import open_follow_ups
from headway.monitoring.meetings.queries.meetings import (
    bodies_inside,
    decisions_seen,
    meetings_ahead,
    meetings_of,
    proposed_days,
)
from headway.monitoring.meetings.queries.people import current_members, in_order
from headway.monitoring.meetings.services import change_body, create_body
from headway.monitoring.strategy.finding import kept_strategy, open_strategy
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Body

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def bodies(request: PersonRequest) -> HttpResponse:
    """List the bodies that somebody belongs to, and the meetings ahead of them."""
    context = {
        "bodies": bodies_inside(request.user),
        "ahead": meetings_ahead(request.user, at=timezone.now()),
        "feed": address_of(feed_of(request.user, None), request),
    }
    return render(request, "meetings/bodies.html", context)


@never_cache
@require_safe
def bodies_of(request: PersonRequest, slug: str) -> HttpResponse:
    """List the bodies of a strategy, for those who keep it."""
    strategy = open_strategy(request, slug)
    found = bodies_inside(request.user).filter(strategy=strategy)
    context = {
        "strategy": strategy,
        "bodies": found,
        "add": can_add_body(request.user, strategy),
    }
    return render(request, "meetings/bodies_of.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a body that meets about a strategy."""
    strategy, at = kept_strategy(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = BodyForm(strategy, day_of(strategy, at), sent)
    if form.is_bound and kept(
        form,
        lambda: create_body(
            strategy_id=strategy.pk,
            slug=form.cleaned_data["slug"],
            plan=form.plan(),
            by=request.user,
            at=at,
        ),
    ):
        messages.success(request, _("The body is added. Say who sits in it."))
        return redirect("meetings:body", slug=form.cleaned_data["slug"])
    context = {"strategy": strategy, "form": form, "body": None}
    return render(request, "meetings/body_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Change what a body is and goes by."""
    found, at = kept_body(request, slug), timezone.now()
    today = day_of(found.strategy, at)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = BodyForm(found.strategy, today, sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The body is changed."))
            return redirect("meetings:body", slug=slug)
    except Conflict as conflict:
        theirs = [BodyForm(found.strategy, today, of=open_body(request, slug))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"strategy": found.strategy, "form": form, "body": found}
    return render(request, "meetings/body_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: Body, form: BodyForm) -> Body:
    return change_body(
        body_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def body(request: PersonRequest, slug: str) -> HttpResponse:
    """Show a body: who sits in it, when it meets, what is open, what it decided."""
    found, at = open_body(request, slug), timezone.now()
    keep = can_keep_body(request.user, found)
    meetings = meetings_of(found, request.user)
    context = {
        "body": found,
        "strategy": found.strategy,
        "keep": keep,
        "today": day_of(found.strategy, at),
        "ahead": [each for each in reversed(meetings) if each.ends_at >= at],
        "past": [each for each in meetings if each.ends_at < at],
        "members": in_order(current_members(found)),
        "follow_ups": open_follow_ups(found),
        "days": proposed_days(found, at=at) if keep else (),
        "feed": address_of(feed_of(request.user, found), request),
    }
    return render(request, "meetings/body.html", context)


@never_cache
@require_safe
def decisions(request: PersonRequest, slug: str) -> HttpResponse:
    """List what a body decided, the newest first."""
    found = open_body(request, slug)
    rows = decisions_seen(request.user).filter(body=found).prefetch_related("nodes")
    context = {"body": found, "strategy": found.strategy, "decisions": rows}
    return render(request, "meetings/decisions.html", context)
