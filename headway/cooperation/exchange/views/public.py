"""What everybody reads of events: the same for whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.cooperation.exchange.calendars import entry_of
from headway.cooperation.exchange.finding import project_at, public_event
from headway.cooperation.exchange.hooks import FOLLOW_UPS
from headway.cooperation.exchange.permissions import takes_visitors
from headway.cooperation.exchange.queries.events import (
    NOBODY,
    WATCHED,
    events_of,
    lies_ahead,
    places_at,
    shown,
)
from headway.cooperation.exchange.wording import when_of, where_of
from headway.foundation.formats.calendars import MEDIA_TYPE, Method, calendar
from headway.foundation.publication.pages import EVERYTHING, shows, stored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from headway.cooperation.exchange.models import Event


@login_not_required
@require_safe
@stored(EVERYTHING)
def events(request: HttpRequest, slug: str) -> HttpResponse:
    """List the public events of a project, the newest first."""
    project = project_at(slug)
    found = events_of(project, NOBODY)
    today = timezone.now().date()
    shows(request, zone="UTC")
    ahead = [each for each in found if lies_ahead(each, today)]
    context = {
        "project": project,
        "table_filters": urlencode({"project": project.slug}),
        "ahead": [(each, when_of(each), where_of(each)) for each in reversed(ahead)],
        "past": [(each, when_of(each), where_of(each)) for each in found if each not in ahead],
    }
    return render(request, "exchange/events.html", context)


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a public event. The link to take part is never on it."""
    found = public_event(slug, key)
    told, at = shown(found, NOBODY), timezone.now()
    open_to = takes_visitors(found, at=at)
    context = {
        "project": found.project,
        "event": found,
        "shown": told,
        "when": when_of(found),
        "where": where_of(found),
        "videos": [one for one in told.material if one.kind in WATCHED],
        "papers": [one for one in told.material if one.kind not in WATCHED],
        "registers": open_to,
        "places": places_at(found) if open_to else None,
        "has_calendar": entry_of(found) is not None,
        "led_to": FOLLOW_UPS.of(found.project, found.key),
    }
    return render(request, "exchange/event.html", context)


@login_not_required
@require_safe
def event_calendar(_request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Hand out a public event for a calendar."""
    found = public_event(slug, key)
    if entry_of(found) is None:
        raise Http404
    return _calendar([found], name="")


@login_not_required
@require_safe
def calendar_of(_request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the public events of a project, for a calendar that keeps up with them."""
    project = project_at(slug)
    return _calendar(events_of(project, NOBODY), name=project.acronym)


def _calendar(found: Iterable[Event], *, name: str) -> HttpResponse:
    entries = [entry for each in found if (entry := entry_of(each))]
    text = calendar(entries, method=Method.PUBLISH, name=name)
    return HttpResponse(
        text,
        content_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="events.ics"'},
    )
