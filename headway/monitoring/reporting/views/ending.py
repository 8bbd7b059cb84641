"""A round at its end: discarded, closed, published. Each says first what will happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.monitoring.reporting.finding import kept_round
from headway.monitoring.reporting.permissions import can_close_now
from headway.monitoring.reporting.queries.keeping import (
    frozen_verdicts,
    outcome_of,
    standing_now,
)
from headway.monitoring.reporting.services import close_round, discard_round, publish_round
from headway.monitoring.reporting.states import RoundState

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def discard(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Discard a round that was not opened."""
    of = kept_round(request, slug, key)
    if request.method == "POST":
        discard_round(round_id=of.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The round is discarded."))
        return redirect("reporting:rounds", slug=slug)
    context = {"strategy": of.strategy, "round": of, "standing": standing_now(of)}
    context["can_discard"] = of.state == RoundState.DRAFT
    return render(request, "reporting/keeping/discard.html", context)


@never_cache
@require_http_methods(FORM)
def close(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Close a round: its figures stay as they are and are judged."""
    of = kept_round(request, slug, key)
    if request.method == "POST":
        close_round(round_id=of.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The round is closed. Look at what it comes to."))
        return redirect("reporting:round", slug=slug, key=key)
    standing = standing_now(of)
    context = {
        "strategy": of.strategy,
        "round": of,
        "standing": standing,
        "outcome": outcome_of(standing),
        "verdict": can_close_now(of, waiting=standing.waiting),
    }
    return render(request, "reporting/keeping/close.html", context)


@never_cache
@require_http_methods(FORM)
def publish(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Publish a closed round: what will stand where, in numbers, before it does."""
    of = kept_round(request, slug, key)
    if request.method == "POST":
        publish_round(round_id=of.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The round is published."))
        return redirect("reporting:round", slug=slug, key=key)
    context = {
        "strategy": of.strategy,
        "round": of,
        "outcome": outcome_of(standing_now(of)),
        "verdicts": frozen_verdicts(of),
        "can_publish": of.state == RoundState.CLOSED,
    }
    return render(request, "reporting/keeping/publish.html", context)
