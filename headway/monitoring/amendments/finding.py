"""Finds what an address names of amendments, as far as the person may work with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from headway.foundation.core.verdicts import require
from headway.foundation.organisations.queries import know_roles, roles_held
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.permissions import can_keep_amendments, can_read_amendment
from headway.monitoring.amendments.queries.people import speaks_on
from headway.monitoring.strategy.queries.people import (
    coordinated_by,
    know,
    strategies_open_to,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.foundation.accounts.requests import PersonRequest


def open_amendment(request: PersonRequest, slug: str, key: str) -> Amendment:
    """Return an amendment of a strategy whose workspace the person may read.

    Members of a body read without the workspace what stands on its agenda.
    """
    rows = _seen(request).select_related("edition", "strategy__organisation")
    found = get_object_or_404(rows, strategy__slug=slug, key=key)
    know(found.strategy, request.user, found)
    if not can_read_amendment(request.user, found):
        raise Http404
    return found


def _seen(request: PersonRequest) -> QuerySet[Amendment]:
    """Return the amendments that a person sees, each knowing whether they keep its strategy."""
    mine = coordinated_by(request.user.pk, "strategy")
    return Amendment.objects.visible_to(request.user).annotate(is_coordinated=mine)


def kept_amendment(request: PersonRequest, slug: str, key: str) -> Amendment:
    """Return an amendment of a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    opened = strategies_open_to(request.user).filter(slug=slug).values("pk")
    rows = _seen(request).select_related("edition", "strategy__organisation")
    found = get_object_or_404(rows, strategy__in=opened, key=key)
    know(found.strategy, request.user, found)
    require(can_keep_amendments(request.user, found.strategy))
    return found


def operation_of(request: PersonRequest, amendment: Amendment, key: str) -> Operation:
    seen = Operation.objects.visible_to(request.user)
    found = get_object_or_404(seen, amendment=amendment, key=key)
    found.amendment = amendment
    return found


def asked_agreement(request: PersonRequest, key: str, pk: int) -> Agreement:
    """Return an agreement that the person may see: of their organisation, or as coordinator.

    It knows whether they speak for anybody who was asked (`is_heard`).
    """
    seen = Agreement.objects.visible_to(request.user)
    rows = seen.select_related("organisation", "amendment__strategy", "amendment__edition")
    known = rows.annotate(
        roles=roles_held(request.user.pk, "organisation"),
        is_coordinated=coordinated_by(request.user.pk, "amendment__strategy"),
        is_heard=speaks_on(request.user, "amendment"),
    )
    found = known.filter(amendment__key=key, pk=pk).first()
    if found is None:
        raise Http404
    know_roles(found.organisation, request.user, found)
    know(found.amendment.strategy, request.user, found)
    return found


def discussed_amendment(request: PersonRequest, key: str) -> Amendment:
    """Return an amendment that the person keeps, is asked about, or reads as an auditor."""
    found = get_object_or_404(_seen(request).select_related("strategy", "edition"), key=key)
    know(found.strategy, request.user, found)
    if (
        request.user.reads_everything
        or can_keep_amendments(request.user, found.strategy)
        or Agreement.objects.visible_to(request.user).filter(amendment=found).exists()
    ):
        return found
    raise Http404
