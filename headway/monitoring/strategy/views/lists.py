"""The lists of a draft and of a strategy: every item in one form, and a blank one for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.finding import kept_draft, kept_strategy
from headway.monitoring.strategy.forms.lists import (
    WORDS,
    Items,
    VersionForm,
    frame_items,
    status_items,
)
from headway.monitoring.strategy.lists import STATUSES
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services import change_frame, change_strategy
from headway.monitoring.strategy.services.strategies import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.frame import StatusOption
    from headway.monitoring.strategy.models import Edition

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def frame_list(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """Change the sectors or the neighbouring plans of a draft."""
    draft = kept_draft(request, slug)
    sent = chosen(request.POST) if request.method == "POST" else None
    form, items = VersionForm(draft.version, sent), frame_items(draft, kind, sent)
    try:
        if form.is_bound and kept(
            form, lambda: _change_frame(request, draft, form, items), besides=[items]
        ):
            messages.success(request, _("The draft is changed."))
            return redirect(request.path)
    except Conflict as conflict:
        theirs = [frame_items(kept_draft(request, slug), kind)]
        return conflict_page(request, conflict, thing=draft.title, theirs=theirs)
    things = {"draft": draft, "strategy": draft.strategy}
    return _page(request, kind, form, items, things)


def _change_frame(
    request: PersonRequest, draft: Edition, form: VersionForm, items: Items[Any]
) -> Edition:
    return change_frame(
        draft_id=draft.pk,
        title=draft.title,
        frame=replace(draft.frame, **{str(items.prefix): items.items()}),
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def statuses(request: PersonRequest, slug: str) -> HttpResponse:
    """Change a strategy's own list of implementation statuses."""
    strategy = kept_strategy(request, slug)
    sent = chosen(request.POST) if request.method == "POST" else None
    form, items = VersionForm(strategy.version, sent), status_items(strategy, sent)
    try:
        if form.is_bound and kept(
            form, lambda: _change_statuses(request, strategy, form, items), besides=[items]
        ):
            messages.success(request, _("The statuses are changed."))
            return redirect(request.path)
    except Conflict as conflict:
        theirs = [status_items(Strategy.objects.get(pk=strategy.pk))]
        return conflict_page(request, conflict, thing=strategy, theirs=theirs)
    return _page(request, STATUSES, form, items, {"strategy": strategy})


def _change_statuses(
    request: PersonRequest, strategy: Strategy, form: VersionForm, items: Items[StatusOption]
) -> Strategy:
    return change_strategy(
        strategy_id=strategy.pk,
        wanted=replace(Settings.of(strategy), statuses=items.items()),
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def _page(
    request: PersonRequest,
    kind: str,
    form: VersionForm,
    items: Items[Any],
    things: Mapping[str, object],
) -> HttpResponse:
    context = {**things, "form": form, "items": items, "words": WORDS[kind]}
    return render(request, "strategy/items.html", context, status=status_of(form))
