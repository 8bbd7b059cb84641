"""People register for an event; by the link in their mail they confirm, or withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.exchange.facts import Visitor
from headway.cooperation.exchange.finding import kept_event, public_event
from headway.cooperation.exchange.forms.events import VisitorForm
from headway.cooperation.exchange.links import key_in
from headway.cooperation.exchange.permissions import takes_visitors
from headway.cooperation.exchange.queries.events import (
    places_at,
    registration_named,
    visitors_of,
)
from headway.cooperation.exchange.services import ask_for_place, confirm_place, withdraw_place
from headway.cooperation.exchange.tables import visitor_table
from headway.cooperation.exchange.wording import when_of, where_of
from headway.foundation.core import logs
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.core.verdicts import require_now
from headway.foundation.formats.export import export
from headway.foundation.formats.writers import WRITERS
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.cooperation.exchange.models import Event
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
VISITOR = SystemActor("Registration by mail")
"""Who acts in the audit trail, which never forgets: so never a name."""
STEPS = {"confirm": confirm_place, "withdraw": withdraw_place}


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM)
def register(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask for a place. The answer is the same whoever asks, for whomever."""
    event = public_event(slug, key)
    open_to = takes_visitors(event, at=timezone.now())
    form = VisitorForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        require_now(open_to)
    if form.is_bound and kept(form, lambda: _ask(request, event, form)):
        words = _(
            "We have written to the address that you gave. You have no place before you use the "
            "link in that mail. If none comes, look among unwanted mails, or ask again in an hour."
        )
        messages.success(request, words)
        return redirect("exchange:event", slug=slug, key=key)
    context = {
        "project": event.project,
        "event": event,
        "form": form,
        "registers": open_to,
        "places": places_at(event) if open_to else None,
        "when": when_of(event),
        "where": where_of(event),
    }
    return render(request, "exchange/register.html", context, status=status_of(form))


def _ask(request: HttpRequest, event: Event, form: VisitorForm) -> None:
    """Ask, unless too many did from here or for this address: then nothing is written."""
    given = form.cleaned_data
    key = f"{event.key} {given['email'].strip().lower()}"
    if not ratelimit.consume(request, action="register", key=key):
        return
    ask_for_place(
        event_id=event.pk,
        visitor=Visitor(
            name=given["name"],
            email=given["email"],
            organisation=given["organisation"],
            needs=given["needs"],
            language=get_language() or "en",
        ),
        by=VISITOR,
        at=timezone.now(),
    )


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(FORM)
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever has the link confirm or withdraw; looking changes nothing. It opens no session.

    Whoever has a place finds the link to take part here.
    """
    found = registration_named(key_in(token))
    if found is None:
        raise Http404
    if request.method == "POST":
        service = STEPS.get(request.POST.get("step", ""))
        if service:
            service(registration_id=found.pk, by=VISITOR, at=timezone.now())
        return redirect(request.path)
    event = found.event
    context = {
        "project": event.project,
        "event": event,
        "registration": found,
        "now": takes_visitors(event, at=timezone.now()),
        "when": when_of(event),
        "where": where_of(event),
    }
    return render(request, "exchange/registration.html", context)


@never_cache
@require_safe
def visitors(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """List who registered, for the hosts and the lead partner."""
    event = kept_event(request, slug, key)
    context = {
        "project": event.project,
        "event": event,
        "visitors": visitors_of(event, request.user),
        "places": places_at(event),
    }
    return render(request, "exchange/visitors.html", context)


@never_cache
@require_safe
@limited(MAKING)
def visitors_workbook(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Hand out the list of who registered as a workbook."""
    event = kept_event(request, slug, key)
    writer = WRITERS["xlsx"]
    table = visitor_table(visitors_of(event, request.user))
    pieces = export(table, writer, filters={}, language=get_language() or "en")
    logs.note(logs.Event.PERSONAL_DATA_EXPORTED, user=request.user.pk, what="visitors")
    return HttpResponse(
        b"".join(pieces),
        content_type=writer.media_type,
        headers={"Content-Disposition": 'attachment; filename="registrations.xlsx"'},
    )
