"""The page of figures: for whoever has the token; for everybody else it is not there."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest

SCHEME = "bearer"


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus how the installation is doing. :raises Http404: without the token."""
    if not _is_token(request.headers.get("Authorization", "")):
        raise Http404
    exposition = importlib.import_module("config.metrics.exposition")  # it costs 3 MB
    return HttpResponse(exposition.page(at=timezone.now()), content_type=exposition.CONTENT_TYPE)


def _is_token(said: str) -> bool:
    """Tell whether somebody gives one of the tokens; how long it takes tells nobody which."""
    scheme, _, given = said.partition(" ")
    found = [constant_time_compare(given, token) for token in settings.METRICS_TOKENS]
    return scheme.lower() == SCHEME and any(found)
