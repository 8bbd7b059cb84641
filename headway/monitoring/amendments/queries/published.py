"""What everybody may read of amendments: those that made text, and what they changed.

Read as somebody who is not signed in, whoever asks, so that nothing else can slip in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.states import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.monitoring.strategy.models import Strategy

NOBODY = AnonymousUser()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the organisations said that were asked, counted; who said what stays between them."""

    asked: int
    agree: int
    object: int
    abstain: int

    @property
    def silent(self) -> int:
        return self.asked - self.agree - self.object - self.abstain


def public_amendments(strategy: Strategy) -> QuerySet[Amendment]:
    """Return the amendments of a strategy that made text, the newest edition first."""
    found = Amendment.objects.visible_to(NOBODY).filter(strategy=strategy)
    return found.select_related("edition", "strategy").order_by("-edition__number")


def public_operations(amendment: Amendment) -> tuple[Operation, ...]:
    """Return the operations of an amendment that became text, in their order. One query."""
    found = tuple(
        Operation.objects.visible_to(NOBODY).filter(amendment=amendment).order_by("place", "pk")
    )
    for each in found:
        each.amendment = amendment
    return found


def operations_told(*keys: Iterable[str] | QuerySet[Any, Any]) -> QuerySet[Operation]:
    """Return what became text of nodes and indicators, by key: the newest edition first.

    `keys` are collections of keys, or queries for them.
    """
    wanted = Q()
    for each in keys:
        wanted |= Q(thing_key__in=each)
    found = Operation.objects.visible_to(NOBODY).filter(wanted)
    rows = found.select_related("amendment__edition", "amendment__strategy")
    return rows.order_by("-amendment__edition__number", "place", "pk")


def agreed_on(amendment: Amendment) -> Agreed:
    """Return how many of those who were asked agreed to a public amendment. One query."""
    rows = Agreement.objects.unrestricted(reason="only how many, of what is public").filter(
        amendment=amendment
    )
    counts = rows.aggregate(
        asked=Count("pk"),
        **{
            stance.value: Count("pk", filter=Q(stance=stance))
            for stance in (Stance.AGREES, Stance.OBJECTS, Stance.ABSTAINS)
        },
    )
    return Agreed(
        counts["asked"], counts[Stance.AGREES], counts[Stance.OBJECTS], counts[Stance.ABSTAINS]
    )
