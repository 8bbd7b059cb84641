"""Review sessions: listed, planned, shown, moved on; and their timetable on paper."""

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

from headway.cooperation.partnerships.finding import open_project
from headway.cooperation.partnerships.queries import countries_of
from headway.cooperation.peerreview.finding import kept_session, open_session
from headway.cooperation.peerreview.forms.sessions import SessionForm
from headway.cooperation.peerreview.permissions import (
    can_keep_sessions,
    can_read_plenary,
    takes_units,
)
from headway.cooperation.peerreview.queries.sessions import (
    events_of,
    progress_in,
    session_shown,
    sessions_of,
)
from headway.cooperation.peerreview.services import (
    change_session,
    close_session,
    create_session,
    reopen_session,
)
from headway.cooperation.peerreview.services import (
    open_session as open_for_reviews,
)
from headway.cooperation.peerreview.telling import (
    rules_in_sight,
    session_sentence,
    timetable_of,
    units_told,
)
from headway.cooperation.peerreview.wording import arguments_of, when_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.peerreview.models import ReviewSession
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
STEPS = {
    "open": (open_for_reviews, gettext_lazy("Reviews are open. Those who write them are told.")),
    "close": (
        close_session,
        gettext_lazy("The session is closed. All partners read the plenary page now."),
    ),
    "reopen": (reopen_session, gettext_lazy("The session is open again.")),
}


@never_cache
@require_safe
def sessions(request: PersonRequest, slug: str) -> HttpResponse:
    """List the review sessions of a project."""
    project = open_project(request, slug)
    context = {
        "project": project,
        "sessions": sessions_of(project, user=request.user),
        "keep": can_keep_sessions(request.user, project),
    }
    return render(request, "peerreview/sessions.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Plan a session."""
    project = open_project(request, slug)
    require(can_keep_sessions(request.user, project))
    sent = request.POST if request.method == "POST" else None
    form = SessionForm(project, events_of(project, user=request.user), countries_of(project), sent)
    made: list[ReviewSession] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            create_session(
                project_id=project.pk, plan=form.plan(), by=request.user, at=timezone.now()
            )
        ),
    ):
        messages.success(request, _("The session is planned. Add the units that present plans."))
        return redirect("peerreview:session", slug, made[0].key)
    context = {"project": project, "session": None, "form": form}
    return render(request, "peerreview/session_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change what a session is called, and until when what is asked for."""
    session = kept_session(request, slug, key)
    events = events_of(session.project, user=request.user)
    countries = countries_of(session.project)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = SessionForm(session.project, events, countries, sent, of=session)
    try:
        if form.is_bound and kept(form, lambda: _change(request, session, form)):
            messages.success(request, _("The session is changed."))
            return redirect("peerreview:session", slug, key)
    except Conflict as conflict:
        now = kept_session(request, slug, key)
        theirs = [SessionForm(now.project, events, countries, of=now)]
        return conflict_page(request, conflict, thing=now, theirs=theirs)
    context = {"project": session.project, "session": session, "form": form}
    return render(request, "peerreview/session_form.html", context, status=status_of(form))


def _change(request: PersonRequest, session: ReviewSession, form: SessionForm) -> None:
    change_session(
        session_id=session.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def session(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show a session: who meets whom, where and when, and how far the reviews are."""
    found = open_session(request, slug, key)
    keep = can_keep_sessions(request.user, found.project)
    shown = session_shown(found, user=request.user)
    progress = progress_in(shown) if keep and found.state != "planned" else None
    context = {
        "project": found.project,
        "session": found,
        "shown": shown,
        "sentence": session_sentence(shown),
        "when": when_of(found),
        "units": units_told(shown),
        "rules": rules_in_sight(shown),
        "keep": keep,
        "changes": takes_units(found),
        "progress": progress,
        "plenary": can_read_plenary(request.user, found, keep),
        "arguments": arguments_of(found),
    }
    return render(request, "peerreview/session.html", context)


@never_cache
@require_safe
def timetable(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show who meets whom by times and rooms, to be printed and hung on doors."""
    found = open_session(request, slug, key)
    shown = session_shown(found)
    context = {
        "project": found.project,
        "session": found,
        "when": when_of(found),
        "rooms": shown.rooms,
        "rounds": timetable_of(shown),
    }
    return render(request, "peerreview/timetable.html", context)


@require_POST
def step(request: PersonRequest, slug: str, key: str, step: str) -> HttpResponse:
    """Move a session on: open it for reviews, close it, open it again."""
    if step not in STEPS:
        raise Http404
    found = open_session(request, slug, key)
    service, words = STEPS[step]
    service(session_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, str(words))
    return redirect("peerreview:session", slug, key)
