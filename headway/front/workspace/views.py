"""The signed-in home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from headway.monitoring.strategy.queries.people import strategies_kept_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Show what a person keeps here."""
    return render(request, "workspace/home.html", {"strategies": strategies_kept_by(request.user)})
