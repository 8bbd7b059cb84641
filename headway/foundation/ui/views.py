"""Error pages of our own, and the live catalogue of components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from headway.foundation.core.logs import ASKED, Event
from headway.foundation.ui.catalogue import sections

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with its parameters, live."""
    return render(request, "ui/catalogue/components.html", {"sections": sections(request)})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "ui/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    sentences = [_("You may not open this page. Ask the coordinator for access.")]
    return render(request, "ui/refusal.html", {"sentences": sentences}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    sentences = [_("The server could not read this request. Go back and try again.")]
    return render(request, "ui/refusal.html", {"sentences": sentences}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose protection has run out; the browser's back button keeps the words."""
    request.refused_as = Event.CSRF_REFUSED  # type: ignore[attr-defined]  # read by the log
    sentences = [
        _("The form was open too long, or cookies are switched off. Go back, reload, send again.")
    ]
    return render(request, "ui/refusal.html", {"sentences": sentences}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer without database, session or context: whatever failed may be any of them."""
    page = get_template("ui/server_error.html").render({"request_id": ASKED.get().id})
    return HttpResponse(page, status=500)
