"""The way in by a task link: a page that says whose it is, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from headway.monitoring.reporting.links import key_in
from headway.monitoring.reporting.queries.links import find_link, is_usable

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_not_required
@never_cache
@sensitive_variables("token")
@require_safe
def enter(_request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link this is."""
    link = find_link(key=key_in(token))
    return HttpResponse(status=200 if link and is_usable(link, at=timezone.now()) else 410)
