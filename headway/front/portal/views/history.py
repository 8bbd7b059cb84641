"""What was decided about a strategy: the timeline, and each amendment that became text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.cooperation.adoption.queries import actions_behind
from headway.foundation.publication.pages import PARTNERSHIPS, stored
from headway.foundation.publication.services import DIRECTORY
from headway.front.portal.history import (
    by_year,
    edition_address,
    in_force_since,
    of_strategy,
    sentence_of_act,
)
from headway.front.portal.reading import read_strategy
from headway.front.portal.views.strategies import common
from headway.monitoring.amendments.queries.published import (
    agreed_on,
    public_amendments,
    public_operations,
)
from headway.monitoring.amendments.shown import shown_operation

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@login_not_required
@stored(DIRECTORY)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was decided about a strategy: editions, amendments, decisions, newest first."""
    reading = read_strategy(request, slug, at=timezone.now())
    lines = of_strategy(
        reading.strategy,
        reading.editions,
        edition=reading.edition,
        known_by=reading.moment,
    )
    context = common(request, reading) | {
        "years": by_year(lines),
        "count_editions": sum(line.decision is None for line in lines),
        "count_decisions": sum(line.decision is not None for line in lines),
        "table_filters": urlencode({"strategy": slug}),
        "feed_address": reverse("portal:history_feed", args=[slug]),
    }
    return render(request, "portal/history.html", context)


@require_safe
@login_not_required
@stored(DIRECTORY, PARTNERSHIPS)
def amendment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an amendment that became text: its act, who agreed, and its redline."""
    reading = read_strategy(request, slug, at=timezone.now())
    found = public_amendments(reading.strategy).filter(number=number).first()
    if found is None or found.edition is None:
        raise Http404
    context = common(request, reading) | {
        "amendment": found,
        "made": found.edition,
        "sentence": sentence_of_act(found.edition, found, with_title=False),
        "since": in_force_since(found.edition),
        "edition_address": edition_address(reading.strategy, found.edition),
        "agreed": agreed_on(found),
        "behind": actions_behind(found),
        "operations": [
            shown_operation(each, place)
            for place, each in enumerate(public_operations(found), start=1)
        ],
    }
    return render(request, "portal/amendment.html", context)
