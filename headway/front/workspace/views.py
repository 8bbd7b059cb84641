"""The signed-in home, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.foundation.audit.queries import thing_types, trail
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.queries import roles_of
from headway.front.workspace.permissions import can_read_trail
from headway.front.workspace.todos import sentence
from headway.monitoring.amendments.queries.amendments import waiting_for as agreements_for
from headway.monitoring.reporting.queries.keeping import waiting_by_strategy
from headway.monitoring.reporting.queries.tasks import waiting_for
from headway.monitoring.reporting.telling import left_sentence
from headway.monitoring.strategy.permissions import can_create_strategy
from headway.monitoring.strategy.queries.overview import kept_by
from headway.monitoring.strategy.queries.people import strategies_open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for a person, what they keep, and for whom they work."""
    kept = kept_by(request.user, at=timezone.now())
    waiting = waiting_for(request.user)
    asked = agreements_for(request.user)
    ids = {each.strategy.pk for each in kept}
    collecting = waiting_by_strategy(ids)
    counts = [collecting.get(pk, (0, 0)) for pk in ids]
    context = {
        "sentence": sentence(
            kept,
            reports=len(waiting),
            agreements=len(asked),
            reviews=sum(reviews for reviews, _requests in counts),
            requests=sum(requests for _reviews, requests in counts),
        ),
        "waiting": [(report, left_sentence(report)) for report in waiting],
        "asked": asked,
        "kept": [(each, *collecting.get(each.strategy.pk, (0, 0))) for each in kept],
        "others": [s for s in strategies_open_to(request.user) if s.pk not in ids],
        "roles": roles_of(request.user),
        "create": can_create_strategy(request.user),
        "trail": can_read_trail(request.user),
    }
    return render(request, "workspace/home.html", context)


@never_cache
@require_safe
def audit(request: PersonRequest) -> HttpResponse:
    """Show who did what to which thing, and when."""
    require(can_read_trail(request.user))
    chosen, number = request.GET.get("type", ""), request.GET.get("page", "1")
    if not number.isdecimal() or len(number) > len("100000"):
        raise Http404
    page = trail(request.user, thing_type=chosen, page=max(int(number), 1))
    context = {"page": page, "chosen": chosen, "types": _named(thing_types(request.user))}
    return render(request, "workspace/audit.html", context)


def _named(types: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return types of things with their names; one that the software no longer has, as it is."""
    known = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}
    return [(label, str(known.get(label, label))) for label in types]
