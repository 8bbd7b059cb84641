"""Good practices: written by partners, decided on by the lead partner, read by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.exchange.finding import (
    entered_project,
    kept_practice,
    open_practice,
    project_at,
    public_practice,
)
from headway.cooperation.exchange.forms.practices import DecisionForm, PracticeForm
from headway.cooperation.exchange.hooks import FOLLOW_UPS
from headway.cooperation.exchange.permissions import (
    can_add_practice,
    can_decide_practice,
    can_write_practice,
    discussed_by_lead,
    takes_edits,
)
from headway.cooperation.exchange.queries.events import NOBODY
from headway.cooperation.exchange.queries.people import written_for
from headway.cooperation.exchange.queries.practices import practices_of
from headway.cooperation.exchange.services import (
    ask_about_practice,
    change_practice,
    create_practice,
    decline_practice,
    publish_practice,
    reopen_practice,
    submit_practice,
)
from headway.cooperation.exchange.states import PracticeState
from headway.cooperation.exchange.talk import box_of
from headway.cooperation.exchange.views.pictures import shown_pictures
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.publication.pages import EVERYTHING, stored
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
STEPS = {
    "submit": (submit_practice, gettext_lazy("It is submitted. The lead partner gets a mail.")),
    "reopen": (reopen_practice, gettext_lazy("You can revise it now, and submit it again.")),
}


@login_not_required
@require_safe
@stored(EVERYTHING)
def practices(request: HttpRequest, slug: str) -> HttpResponse:
    """List the published good practices of a project, region by region."""
    project = project_at(slug)
    context = {
        "project": project,
        "practices": practices_of(project, NOBODY),
        "table_filters": urlencode({"project": project.slug}),
    }
    return render(request, "exchange/practices.html", context)


@login_not_required
@require_safe
@stored(EVERYTHING)
def practice(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a published good practice."""
    found = public_practice(slug, key)
    context = {
        "project": found.project,
        "practice": found,
        "pictures": shown_pictures(found, route="exchange:picture"),
        "led_to": FOLLOW_UPS.of(found.project, found.key),
    }
    return render(request, "exchange/practice.html", context)


@never_cache
@require_safe
def practices_kept(request: PersonRequest, slug: str) -> HttpResponse:
    """List the good practices of a project that a partner may see."""
    project = entered_project(request, slug)
    context = {
        "project": project,
        "practices": practices_of(project, request.user),
        "add": can_add_practice(request.user, project),
    }
    return render(request, "exchange/practices_kept.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a good practice of one's own organisation."""
    project = entered_project(request, slug)
    require(can_add_practice(request.user, project))
    sent = request.POST if request.method == "POST" else None
    form = PracticeForm(project, written_for(request.user, project), sent)
    made: list[GoodPractice] = []
    if form.is_bound and kept(form, lambda: made.append(_create(request, project.pk, form))):
        messages.success(request, _("It is kept as a draft. Only your organisation sees it."))
        return redirect("exchange:practice_kept", slug=slug, key=made[0].key)
    context = {"project": project, "form": form, "practice": None}
    return render(request, "exchange/practice_form.html", context, status=status_of(form))


def _create(request: PersonRequest, project_id: int, form: PracticeForm) -> GoodPractice:
    return create_practice(
        project_id=project_id,
        organisation_id=form.cleaned_data["organisation"],
        plan=form.plan(),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def kept_page(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show a good practice to both sides, with what was said about it."""
    found = open_practice(request, slug, key)
    return shown_practice(request, found)


def shown_practice(
    request: PersonRequest, found: GoodPractice, *, text: str = "", problem: str = ""
) -> HttpResponse:
    """Show a good practice, with what was typed if a comment could not be kept."""
    write = can_write_practice(request.user, found)
    decide = can_decide_practice(request.user, found)
    talk = write or discussed_by_lead(decide, found)
    at = timezone.now()
    box = box_of(found, by=request.user, may=talk, at=at, text=text, problem=problem)
    context = {
        "project": found.project,
        "practice": found,
        "write": write,
        "edits": takes_edits(found),
        "decide": decide if found.state == PracticeState.SUBMITTED else None,
        "pictures": shown_pictures(found, route="exchange:picture_kept"),
        "box": box if talk or request.user.reads_everything else None,
    }
    status = 422 if problem else 200
    return render(request, "exchange/practice_kept.html", context, status=status)


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Write a good practice."""
    found = kept_practice(request, slug, key)
    require_now(takes_edits(found))
    sent = chosen(request.POST) if request.method == "POST" else None
    form = PracticeForm(found.project, [], sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("The good practice is changed."))
            return redirect("exchange:practice_kept", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [PracticeForm(found.project, [], of=kept_practice(request, slug, key))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    context = {"project": found.project, "form": form, "practice": found}
    return render(request, "exchange/practice_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: GoodPractice, form: PracticeForm) -> GoodPractice:
    return change_practice(
        practice_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def step(request: PersonRequest, slug: str, key: str, step: str) -> HttpResponse:
    """Submit a good practice, or take it back to revise it."""
    if step not in STEPS:
        raise Http404
    found = open_practice(request, slug, key)
    service, words = STEPS[step]
    try:
        service(practice_id=found.pk, by=request.user, at=timezone.now())
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
        return redirect("exchange:practice_edit", slug=slug, key=key)
    messages.success(request, str(words))
    return redirect("exchange:practice_kept", slug=slug, key=key)


@never_cache
@require_http_methods(FORM)
def decide(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Let the lead partner publish, ask for more, or decline, with words."""
    found = open_practice(request, slug, key)
    require(can_decide_practice(request.user, found))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and kept(form, lambda: _decide(request, found, form)):
        messages.success(request, _("It is decided. Its organisation gets a mail."))
        return redirect("exchange:practice_kept", slug=slug, key=key)
    context = {"project": found.project, "practice": found, "form": form}
    return render(request, "exchange/decide.html", context, status=status_of(form))


def _decide(request: PersonRequest, found: GoodPractice, form: DecisionForm) -> GoodPractice:
    step, words = form.cleaned_data["step"], form.cleaned_data["words"]
    by, at = request.user, timezone.now()
    if step == "publish":
        return publish_practice(practice_id=found.pk, by=by, at=at)
    service = ask_about_practice if step == "ask" else decline_practice
    return service(practice_id=found.pk, words=words, by=by, at=at)
