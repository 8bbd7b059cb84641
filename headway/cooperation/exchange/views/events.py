"""Events in the workspace: the list, one, a new one; changed, moved on, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.exchange.finding import entered_project, kept_event, open_event
from headway.cooperation.exchange.forms.events import (
    CancelForm,
    EventForm,
    OutcomeForm,
    ProgrammeForm,
)
from headway.cooperation.exchange.permissions import can_add_event, can_keep_event, takes_changes
from headway.cooperation.exchange.queries.events import events_inside, places_at, shown
from headway.cooperation.exchange.queries.people import partners_of
from headway.cooperation.exchange.services import (
    announce_event,
    cancel_event,
    change_event,
    create_event,
    hold_event,
    note_outcome,
    set_programme,
)
from headway.cooperation.exchange.wording import when_of, where_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from headway.cooperation.exchange.models import Event
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
STEPS = {
    "announce": (announce_event, gettext_lazy("The event is announced.")),
    "hold": (hold_event, gettext_lazy("The event was held. Note what came of it.")),
}


@never_cache
@require_safe
def events(request: PersonRequest, slug: str) -> HttpResponse:
    """List the events of a project, as far as its partners may see them."""
    project = entered_project(request, slug)
    found = events_inside(project, request.user)
    context = {
        "project": project,
        "events": [(each, when_of(each)) for each in found],
        "add": can_add_event(request.user, project),
    }
    return render(request, "exchange/events_kept.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Plan an event."""
    project = entered_project(request, slug)
    require(can_add_event(request.user, project))
    sent = request.POST if request.method == "POST" else None
    form = EventForm(project, partners_of(project), sent)
    made: list[Event] = []
    if form.is_bound and kept(form, lambda: made.append(_create(request, project.pk, form))):
        messages.success(request, _("The event is planned. Nobody else is told before you do."))
        return redirect("exchange:event_kept", slug=slug, key=made[0].key)
    context = {"project": project, "form": form, "event": None}
    return render(request, "exchange/event_form.html", context, status=status_of(form))


def _create(request: PersonRequest, project_id: int, form: EventForm) -> Event:
    return create_event(project_id=project_id, plan=form.plan(), by=request.user, at=timezone.now())


@never_cache
@require_safe
def event(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show an event to its partners: also what is not public, and the link to take part."""
    found = open_event(request, slug, key)
    keep = can_keep_event(request.user, found)
    context = {
        "project": found.project,
        "event": found,
        "shown": shown(found, request.user),
        "when": when_of(found),
        "where": where_of(found),
        "keep": keep,
        "changes": takes_changes(found),
        "places": places_at(found) if keep and found.takes_registrations else None,
    }
    return render(request, "exchange/event_kept.html", context)


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change what an event is, when and where."""
    found = kept_event(request, slug, key)
    require_now(takes_changes(found))
    partners = partners_of(found.project)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = EventForm(found.project, partners, sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The event is changed."))
            return redirect("exchange:event_kept", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [EventForm(found.project, partners, of=kept_event(request, slug, key))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"project": found.project, "form": form, "event": found}
    return render(request, "exchange/event_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: Event, form: EventForm) -> Event:
    return change_event(
        event_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def programme(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Write the programme of an event."""
    found = kept_event(request, slug, key)
    require_now(takes_changes(found))
    points = shown(found, request.user).programme
    form = ProgrammeForm(found, points, request.POST if request.method == "POST" else None)
    problem = ""
    try:
        if form.is_bound and kept(form, lambda: _programme(request, found, form)):
            messages.success(request, _("The programme is saved."))
            return redirect("exchange:event_kept", slug=slug, key=key)
    except Conflict as conflict:
        problem = str(conflict)
        form = ProgrammeForm(found, points, _with_token(request.POST, conflict))
    context = {"event": found, "form": form, "problem": problem, "points": points}
    return _answer(request, "exchange/programme_form.html", context, problem)


def _programme(request: PersonRequest, found: Event, form: ProgrammeForm) -> Event:
    return set_programme(
        event_id=found.pk,
        points=form.points(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _with_token(sent: QueryDict, conflict: Conflict) -> QueryDict:
    """Return what was sent with the version that stands now: sent again, it takes its place."""
    data = sent.copy()
    data["version"] = conflict.token
    return data


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], problem: str
) -> HttpResponse:
    """Show a form; 409 if somebody else saved first."""
    form, of = context["form"], context["event"]
    context["project"] = of.project  # type: ignore[attr-defined]  # an event
    status = 409 if problem else status_of(form)  # type: ignore[arg-type]  # a form
    return render(request, template, context, status=status)


@never_cache
@require_http_methods(FORM)
def outcome(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Note what was learnt, and who took part."""
    found = kept_event(request, slug, key)
    require_now(takes_changes(found))
    partners, took_part = list(partners_of(found.project)), shown(found, request.user).took_part
    sent = request.POST if request.method == "POST" else None
    form = OutcomeForm(found, partners, took_part, sent)
    problem = ""
    try:
        if form.is_bound and kept(form, lambda: _outcome(request, found, form)):
            messages.success(request, _("What came of it is saved."))
            return redirect("exchange:event_kept", slug=slug, key=key)
    except Conflict as conflict:
        problem = str(conflict)
        again = _with_token(request.POST, conflict)
        form = OutcomeForm(found, partners, took_part, again)
    context = {"event": found, "form": form, "problem": problem}
    return _answer(request, "exchange/outcome_form.html", context, problem)


def _outcome(request: PersonRequest, found: Event, form: OutcomeForm) -> Event:
    return note_outcome(
        event_id=found.pk,
        learnt=form.text("learnt"),
        took_part=form.took_part(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def step(request: PersonRequest, slug: str, key: str, step: str) -> HttpResponse:
    """Announce an event, or say that it was held."""
    if step not in STEPS:
        raise Http404
    found = open_event(request, slug, key)
    service, words = STEPS[step]
    service(event_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, str(words))
    return redirect("exchange:event_kept", slug=slug, key=key)


@never_cache
@require_http_methods(FORM)
def cancel(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Cancel an event, with a reason."""
    found = kept_event(request, slug, key)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and kept(form, lambda: _cancel(request, found, form)):
        messages.success(request, _("The event is cancelled."))
        return redirect("exchange:event_kept", slug=slug, key=key)
    context = {"project": found.project, "event": found, "form": form}
    return render(request, "exchange/cancel.html", context, status=status_of(form))


def _cancel(request: PersonRequest, found: Event, form: CancelForm) -> Event:
    return cancel_event(
        event_id=found.pk, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
    )
