"""Rounds of a strategy: the list, a new one, one that is changed, and how each stands."""

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
from headway.monitoring.reporting.finding import kept_round, shown_round
from headway.monitoring.reporting.forms.rounds import RoundForm
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.queries.keeping import (
    frozen_verdicts,
    outcome_of,
    rounds_of,
    standing_now,
)
from headway.monitoring.reporting.services import change_round, create_round
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.wording import deadline_worded
from headway.monitoring.strategy.finding import kept_strategy, open_strategy
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Round

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def rounds(request: PersonRequest, slug: str) -> HttpResponse:
    """List the rounds of a strategy, the newest first."""
    strategy = open_strategy(request, slug)
    found = rounds_of(strategy)
    context = {
        "strategy": strategy,
        "rounds": found,
        "open": [each for each in found if each.round.state == RoundState.OPEN],
        "drafts": [each for each in found if each.round.state == RoundState.DRAFT],
        "keep": can_keep_rounds(request.user, strategy),
    }
    return render(request, "reporting/keeping/rounds.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Prepare a round."""
    strategy, at = kept_strategy(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    taken = {each.round.period for each in rounds_of(strategy)}
    form = RoundForm(strategy, day_of(strategy, at), sent, taken=taken)
    made: list[Round] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            create_round(strategy_id=strategy.pk, plan=form.plan(), by=request.user, at=at)
        ),
        in_parts="period" not in form.errors,
    ):
        messages.success(request, _("The round is prepared. Look at who is asked before it opens."))
        return redirect("reporting:round", slug=slug, key=made[0].key)
    context = {"strategy": strategy, "form": form, "round": None}
    return render(request, "reporting/keeping/round_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change a round before it is closed."""
    of, at = kept_round(request, slug, key), timezone.now()
    strategy, today = of.strategy, day_of(of.strategy, at)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = RoundForm(strategy, today, sent, of=of)
    try:
        if form.is_bound and kept(form, lambda: _change(request, of, form), in_parts=True):
            messages.success(request, _("The round is changed."))
            return redirect("reporting:round", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [RoundForm(strategy, today, of=kept_round(request, slug, key))]
        return conflict_page(request, conflict, thing=of, theirs=theirs)
    context = {"strategy": strategy, "form": form, "round": of}
    return render(request, "reporting/keeping/round_form.html", context, status=status_of(form))


def _change(request: PersonRequest, of: Round, form: RoundForm) -> Round:
    return change_round(
        round_id=of.pk,
        plan=form.plan(),
        version=form.cleaned_data.get("version") or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def round_page(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show how a round stands, and what can be done with it."""
    of = shown_round(request, slug, key)
    standing = standing_now(of)
    is_over = of.state in {RoundState.CLOSED, RoundState.PUBLISHED}
    context = {
        "strategy": of.strategy,
        "round": of,
        "standing": standing,
        "done": standing.done,
        "asked": standing.asked,
        "deadline": deadline_worded(of.deadline_at, of.strategy.time_zone),
        "has_passed": of.deadline_at <= timezone.now(),
        "outcome": outcome_of(standing) if is_over else None,
        "verdicts": frozen_verdicts(of) if is_over else (),
        "keep": can_keep_rounds(request.user, of.strategy),
    }
    return render(request, "reporting/keeping/round.html", context)
