"""Finds what an address of somebody who keeps rounds names, as far as they may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from headway.foundation.core.verdicts import require
from headway.monitoring.reporting.models import BulkEdit, Report, Round
from headway.monitoring.strategy.finding import kept_strategy, open_strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.people import (
    coordinated_by,
    know,
    strategies_open_to,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Strategy


def shown_round(request: PersonRequest, slug: str, key: str) -> Round:
    """Return a round of a strategy whose workspace the person may read."""
    return _round(request, open_strategy(request, slug), key)


def kept_round(request: PersonRequest, slug: str, key: str) -> Round:
    """Return a round of a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    return _round(request, kept_strategy(request, slug), key)


def _round(request: PersonRequest, strategy: Strategy, key: str) -> Round:
    rounds = Round.objects.visible_to(request.user).select_related("edition")
    found = get_object_or_404(rounds, strategy=strategy, key=key)
    found.strategy = strategy
    return found


def kept_report(request: PersonRequest, slug: str, key: str, report: str) -> Report:
    """Return a report of a round that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    opened = strategies_open_to(request.user).filter(slug=slug).values("pk")
    rows = Report.objects.visible_to(request.user).select_related(
        "organisation", "round__edition", "round__strategy__organisation"
    )
    known = rows.annotate(is_coordinated=coordinated_by(request.user.pk, "round__strategy"))
    found = get_object_or_404(known, round__strategy__in=opened, round__key=key, key=report)
    know(found.round.strategy, request.user, found)
    require(can_keep_strategy(request.user, found.round.strategy))
    found.round.edition.strategy = found.round.strategy
    return found


def page_language() -> str:
    return get_language() or "en"


def undoable(request: PersonRequest, of: Round) -> BulkEdit | None:
    """Return the edit that the address offers to undo, if it was not undone yet."""
    edits = BulkEdit.objects.visible_to(request.user).filter(round=of, undone_at__isnull=True)
    return edits.filter(key=request.GET.get("undo", "")).first()
