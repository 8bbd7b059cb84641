"""The status and the note of one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.names import named
from headway.monitoring.strategy.finding import kept_strategy
from headway.monitoring.strategy.forms.life import LifeForm
from headway.monitoring.strategy.models import Edition, Life, Node, NodeText, Strategy
from headway.monitoring.strategy.queries.editions import day_of, editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import life_of
from headway.monitoring.strategy.services import set_life

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def edition_shown(request: PersonRequest, strategy: Strategy, at: datetime) -> Edition:
    """Return the edition in force; before there is one, the draft. :raises Http404: without any."""
    editions = editions_seen(strategy, user=request.user)
    edition = in_force(editions, on=day_of(strategy, at)) or next(iter(editions), None)
    if edition is None:
        raise Http404
    return edition


@never_cache
@require_http_methods(FORM)
def life(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Set the status and the note of one node."""
    strategy, at = kept_strategy(request, slug), timezone.now()
    node = get_object_or_404(Node, strategy=strategy, key=key)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = LifeForm(strategy, life_of(node), sent)
    text = NodeText.objects.of(edition_shown(request, strategy, at)).filter(node=node).first()
    try:
        if form.is_bound and kept(form, lambda: _set(request, node, form, at)):
            messages.success(
                request, _("The status of %(name)s is set.") % {"name": named(text or node)}
            )
            return redirect("strategy:lives", slug=slug)
    except Conflict as conflict:
        theirs = [LifeForm(strategy, life_of(node))]
        return conflict_page(request, conflict, thing=text or node, theirs=theirs)
    context = {"strategy": strategy, "node": node, "text": text, "form": form}
    return render(request, "strategy/life.html", context, status=status_of(form))


def _set(request: PersonRequest, node: Node, form: LifeForm, at: datetime) -> Life:
    given = form.cleaned_data
    return set_life(
        node_id=node.pk,
        status=given["status"],
        status_on=given["status_on"],
        note=form.text("note"),
        version=given["version"],
        by=request.user,
        at=at,
    )
