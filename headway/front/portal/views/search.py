from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.foundation.core.limits import SEARCHING, limited
from headway.front.portal.search import MOST
from headway.front.portal.search import search as find

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 200


@require_safe
@login_not_required
@limited(SEARCHING)
def search(request: HttpRequest) -> HttpResponse:
    """Find organisations, objectives, tasks and measures by any of their words."""
    words = request.GET.get("words", "").strip()[:LONGEST]
    hits = find(words, user=request.user, on=timezone.localdate()) if words else ()
    context = {"words": words, "hits": hits, "is_cut": len(hits) >= MOST}
    return render(request, "portal/search.html", context)
