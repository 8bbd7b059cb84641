"""Statuses and notes: of one node, and of a page of measures in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.names import named
from headway.monitoring.strategy.finding import kept_strategy, page_number
from headway.monitoring.strategy.forms.life import BaseGrid, LifeForm, grid
from headway.monitoring.strategy.models import Edition, Life, Node, NodeText, Strategy
from headway.monitoring.strategy.queries.editions import day_of, editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import life_of, life_versions
from headway.monitoring.strategy.queries.tree import Choice, Page, measures
from headway.monitoring.strategy.services import set_life, set_lives
from headway.monitoring.strategy.services.lives import RowsRefused

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def _edition(request: PersonRequest, strategy: Strategy, at: datetime) -> Edition:
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
    text = NodeText.objects.of(_edition(request, strategy, at)).filter(node=node).first()
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


@never_cache
@require_http_methods(FORM)
def lives(request: PersonRequest, slug: str) -> HttpResponse:
    """Set the statuses of a page of measures, all or none."""
    strategy, at = kept_strategy(request, slug), timezone.now()
    choice = Choice(words=request.GET.get("words", ""))
    page = measures(_edition(request, strategy, at), choice, page=page_number(request))
    form = _grid(strategy, page, request)
    if form.is_bound and form.is_valid():
        try:
            count = _set_all(request, strategy, form, at)
        except RowsRefused as refused:
            form = _again(strategy, page, request, form, refused)
        else:
            messages.success(request, _told(count))
            return redirect(request.get_full_path())
    context = {"strategy": strategy, "page": page, "form": form, "rows": _beside(page, form)}
    return render(request, "strategy/lives.html", context, status=status_of(form))


def _grid(strategy: Strategy, page: Page, request: PersonRequest) -> BaseGrid:
    sent = request.POST if request.method == "POST" else None
    return grid(strategy, page.rows, life_versions(row.key for row in page.rows), sent)


def _set_all(request: PersonRequest, strategy: Strategy, form: BaseGrid, at: datetime) -> int:
    return set_lives(strategy_id=strategy.pk, entries=form.entries(), by=request.user, at=at)


def _again(
    strategy: Strategy, page: Page, request: PersonRequest, form: BaseGrid, refused: RowsRefused
) -> BaseGrid:
    """Return the grid as it was sent, with a sentence at each row that was refused."""
    data = request.POST.copy()
    for row in form.forms:
        if token := refused.tokens.get(row.cleaned_data["key"]):
            data[row.add_prefix("version")] = token
    again = grid(strategy, page.rows, {}, data)
    again.is_valid()
    again.refuse(refused.problems)
    return again


def _beside(page: Page, form: BaseGrid) -> list[tuple[object, object]]:
    """Return each measure with its row of the grid; one that the grid does not hold is left out."""
    by_key = {row.key: row for row in page.rows}
    rows = [(by_key.get(str(row["key"].value())), row) for row in form.forms]
    return [(found, row) for found, row in rows if found]


def _told(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    sentence = ngettext("%(count)s status is set.", "%(count)s statuses are set.", count)
    return sentence % {"count": count}
