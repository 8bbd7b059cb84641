"""Amendments as somebody may read them. The queries are few and fixed, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.core.agenda import ProposedPoint, without_language
from headway.foundation.core.aggregates import counted
from headway.foundation.core.words import worded
from headway.monitoring.amendments.facts import PROPOSAL
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.queries.people import answered_by
from headway.monitoring.amendments.queries.standing import newest_edition, standing_of
from headway.monitoring.amendments.rules import doubts_of
from headway.monitoring.amendments.states import WAITING, AmendmentState, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from headway.foundation.accounts.models import User
    from headway.monitoring.amendments.facts import Doubt
    from headway.monitoring.strategy.models import Edition, Strategy


@dataclass(frozen=True, slots=True)
class Reading:
    """An amendment with its operations in order, where they misfit, and what was answered."""

    amendment: Amendment
    operations: tuple[Operation, ...]
    doubts: Mapping[str, tuple[Doubt, ...]]
    """By the key of an operation; only of one that is not decided."""
    agreements: tuple[Agreement, ...]
    """As far as this person may see them."""
    edition: Edition | None = None
    """The newest, which operations are measured against; only of what is not decided."""

    @property
    def fits(self) -> bool:
        return not self.doubts

    @property
    def answered(self) -> int:
        return sum(bool(each.stance) for each in self.agreements)


def amendments_of(strategy: Strategy, *, user: Any) -> tuple[Amendment, ...]:  # noqa: ANN401
    """Return the amendments of a strategy that a person may see, the newest first. One query.

    Each knows its `count_operations`, `count_asked` and `count_agreed`.
    """
    return tuple(_counted(_seen(user).filter(strategy=strategy)).order_by("-number"))


def _seen(user: Any) -> QuerySet[Amendment]:  # noqa: ANN401 -- a person, or nobody
    return Amendment.objects.visible_to(user).select_related("strategy", "edition")


def _counted(found: QuerySet[Amendment]) -> QuerySet[Amendment]:
    return found.annotate(
        count_operations=Count("operations", distinct=True),
        count_asked=Count("agreements", distinct=True),
        count_agreed=Count("agreements", filter=Q(agreements__stance=Stance.AGREES), distinct=True),
    )


def find_amendment(key: str, *, user: Any) -> Amendment | None:  # noqa: ANN401
    """Return the amendment with a key, if this person may see it. One query."""
    return _seen(user).filter(key=key).first()


def amendment_of(edition: Edition, *, user: Any) -> Amendment | None:  # noqa: ANN401
    """Return the amendment that made an edition, if one did and this person sees it. One query."""
    return Amendment.objects.visible_to(user).filter(edition=edition).first()


def reading_of(amendment: Amendment, *, user: Any) -> Reading:  # noqa: ANN401
    """Return all of an amendment that a person may see. At most five queries."""
    own = Operation.objects.visible_to(user).filter(amendment=amendment)
    operations = tuple(own.order_by("place", "pk"))
    for each in operations:
        each.amendment = amendment
    given = Agreement.objects.visible_to(user).filter(amendment=amendment)
    agreements = tuple(given.select_related("organisation").order_by("organisation__slug"))
    if not amendment.is_open or not operations:
        return Reading(amendment, operations, {}, agreements)
    edition = newest_edition(amendment.strategy)
    changes = [each.change() for each in operations]
    doubts = doubts_of(standing_of(edition, changes), changes)
    return Reading(amendment, operations, doubts, agreements, edition)


def operations_on(keys: Iterable[str], *, user: Any) -> tuple[Operation, ...]:  # noqa: ANN401
    """Return the operations on nodes or indicators, by key, that a person may see. One query.

    Those of the newest amendment first: “what was decided about it”.
    """
    found = Operation.objects.visible_to(user).filter(thing_key__in=tuple(keys))
    rows = found.select_related("amendment__strategy", "amendment__edition")
    return tuple(rows.order_by("-amendment__number", "place"))


def decided_of(strategy: Strategy, *, user: Any) -> tuple[Amendment, ...]:  # noqa: ANN401
    """Return the amendments that made editions, the latest edition first, with what they did.

    Two queries.
    """
    operations = Operation.objects.visible_to(user).order_by("place", "pk")
    made = _seen(user).filter(strategy=strategy, edition__isnull=False)
    return tuple(
        made.prefetch_related(Prefetch("operations", queryset=operations, to_attr="told")).order_by(
            "-edition__number"
        )
    )


def waiting_for(user: User) -> tuple[Agreement, ...]:
    """Return the agreements that are asked of the organisations a person answers for. One query.

    Those due first come first; one without a day comes last.
    """
    asked = Agreement.objects.visible_to(user).filter(
        stance="",
        amendment__state=AmendmentState.CONSULTED,
        organisation__in=answered_by(user),
    )
    rows = asked.select_related("organisation", "amendment__strategy")
    return tuple(rows.order_by(F("amendment__consult_until").asc(nulls_last=True), "pk"))


def undecided_count() -> Combinable:
    """Return what to read strategies with: how many of their amendments wait for a decision."""
    rows = Amendment.objects.unrestricted(reason="whoever keeps a strategy sees its amendments")
    return counted(rows.filter(state__in=WAITING), "strategy")


def points_for(body: Any, on: date) -> tuple[ProposedPoint, ...]:  # noqa: ANN401, ARG001 -- any body
    """Return the proposals that wait for a decision in a body's strategy. One query.

    A body is anything with a `strategy_id`; one without has no proposals to decide.
    """
    strategy = getattr(body, "strategy_id", None)
    if strategy is None:
        return ()
    rows = Amendment.objects.unrestricted(reason="a body sees what it is to decide").filter(
        strategy=strategy, state__in=WAITING
    )
    label = worded(lambda: _("Proposal to decide"))
    return tuple(
        ProposedPoint(
            origin=PROPOSAL,
            key=each.key,
            label=label,
            title=each.title,
            link=without_language(
                reverse("amendments:amendment", args=[each.strategy.slug, each.key])
            ),
            due_on=each.consult_until,
            is_to_decide=True,
        )
        for each in rows.select_related("strategy").order_by("number")
    )
