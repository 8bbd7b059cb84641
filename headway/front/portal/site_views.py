"""The small files that machines ask for: health, robots, site map, security contact."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from headway.front.portal.addresses import public_addresses

if TYPE_CHECKING:
    from django.http import HttpRequest

VALID_FOR = timedelta(days=300)  # RFC 9116 recommends less than a year
ARRIVAL = "healthz/arrival"
"""Salt of the signature with which the doctor asks."""
ASKED_WITHIN = timedelta(minutes=1)


@require_safe
@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the first page in the reader's language, as the browser asks for it."""
    wanted = translation.get_language_from_request(request)
    language = wanted if wanted in settings.INTERFACE_LANGUAGES else settings.INTERFACE_LANGUAGES[0]
    with translation.override(language):
        response = HttpResponseRedirect(reverse("portal:home"))
    response["Vary"] = "Accept-Language"
    return response


@require_safe
@login_not_required
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the process answers. Touches nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say whether requests can be served: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
def arrival(request: HttpRequest) -> HttpResponse:
    """Say how a question arrives, to the doctor of this very installation alone."""
    try:
        signing.loads(request.GET.get("asked", ""), salt=ARRIVAL, max_age=ASKED_WITHIN)
    except signing.BadSignature as refused:
        raise Http404 from refused
    client = get_adapter().get_client_ip(request)
    told = {"host": request.get_host(), "is_secure": request.is_secure(), "client": client}
    return JsonResponse(told)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += (
        ["Disallow: /"] if settings.DEMO else ["Disallow: /*/workspace/", "Disallow: /*/sign-in/"]
    )
    lines += [f"Sitemap: {_site(request)}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page with its other languages."""
    context = {"site": _site(request), "pages": public_addresses(on=timezone.localdate())}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116)."""
    expires = (timezone.now() + VALID_FOR).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: lt, en",
        f"Canonical: {_site(request)}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _site(request: HttpRequest) -> str:
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
