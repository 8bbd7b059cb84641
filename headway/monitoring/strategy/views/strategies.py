"""A strategy in the workspace: what there is of it, its settings, its coordinators, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.accounts.models import User
from headway.foundation.accounts.proof import proven_lately
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.finding import kept_strategy, open_strategy
from headway.monitoring.strategy.forms.strategies import (
    CoordinatorForm,
    CreateForm,
    LanguagesForm,
    SettingsForm,
)
from headway.monitoring.strategy.hooks import STRATEGY_WAYS
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.permissions import (
    can_appoint_coordinator,
    can_create_strategy,
    can_keep_strategy,
)
from headway.monitoring.strategy.queries.editions import day_of, editions_seen, in_force
from headway.monitoring.strategy.queries.gaps import gaps_of
from headway.monitoring.strategy.queries.people import coordinators_of
from headway.monitoring.strategy.services import (
    appoint_coordinator,
    change_strategy,
    create_strategy,
    dismiss_coordinator,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
HISTORY = 30
"""Entries on the page of a strategy; the audit trail has them all."""


@never_cache
@require_safe
def manage(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what there is of a strategy, and what can be done with it."""
    return _manage(request, open_strategy(request, slug))


def _manage(
    request: PersonRequest, strategy: Strategy, form: CoordinatorForm | None = None
) -> HttpResponse:
    coordinators = tuple(coordinators_of(strategy))
    appoint = can_appoint_coordinator(request.user, strategy)
    context = _editions(request, strategy) | {
        "strategy": strategy,
        "keep": can_keep_strategy(request.user, strategy),
        "appoint": appoint,
        "coordinators": coordinators,
        "form": form or (CoordinatorForm(coordinators) if appoint else None),
        "ways": STRATEGY_WAYS.of(strategy.slug),
        "history": history_of(strategy, user=request.user)[:HISTORY],
    }
    status = status_of(form) if form else 200
    return render(request, "strategy/manage.html", context, status=status)


def _editions(request: PersonRequest, strategy: Strategy) -> dict[str, object]:
    """Return the editions of a strategy, and the translations that the two newest lack."""
    editions = editions_seen(strategy, user=request.user)
    current = in_force(editions, on=day_of(strategy, timezone.now()))
    draft = next((edition for edition in editions if edition.is_draft), None)
    return {
        "editions": [edition for edition in editions if not edition.is_draft],
        "current": current,
        "draft": draft,
        "gaps": gaps_of([e for e in (current, draft) if e]).get(strategy.pk, ()),
    }


@never_cache
@require_http_methods(FORM)
def settings(request: PersonRequest, slug: str) -> HttpResponse:
    """Change what is said of a strategy itself."""
    strategy = kept_strategy(request, slug)
    form = SettingsForm(strategy, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(form, lambda: _change(request, strategy, form)):
            messages.success(request, _("The settings are changed."))
            return redirect("strategy:manage", slug=slug)
    except Conflict as conflict:
        theirs = [SettingsForm(Strategy.objects.get(pk=strategy.pk))]
        return conflict_page(request, conflict, thing=strategy, theirs=theirs)
    context = {"strategy": strategy, "form": form}
    return render(request, "strategy/settings.html", context, status=status_of(form))


def _change(request: PersonRequest, strategy: Strategy, form: SettingsForm) -> Strategy:
    return change_strategy(
        strategy_id=strategy.pk,
        wanted=form.settings(),
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


@proven_lately
@require_POST
def appoint(request: PersonRequest, slug: str) -> HttpResponse:
    """Make a person a coordinator."""
    strategy = open_strategy(request, slug)
    require(can_appoint_coordinator(request.user, strategy))
    form = CoordinatorForm(tuple(coordinators_of(strategy)), request.POST)
    if not form.is_valid():
        return _manage(request, strategy, form)
    user = get_object_or_404(User, pk=form.cleaned_data["person"])
    appoint_coordinator(strategy_id=strategy.pk, user=user, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is a coordinator now.") % {"name": user})
    return redirect("strategy:manage", slug=slug)


@proven_lately
@require_POST
def dismiss(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End a person's work as a coordinator today."""
    strategy = open_strategy(request, slug)
    coordinator = get_object_or_404(coordinators_of(strategy), pk=pk)
    dismiss_coordinator(coordinator_id=coordinator.pk, by=request.user, at=timezone.now())
    messages.success(
        request, _("%(name)s is no longer a coordinator.") % {"name": coordinator.user}
    )
    return redirect("strategy:manage", slug=slug)


@never_cache
@require_http_methods(FORM)
def create(request: PersonRequest) -> HttpResponse:
    """Create a strategy in two steps: its languages and levels, then their names."""
    require(can_create_strategy(request.user))
    first = LanguagesForm(request.GET or None)
    if not first.is_valid():
        return render(request, "strategy/create.html", {"form": first, "is_first": True})
    posted = request.POST if request.method == "POST" else None
    form = CreateForm(first.wanted(), first.cleaned_data["depth"], posted)
    if form.is_bound and kept(form, lambda: _create(request, form)):
        messages.success(request, _("The strategy is created. Fill its draft now."))
        return redirect("strategy:manage", slug=form.cleaned_data["slug"])
    return render(request, "strategy/create.html", {"form": form}, status=status_of(form))


def _create(request: PersonRequest, form: CreateForm) -> Strategy:
    return create_strategy(
        slug=form.cleaned_data["slug"],
        organisation=Organisation.objects.get(pk=form.cleaned_data["organisation"]),
        wanted=form.settings,
        frame=form.frame,
        by=request.user,
        at=timezone.now(),
    )
