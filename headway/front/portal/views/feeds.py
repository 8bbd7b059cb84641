"""Atom feeds of a strategy, of a node, of an organisation: the same for every reader."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from headway.foundation.organisations.models import Organisation
from headway.foundation.publication.pages import EVERYTHING, shows, stored
from headway.foundation.publication.services import DIRECTORY, strategy_scope
from headway.front.portal.embedding import site_of
from headway.front.portal.feeds import of_history, of_node, of_organisation, of_strategy, written
from headway.monitoring.strategy.queries import nodes
from headway.monitoring.strategy.queries.editions import day_of, editions_at, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from headway.foundation.core.texts import TranslatedText
    from headway.front.portal.feeds import Entry
    from headway.monitoring.strategy.models import Edition, Strategy


@require_safe
@login_not_required
@stored(DIRECTORY)
def strategy(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Tell what was published of a strategy. Three queries."""
    found, editions = _public(request, slug)
    today = day_of(found, timezone.now())
    if in_force(editions, on=today) is None:
        raise Http404
    entries = of_strategy(found, editions, on=today)
    page = reverse("portal:strategy", args=[slug])
    title = _published(_words(found.name))
    return _answer(request, entries, page, title, _words(found.organisation.name))


@require_safe
@login_not_required
@stored(DIRECTORY)
def history(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Tell what was decided about a strategy. Six queries at most."""
    found, editions = _public(request, slug)
    now = timezone.now()
    edition = in_force(editions, on=day_of(found, now))
    if edition is None:
        raise Http404
    entries = of_history(found, editions, edition, by=now)
    page = reverse("portal:history", args=[slug])
    title = _("What was decided: {title}").format(title=_words(found.name))
    return _answer(request, entries, page, title, _words(found.organisation.name))


@require_safe
@login_not_required
@stored(DIRECTORY)
def measure(request: HttpRequest, slug: str, ref: str) -> HttpResponseBase:
    """Tell what was published of a node and of what stands below it. Six queries."""
    found, editions = _public(request, slug)
    edition = in_force(editions, on=day_of(found, timezone.now()))
    node = nodes.find_node(edition, ref) if edition else None
    if edition is None or node is None:
        raise Http404
    key = node.text.node.key
    if ref != key:
        return redirect(reverse("portal:measure_feed", args=[slug, key]), permanent=False)
    title = f"{node.text.code} {_words(node.text.title)}".strip()
    page = reverse("portal:measure", args=[slug, key])
    entries = of_node(found, node.text, edition)
    author = _words(found.organisation.name)
    return _answer(request, entries, page, _published(title), author)


@require_safe
@login_not_required
@stored(EVERYTHING)
def organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Tell what an organisation reported, in all public strategies. Three queries."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    page, name = reverse("portal:organisation", args=[slug]), _words(found.name)
    return _answer(request, of_organisation(found), page, _published(name), name)


def _public(request: HttpRequest, slug: str) -> tuple[Strategy, tuple[Edition, ...]]:
    """Return a public strategy with its editions in force. :raises Http404: for any other."""
    editions = editions_at(slug, user=AnonymousUser())
    if not editions or not editions[0].strategy.is_public:
        raise Http404
    strategy = editions[0].strategy
    shows(request, strategy_scope(strategy.key), zone=strategy.time_zone)
    return strategy, editions


def _answer(
    request: HttpRequest, entries: Iterable[Entry], page: str, title: str, author: str
) -> HttpResponseBase:
    """Send a feed, or word that it has not changed since the reader last asked."""
    content, changed = written(
        entries,
        site=site_of(request),
        path=request.path,
        page=page,
        title=title,
        author=author,
    )
    fingerprint = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {
        "ETag": fingerprint,
        "Last-Modified": http_date(changed.timestamp()),
        "Cache-Control": "no-cache",
    }
    answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    for name, value in headers.items():
        answer[name] = value
    return get_conditional_response(request, etag=fingerprint, response=answer) or answer


def _published(title: str) -> str:
    return _("What was published: {title}").format(title=title)


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words
