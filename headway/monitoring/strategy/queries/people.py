from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from headway.monitoring.strategy.models import Coordinator, Strategy, kept_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User


def coordinates(user: User, strategy: Strategy) -> bool:
    """Tell whether a person is a coordinator of a strategy now. One query, or it is known."""
    if not user.is_active:
        return False
    if strategy.known_to and strategy.known_to[0] == user.pk:
        return strategy.known_to[1]
    return kept_by(user).filter(strategy=strategy).exists()


def coordinated_by(person: Any, strategy: str = "pk") -> Exists:  # noqa: ANN401 -- an id, or where one stands
    """Return whether somebody coordinates the strategy of a row, to read rows with; see `know`."""
    now = Coordinator.objects.filter(user_id=person, until__isnull=True)
    return Exists(now.filter(strategy=OuterRef(strategy)))


def know(strategy: Strategy, person: Any, row: Any) -> None:  # noqa: ANN401 -- or nobody; whichever row
    """Let a strategy know from a row (`is_coordinated`) whether somebody coordinates it."""
    if person.pk is not None:
        strategy.known_to = (person.pk, row.is_coordinated)


def strategies_kept_by(user: User) -> QuerySet[Strategy]:
    """Return the strategies that a person coordinates now; all, for an administrator."""
    if user.is_administrator:
        return Strategy.objects.order_by("slug")
    kept = Coordinator.objects.filter(user_id=user.pk, until__isnull=True)
    return Strategy.objects.filter(pk__in=kept.values("strategy")).order_by("slug")


def strategies_open_to(user: User) -> QuerySet[Strategy]:
    """Return the strategies whose workspace a person may read: kept ones; all, for an auditor."""
    if user.reads_everything:
        return Strategy.objects.select_related("organisation").order_by("slug")
    return strategies_kept_by(user).select_related("organisation")


def coordinators_of(strategy: Strategy) -> QuerySet[Coordinator]:
    """Return who keeps a strategy now, those longest in the role first."""
    now = Coordinator.objects.filter(strategy=strategy, until__isnull=True)
    return now.select_related("user").order_by("since", "pk")


def needs_second_factor(person: str) -> Exists:
    """Return which people must have a second factor besides administrators: coordinators.

    A column of the rows that are asked for says who each is about.

    Source: trust principles, section 2.10 (a link alone is enough for a reporter, not for a
    coordinator).
    """
    return Exists(Coordinator.objects.filter(user_id=OuterRef(person), until__isnull=True))
