from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.strategy.models import Coordinator, Strategy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User


def coordinates(user: User, strategy: Strategy) -> bool:
    """Tell whether a person is a coordinator of a strategy now. One query."""
    return (
        user.is_active
        and Coordinator.objects.filter(
            strategy=strategy, user_id=user.pk, until__isnull=True
        ).exists()
    )


def strategies_kept_by(user: User) -> QuerySet[Strategy]:
    """Return the strategies that a person coordinates now; all, for an administrator."""
    if user.is_administrator:
        return Strategy.objects.order_by("slug")
    kept = Coordinator.objects.filter(user_id=user.pk, until__isnull=True)
    return Strategy.objects.filter(pk__in=kept.values("strategy")).order_by("slug")


def needs_second_factor(user: User) -> bool:
    """Tell whether a person must have a second factor: administrators and coordinators.

    Source: trust principles, section 2.10 (a link alone is enough for a reporter, not for a
    coordinator).
    """
    return (
        user.is_administrator
        or Coordinator.objects.filter(user_id=user.pk, until__isnull=True).exists()
    )
