"""Amendments of a strategy: the list, one with its redline, a new one, one that is changed."""

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
from headway.monitoring.amendments.finding import kept_amendment, open_amendment
from headway.monitoring.amendments.forms.amendments import AmendmentForm
from headway.monitoring.amendments.permissions import can_comment, can_edit_now, can_keep_amendments
from headway.monitoring.amendments.queries.amendments import amendments_of, reading_of
from headway.monitoring.amendments.services import change_amendment, create_amendment
from headway.monitoring.amendments.shown import shown_operations
from headway.monitoring.amendments.states import WAITING, AmendmentState, Outcome
from headway.monitoring.amendments.talk import threads_of
from headway.monitoring.strategy.finding import kept_strategy, open_strategy
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.amendments.models import Amendment

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def amendments(request: PersonRequest, slug: str) -> HttpResponse:
    """List the amendments of a strategy, the newest first."""
    strategy = open_strategy(request, slug)
    found = amendments_of(strategy, user=request.user)
    context = {
        "strategy": strategy,
        "amendments": found,
        "drafts": [each for each in found if each.state == AmendmentState.DRAFT],
        "waiting": [each for each in found if each.state in WAITING],
        "keep": can_keep_amendments(request.user, strategy),
        "today": day_of(strategy, timezone.now()),
    }
    return render(request, "amendments/list.html", context)


@never_cache
@require_safe
def amendment(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show an amendment: what each operation changes, where it misfits, who agrees."""
    one = open_amendment(request, slug, key)
    reading = reading_of(one, user=request.user)
    may_edit = can_keep_amendments(request.user, one.strategy)
    talk = can_comment(request.user, one, is_asked=False)
    is_inside = request.user.reads_everything or bool(may_edit)
    threads = threads_of(one, by=request.user, may=talk, at=timezone.now()) if is_inside else {}
    context = {
        "strategy": one.strategy,
        "amendment": one,
        "reading": reading,
        "operations": shown_operations(reading, threads),
        "adopted": sum(each.outcome == Outcome.ADOPTED for each in reading.operations),
        "talk": talk,
        "is_inside": is_inside,
        "keep": may_edit,
        "edit": can_edit_now(one) if may_edit else may_edit,
        "is_draft": one.state == AmendmentState.DRAFT,
        "is_waiting": one.state in WAITING,
        "is_proposed": one.state == AmendmentState.PROPOSED,
    }
    return render(request, "amendments/amendment.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin an amendment."""
    strategy = kept_strategy(request, slug)
    form = AmendmentForm(strategy.languages, None, request.POST or None)
    made: list[Amendment] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            create_amendment(
                strategy_id=strategy.pk,
                title=form.text("title"),
                rationale=form.text("rationale"),
                origin=form.origin(),
                by=request.user,
                at=timezone.now(),
            )
        ),
    ):
        messages.success(request, _("The amendment is begun. Say what it is to change."))
        return redirect("amendments:choose", slug=slug, key=made[0].key)
    context = {"strategy": strategy, "form": form, "amendment": None}
    return render(request, "amendments/describe.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Say otherwise what an amendment is called and why it is proposed."""
    one = kept_amendment(request, slug, key)
    languages = one.strategy.languages
    sent = chosen(request.POST) if request.method == "POST" else None
    form = AmendmentForm(languages, one, sent)
    try:
        if form.is_bound and kept(form, lambda: _change(request, one, form)):
            messages.success(request, _("The amendment is changed."))
            return redirect("amendments:amendment", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [AmendmentForm(languages, kept_amendment(request, slug, key))]
        return conflict_page(request, conflict, thing=one.title, theirs=theirs)
    context = {"strategy": one.strategy, "form": form, "amendment": one}
    return render(request, "amendments/describe.html", context, status=status_of(form))


def _change(request: PersonRequest, one: Amendment, form: AmendmentForm) -> Amendment:
    return change_amendment(
        amendment_id=one.pk,
        title=form.text("title"),
        rationale=form.text("rationale"),
        origin=form.origin(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )
