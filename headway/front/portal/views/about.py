"""The accessibility statement, made from a data file; the way to open data; the daily heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headway.foundation.audit.queries import daily_heads
from headway.foundation.formats.registry import registered_tables
from headway.foundation.publication.pages import stored
from headway.foundation.publication.services import SITE
from headway.front.portal.statement import read_statement

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@login_not_required
@stored(SITE)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible the site is, what is not, and whom to tell."""
    statement = read_statement()
    return render(request, "portal/accessibility.html", {"statement": statement})


@require_safe
@login_not_required
@stored(SITE)
def data(request: HttpRequest) -> HttpResponse:
    """Show every open table with its columns and where to fetch it."""
    tables = registered_tables(public_only=True)
    return render(request, "portal/data.html", {"tables": tables})


SHOWN_HEADS = 31
"""A month of days; the table has them all."""


@require_safe
@login_not_required
def integrity(request: HttpRequest) -> HttpResponse:
    """Show where the chain of the audit trail stood after each day, and how that is checked."""
    heads = daily_heads()[:SHOWN_HEADS]
    return render(request, "portal/integrity.html", {"heads": heads})
