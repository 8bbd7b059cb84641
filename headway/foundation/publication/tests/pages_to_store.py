"""A site of a few pages, each of which does one thing that the store must know of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path
from django.utils.cache import patch_vary_headers

from headway.foundation.publication.pages import shows, stored

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

COUNT = {"rendered": 0}
"""How many pages were rendered: each says so, so no two are the same."""
WORDS = "ąčęėįšųūž " * 60
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGE = "/en/page/"
DEADLINE = datetime(2026, 3, 2, 15, tzinfo=UTC)


def said(request: HttpRequest) -> HttpResponse:
    COUNT["rendered"] += 1
    who = "somebody" if request.COOKIES.get("sessionid") else "a stranger"
    return HttpResponse(f"<p>{COUNT['rendered']} for {who} at {request.get_host()}. {WORDS}</p>")


@login_not_required
@stored("a", query=("page",))
def page(request: HttpRequest) -> HttpResponseBase:
    return said(request)


@login_not_required
@stored("a")
def drawn(request: HttpRequest) -> HttpResponseBase:
    """Answer with a page that finds out what else it draws on, and until when it holds."""
    shows(request, "b", zone="Pacific/Auckland", until=DEADLINE)
    return said(request)


@login_not_required
@stored("b:")
def of_a_kind(request: HttpRequest) -> HttpResponseBase:
    return said(request)


@login_not_required
def silent(request: HttpRequest) -> HttpResponseBase:
    """Answer with a page that says nothing of itself."""
    return said(request)


@login_not_required
@stored("a")
def missing(request: HttpRequest) -> HttpResponseBase:
    said(request)
    raise Http404


@login_not_required
@stored("a")
def elsewhere(request: HttpRequest) -> HttpResponseBase:
    said(request)
    return redirect("/en/page/")


@login_not_required
@stored("a")
def form(request: HttpRequest) -> HttpResponseBase:
    """Answer with a page for one reader: it holds a token."""
    get_token(request)
    return said(request)


@login_not_required
@stored("a")
def begun(request: HttpRequest) -> HttpResponseBase:
    """Answer with a page that opens a session."""
    request.session["words"] = "kept"
    return said(request)


@login_not_required
@stored("a")
def varying(request: HttpRequest) -> HttpResponseBase:
    response = said(request)
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@stored("a")
def numbered(request: HttpRequest) -> HttpResponseBase:
    """Answer with the number of this very request."""
    response = said(request)
    response["X-Request-ID"] = str(COUNT["rendered"])
    return response


@login_not_required
@stored("a")
def flowing(request: HttpRequest) -> HttpResponseBase:
    return StreamingHttpResponse(iter([said(request).content]))


urlpatterns = [
    path("page/", page),
    *i18n_patterns(
        path("page/", page),
        path("drawn/", drawn),
        path("of-a-kind/", of_a_kind),
        path("silent/", silent),
        path("missing/", missing),
        path("elsewhere/", elsewhere),
        path("form/", form),
        path("begun/", begun),
        path("varying/", varying),
        path("flowing/", flowing),
        path("numbered/", numbered),
    ),
]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"<p>Not found. {WORDS}</p>", status=404)


handler404 = not_found
