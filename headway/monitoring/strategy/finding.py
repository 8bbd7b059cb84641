"""Finds what an address of the workspace names, as far as the person may work with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.monitoring.strategy.models import Edition, Node, NodeText, Strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.editions import draft_of
from headway.monitoring.strategy.queries.people import (
    coordinated_by,
    know,
    strategies_open_to,
)
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.foundation.accounts.requests import PersonRequest


def open_strategy(request: PersonRequest, slug: str) -> Strategy:
    """Return a strategy whose workspace the person may read. Any other does not exist here."""
    rows = strategies_open_to(request.user).annotate(is_coordinated=coordinated_by(request.user.pk))
    found = get_object_or_404(rows, slug=slug)
    know(found, request.user, found)
    return found


def kept_strategy(request: PersonRequest, slug: str) -> Strategy:
    """Return a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    """
    strategy = open_strategy(request, slug)
    require(can_keep_strategy(request.user, strategy))
    return strategy


def open_draft_of(request: PersonRequest, slug: str) -> Edition:
    """Return the draft of a strategy that the person may read.

    :raises WrongState: if none is open.
    """
    return _draft_of(request, open_strategy(request, slug))


def _draft_of(request: PersonRequest, strategy: Strategy) -> Edition:
    draft = draft_of(strategy, user=request.user)
    if draft is None:
        raise WrongState(_("No draft is open. Open one on the page of the strategy."))
    draft.strategy = strategy
    return draft


def kept_draft(request: PersonRequest, slug: str) -> Edition:
    """Return the draft of a strategy that the person keeps.

    :raises NotAllowed: to those who may only read it.
    :raises WrongState: if none is open.
    """
    return _draft_of(request, kept_strategy(request, slug))


def kept_edition(request: PersonRequest, slug: str, number: int) -> Edition:
    """Return an edition of a strategy that the person keeps, which an act put in force.

    :raises NotAllowed: to those who may only read it.
    """
    strategy = kept_strategy(request, slug)
    rows = Edition.objects.visible_to(request.user).select_related("act_file")
    found = get_object_or_404(rows, strategy=strategy, number=number, state=EditionState.IN_FORCE)
    found.strategy = strategy
    return found


def node_of(draft: Edition, key: str) -> NodeText:
    return get_object_or_404(NodeText.objects.of(draft).select_related("node"), node__key=key)


def parent_of(draft: Edition, key: str) -> Node | None:
    """Return the node that an address names as the parent; the top for an empty key."""
    return node_of(draft, key).node if key else None


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page of a list that an address asks for, the first unless it is a number.

    :raises Http404: for a number that no list has.
    """
    text = request.GET.get(name, "") or "1"
    if not text.isdecimal() or len(text) > len("100000"):
        raise Http404
    return max(int(text), 1)
