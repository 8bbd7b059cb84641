"""A draft: its tree beside the edition before, its frame, the act that puts it in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.editing import ActForm
from headway.monitoring.strategy.finding import (
    kept_draft,
    kept_strategy,
    open_draft_of,
    page_number,
)
from headway.monitoring.strategy.forms.drafts import FrameForm
from headway.monitoring.strategy.hooks import DRAFT_WAYS
from headway.monitoring.strategy.permissions import can_edit_draft
from headway.monitoring.strategy.queries.drafts import differences, draft_page, top_nodes
from headway.monitoring.strategy.services import (
    change_frame,
    discard_draft,
    open_draft,
    put_in_force,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Edition

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def draft(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the nodes of a draft, and in what they differ from the edition before."""
    edition = open_draft_of(request, slug)
    words, top = request.GET.get("words", ""), request.GET.get("top", "")
    page = draft_page(edition, words=words, top=top, page=page_number(request))
    found = differences(edition)
    context = {
        "strategy": edition.strategy,
        "draft": edition,
        "page": page,
        "rows": [(text, found.marks_of(text.node_id)) for text in page.rows],
        "differences": found,
        "tops": top_nodes(edition),
        "edit": can_edit_draft(request.user, edition),
        "is_filtered": bool(words or top),
        "ways": DRAFT_WAYS.of(slug),
    }
    return render(request, "strategy/draft.html", context)


@require_POST
def draft_open(request: PersonRequest, slug: str) -> HttpResponse:
    """Open the next edition as a draft."""
    strategy = kept_strategy(request, slug)
    open_draft(strategy_id=strategy.pk, by=request.user, at=timezone.now())
    messages.success(request, _("A draft is open. Readers see nothing of it until it is in force."))
    return redirect("strategy:draft", slug=slug)


@never_cache
@require_http_methods(FORM)
def draft_discard(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask, then take a draft back."""
    edition = kept_draft(request, slug)
    if request.method == "POST":
        discard_draft(draft_id=edition.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The draft is discarded. What is in force stays as it is."))
        return redirect("strategy:manage", slug=slug)
    context = {"draft": edition, "strategy": edition.strategy, "differences": differences(edition)}
    return render(request, "strategy/discard.html", context)


@never_cache
@require_http_methods(FORM)
def frame(request: PersonRequest, slug: str) -> HttpResponse:
    """Change title, vision and horizon of a draft."""
    edition = kept_draft(request, slug)
    form = FrameForm(edition, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(form, lambda: _change(request, edition, form)):
            messages.success(request, _("The draft is changed."))
            return redirect("strategy:draft", slug=slug)
    except Conflict as conflict:
        theirs = [FrameForm(kept_draft(request, slug))]
        return conflict_page(request, conflict, thing=edition.title, theirs=theirs)
    context = {"draft": edition, "strategy": edition.strategy, "form": form}
    return render(request, "strategy/frame.html", context, status=status_of(form))


def _change(request: PersonRequest, edition: Edition, form: FrameForm) -> Edition:
    return change_frame(
        draft_id=edition.pk,
        title=form.text("title"),
        frame=form.frame(),
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def in_force(request: PersonRequest, slug: str) -> HttpResponse:
    """Put a draft in force by naming its act, beside what changes with it."""
    edition = kept_draft(request, slug)
    form = ActForm(edition, request.POST if request.method == "POST" else None)
    if form.is_bound and kept(form, lambda: _put(request, edition, form)):
        messages.success(request, _("The edition is in force as you said."))
        return redirect("strategy:manage", slug=slug)
    context = {
        "draft": edition,
        "strategy": edition.strategy,
        "form": form,
        "differences": differences(edition),
    }
    return render(request, "strategy/in_force.html", context, status=status_of(form))


def _put(request: PersonRequest, edition: Edition, form: ActForm) -> Edition:
    return put_in_force(draft_id=edition.pk, act=form.act(), by=request.user, at=timezone.now())
