"""One indicator at its permanent address, and how we judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.foundation.publication.pages import stored
from headway.foundation.publication.services import DIRECTORY, SITE
from headway.front.portal.overview import panel_at, targets_by_edition
from headway.front.portal.reading import Reading, read_strategy
from headway.front.portal.views.strategies import common
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.methods.base import SYMBOLS
from headway.monitoring.indicators.panels import baseline_words, explained
from headway.monitoring.indicators.queries import pages
from headway.monitoring.strategy.queries.nodes import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.monitoring.indicators.models import Indicator


@require_safe
@login_not_required
@stored(DIRECTORY)
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """Show an indicator: how it stands, how it is defined, what each edition wanted of it."""
    found = pages.find_indicator(key)
    if found is None:
        raise Http404
    today = read_strategy(request, found.strategy.slug, at=timezone.now())
    reading = _defining(today, found)
    edition, days = reading.edition, reading.days
    panel = panel_at(reading, found)
    if panel is None:
        raise Http404
    text, seen = panel.text, [e for e in reading.editions if e.number <= edition.number]
    context = common(request, reading) | {
        "text": text,
        "kind": KINDS[text.kind],
        "panel": panel,
        "has_ended": edition != today.edition,
        "places": [(t, address_of(t)) for t in pages.places_of(edition, found)],
        "baseline": baseline_words(text),
        "wordings": targets_by_edition(pages.wordings_of(found, seen), edition),
        "table_filters": urlencode({"indicator": key, **days.parameters}),
    }
    return render(request, "portal/indicator.html", context)


def _defining(reading: Reading, indicator: Indicator) -> Reading:
    """Return the reading in the edition asked for, or in the last before it that has the indicator.

    :raises Http404: for an indicator of a draft, or of an edition still to come.
    """
    begun = [each for each in reading.editions if each.number <= reading.edition.number]
    defining = pages.editions_that_define(indicator, begun)
    if not defining:
        raise Http404
    return replace(reading, edition=defining[0])


@require_safe
@login_not_required
@stored(SITE)
def how_we_judge(request: HttpRequest) -> HttpResponse:
    """Explain each method by which indicators are judged, with an example worked through now."""
    return render(
        request, "portal/how_we_judge.html", {"methods": explained(), "symbols": SYMBOLS.items()}
    )
