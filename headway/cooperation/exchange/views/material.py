"""Material of an event: added, handed out, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.exchange.finding import kept_event, open_event, public_event
from headway.cooperation.exchange.forms.events import MaterialForm
from headway.cooperation.exchange.models import Material
from headway.cooperation.exchange.queries.events import NOBODY
from headway.cooperation.exchange.services import add_material, remove_material
from headway.foundation.attachments.handing import NOTHING, saved
from headway.foundation.attachments.services import keep_file
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.cooperation.exchange.models import Event
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Add a file or a link to an event."""
    event = kept_event(request, slug, key)
    sent = request.POST if request.method == "POST" else None
    form = MaterialForm(event.project, sent, request.FILES or None)
    if form.is_bound and kept(form, lambda: _add(request, event, form)):
        messages.success(request, _("The material is added."))
        return redirect("exchange:event_kept", slug=slug, key=key)
    context = {"project": event.project, "event": event, "form": form}
    return render(request, "exchange/material_form.html", context, status=status_of(form))


def _add(request: PersonRequest, event: Event, form: MaterialForm) -> Material:
    at, brought, file = timezone.now(), form.cleaned_data["file"], None
    if brought is not None and not form.cleaned_data["link"]:
        file = keep_file(
            content=brought.chunks(),
            name=brought.name,
            media_type=brought.content_type or "",
            by=request.user,
            at=at,
        )
    return add_material(event_id=event.pk, plan=form.plan(file), by=request.user, at=at)


@require_POST
def remove(request: PersonRequest, slug: str, key: str, material: str) -> HttpResponse:
    """Take material from an event."""
    event = kept_event(request, slug, key)
    rows = Material.objects.visible_to(request.user).filter(event=event)
    remove_material(
        material_id=get_object_or_404(rows, key=material).pk, by=request.user, at=timezone.now()
    )
    messages.success(request, _("The material is removed."))
    return redirect("exchange:event_kept", slug=slug, key=key)


@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def kept_file(request: PersonRequest, slug: str, key: str, material: str) -> FileResponse:
    """Hand out a file to whoever reads of the event as a partner."""
    event = open_event(request, slug, key)
    return _handed(Material.objects.visible_to(request.user).filter(event=event, key=material))


@login_not_required
@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def file(_request: HttpRequest, slug: str, key: str, material: str) -> FileResponse:
    """Hand out a public file of a public event: to be saved, never to be run."""
    event = public_event(slug, key)
    return _handed(Material.objects.visible_to(NOBODY).filter(event=event, key=material))


def _handed(rows: object) -> FileResponse:
    found = rows.select_related("file").first()  # type: ignore[attr-defined]  # a query set
    if found is None or found.file is None:
        raise Http404
    return saved(found.file)
