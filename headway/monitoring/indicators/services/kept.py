"""Kept answers: renewed in the transaction of every change, and when the calendar moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.monitoring.indicators.answers import assessment_to_json, sparks_to_json
from headway.monitoring.indicators.models import Indicator, Kept
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from headway.monitoring.indicators.queries.answers import Answer

REASON = "what is kept is made from what is in force, whoever asks"


def renew_kept(*, indicators: Iterable[Indicator], strategy: Strategy, at: datetime) -> int:
    """Keep the answers about some indicators of a strategy anew; return how many there are."""
    return _renew(strategy, [indicator.pk for indicator in indicators], at=at)


@transaction.atomic
def renew_strategy(*, strategy: Strategy, at: datetime) -> int:
    """Keep all answers of a strategy anew; return how many there are."""
    return _renew(strategy, None, at=at)


def renew_with(*, edition: Edition, at: datetime) -> None:
    """Keep what an edition that was put in force says. Called by the strategy's hook."""
    renew_strategy(strategy=edition.strategy, at=at)


@transaction.atomic
def renew_due(*, at: datetime) -> int:
    """Keep anew what the calendar has overtaken; return how many answers. The worker's task."""
    strategies = Strategy.objects.filter(indicators__isnull=False).distinct()
    return sum(_renew(strategy, _overtaken(strategy, at), at=at) for strategy in strategies)


def _overtaken(strategy: Strategy, at: datetime) -> list[int]:
    """Return the indicators whose answer the calendar has changed, or that have none."""
    own = Indicator.objects.filter(strategy=strategy)
    kept = Kept.objects.unrestricted(reason=REASON).filter(indicator__in=own)
    standing = kept.exclude(holds_until__lte=day_of(strategy, at))
    return list(own.exclude(pk__in=standing.values("indicator")).values_list("pk", flat=True))


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Keep every answer of every strategy anew; return how many there are."""
    return sum(renew_strategy(strategy=strategy, at=at) for strategy in Strategy.objects.all())


def _renew(strategy: Strategy, indicators: list[int] | None, *, at: datetime) -> int:
    if indicators == []:
        return 0
    today = day_of(strategy, at)
    editions = tuple(
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=strategy, state=EditionState.IN_FORCE)
        .select_related("strategy")
        .order_by("-number")
    )
    standing = Kept.objects.unrestricted(reason=REASON).filter(indicator__strategy=strategy)
    if indicators is not None:
        standing = standing.filter(indicator__in=indicators)
    edition = in_force(editions, on=today)
    if edition is None:
        standing.delete()
        return 0
    found = answers(edition, on=today, indicators=indicators)
    standing.exclude(indicator__in=[each.text.indicator_id for each in found]).delete()
    upcoming = _next_edition(editions, after=today)
    Kept.objects.bulk_create(
        [_row(each, upcoming) for each in found],
        update_conflicts=True,
        unique_fields=["indicator"],
        update_fields=["verdict", "method", "value", "period", "answer", "holds_until"],
    )
    return len(found)


def _next_edition(editions: Iterable[Edition], *, after: date) -> date | None:
    days = [each.in_force_from for each in editions if each.in_force_from is not None]
    return min((day for day in days if day > after), default=None)


def _row(said: Answer, upcoming: date | None) -> Kept:
    days = [day for day in (said.holds_until, upcoming) if day]
    latest = said.latest
    return Kept(
        indicator_id=said.text.indicator_id,
        verdict=said.verdict,
        method=said.assessment.method,
        value=said.facts.latest.value if said.facts.latest else None,
        period=latest.period if latest else "",
        answer={
            "assessment": assessment_to_json(said.assessment),
            "sparks": sparks_to_json(said.facts.points),
        },
        holds_until=min(days, default=None),
    )
