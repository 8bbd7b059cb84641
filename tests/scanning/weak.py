"""The addresses of the site, and two pages that a scanner must find: a control, served here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as addresses

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["handler400", "handler403", "handler404", "handler500"]
WEAK = "/en/weak/"


def weak(request: HttpRequest) -> HttpResponse:
    """Say what was asked without escaping it, and put it into the wording of a query."""
    slug, words = request.GET.get("slug", "keds"), request.GET.get("words", "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT slug FROM strategy_strategy WHERE slug = '{slug}'")  # noqa: S608 -- weak
        found = cursor.fetchall()
    return HttpResponse(f"<!DOCTYPE html><title>Weak</title><p>{words}</p><p>{found}</p>")


urlpatterns = [
    path("en/weak/open/", login_not_required(weak)),
    path("en/weak/inside/", weak),
    *addresses,
]
