"""Secret calendar addresses: made, ended, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from headway.foundation.accounts.proof import proven_lately
from headway.foundation.formats.calendars import MEDIA_TYPE, Method, calendar
from headway.foundation.ui.names import named
from headway.monitoring.meetings.calendars import key_in
from headway.monitoring.meetings.finding import open_body
from headway.monitoring.meetings.models import CalendarLink
from headway.monitoring.meetings.queries.calendars import meetings_in, open_feed
from headway.monitoring.meetings.services import end_feed, make_feed
from headway.monitoring.meetings.services.letters import event_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.foundation.accounts.requests import PersonRequest


@proven_lately
@require_POST
def make(request: PersonRequest, slug: str = "") -> HttpResponse:
    """Make a secret address for a body, or for all; the one before ends."""
    body = open_body(request, slug) if slug else None
    make_feed(body_id=body.pk if body else None, by=request.user, at=timezone.now())
    messages.success(request, _("The address is made. Any that you had for this no longer works."))
    return redirect("meetings:body", slug=slug) if slug else redirect("meetings:bodies")


@require_POST
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """End one's own secret address."""
    feed = get_object_or_404(CalendarLink.objects.visible_to(request.user), pk=pk)
    end_feed(feed_id=feed.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The address no longer works."))
    if feed.body:
        return redirect("meetings:body", slug=feed.body.slug)
    return redirect("meetings:bodies")


@login_not_required
@never_cache
@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the meetings of a secret address. It opens no session and shows nothing else."""
    found, at = open_feed(key_in(token)), timezone.now()
    if found is None:
        raise Http404
    meetings = meetings_in(found, at=at)
    name = named(found.body) if found.body else _("Meetings")
    events = [event_of(each, stamped_at=each.changed_at) for each in meetings]
    text = calendar(events, method=Method.PUBLISH, name=name)
    return HttpResponse(
        text,
        content_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="meetings.ics"',
            "X-Robots-Tag": "noindex",
        },
    )
