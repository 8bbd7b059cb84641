"""The card of a measure inside the pages of others: no scripts, no cookies, nobody else's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from headway.foundation.core.days import Days
from headway.foundation.publication.pages import shows, stored
from headway.foundation.publication.services import DIRECTORY, strategy_scope
from headway.front.portal.embedding import site_of
from headway.front.portal.figures import status_word
from headway.front.portal.said import said_of
from headway.monitoring.reporting.queries.published import statements_of
from headway.monitoring.strategy.queries import nodes
from headway.monitoring.strategy.queries.editions import editions_at, in_force

if TYPE_CHECKING:
    from django.http import HttpRequest

OWN_STYLE = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["*"],
}


@require_safe
@login_not_required
@stored(DIRECTORY)
@xframe_options_exempt
@csp(OWN_STYLE)  # type: ignore[arg-type]  # typed for views that take a request alone
def card(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show the status of a measure as everybody sees it, whoever looks. Three queries."""
    editions = editions_at(slug, user=AnonymousUser())
    strategy = editions[0].strategy if editions else None
    if strategy is None or not strategy.is_public:
        raise Http404
    shows(request, strategy_scope(strategy.key), zone=strategy.time_zone)
    days = Days.asked({}, at=timezone.now(), zone=strategy.time_zone)
    edition = in_force(editions, on=days.today)
    found = nodes.find_node(edition, ref) if edition else None
    if found is None:
        raise Http404
    node = found.text.node
    life = getattr(node, "life", None)
    option = next((o for o in strategy.statuses if life and o.code == life.status), None)
    said = statements_of(node, user=AnonymousUser())
    context = {
        "text": found.text,
        "strategy": strategy,
        "canonical": option.canonical if option else "",
        "word": status_word(option),
        "life": life,
        "said": said_of(said, life, strategy=strategy, days=days),
        "address": site_of(request) + reverse("portal:measure", args=[slug, found.address]),
    }
    page = render(request, "portal/embed.html", context)
    page["Cross-Origin-Resource-Policy"] = "cross-origin"
    return page
