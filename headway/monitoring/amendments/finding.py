"""Finds what an address names of amendments, as far as the person may work with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.permissions import can_keep_amendments, can_read_amendment
from headway.monitoring.strategy.finding import kept_strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Strategy


def open_amendment(request: PersonRequest, slug: str, key: str) -> Amendment:
    """Return an amendment of a strategy whose workspace the person may read.

    Members of a body read without the workspace what stands on its agenda.
    """
    seen = Amendment.objects.visible_to(request.user)
    rows = seen.select_related("edition", "strategy__organisation")
    found = get_object_or_404(rows, strategy__slug=slug, key=key)
    if not can_read_amendment(request.user, found):
        raise Http404
    return found


def kept_amendment(request: PersonRequest, slug: str, key: str) -> Amendment:
    """Return an amendment of a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    return _amendment(request, kept_strategy(request, slug), key)


def _amendment(request: PersonRequest, strategy: Strategy, key: str) -> Amendment:
    seen = Amendment.objects.visible_to(request.user).select_related("edition")
    found = get_object_or_404(seen, strategy=strategy, key=key)
    found.strategy = strategy
    return found


def operation_of(request: PersonRequest, amendment: Amendment, key: str) -> Operation:
    seen = Operation.objects.visible_to(request.user)
    found = get_object_or_404(seen, amendment=amendment, key=key)
    found.amendment = amendment
    return found


def asked_agreement(request: PersonRequest, key: str, pk: int) -> Agreement:
    """Return an agreement that the person may see: of their organisation, or as coordinator."""
    seen = Agreement.objects.visible_to(request.user)
    rows = seen.select_related("organisation", "amendment__strategy", "amendment__edition")
    found = rows.filter(amendment__key=key, pk=pk).first()
    if found is None:
        raise Http404
    return found


def discussed_amendment(request: PersonRequest, key: str) -> Amendment:
    """Return an amendment that the person keeps, is asked about, or reads as an auditor."""
    seen = Amendment.objects.visible_to(request.user).select_related("strategy", "edition")
    found = get_object_or_404(seen, key=key)
    if (
        request.user.reads_everything
        or can_keep_amendments(request.user, found.strategy)
        or Agreement.objects.visible_to(request.user).filter(amendment=found).exists()
    ):
        return found
    raise Http404
