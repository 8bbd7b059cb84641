"""What everybody may read of meetings: confirmed decisions of public bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from headway.monitoring.meetings.models import Body
from headway.monitoring.meetings.queries.meetings import decisions_seen

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.monitoring.meetings.models import Decision
    from headway.monitoring.strategy.models import Node, Strategy

NOBODY = AnonymousUser()


def public_bodies(strategy: Strategy) -> QuerySet[Body]:
    """Return the bodies of a strategy that everybody may know."""
    found = Body.objects.visible_to(NOBODY).filter(strategy=strategy)
    return found.select_related("organisation").order_by("slug")


def every_public_decision() -> QuerySet[Decision]:
    """Return what was decided about any strategy, the newest first, as everybody may read it."""
    return decisions_seen(NOBODY)


def public_decisions(strategy: Strategy, *, known_by: datetime | None = None) -> QuerySet[Decision]:
    """Return what was decided about a strategy, the newest first, as everybody may read it.

    With `known_by`, those whose minutes were confirmed by then.
    """
    found = every_public_decision().filter(body__strategy=strategy.pk)
    return found if known_by is None else found.filter(meeting__confirmed_at__lte=known_by)


def public_decisions_about(
    node: Node, *, strategy: Strategy | None = None, known_by: datetime | None = None
) -> QuerySet[Decision]:
    """Return what was decided about a measure, the newest first, as everybody may read it.

    A caller who has the strategy saves looking it up.
    """
    of = node.strategy if strategy is None else strategy
    return public_decisions(of, known_by=known_by).filter(nodes=node.pk)
