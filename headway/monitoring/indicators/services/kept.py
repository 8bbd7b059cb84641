"""Kept answers: renewed in the transaction of every change, and when the calendar moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.monitoring.indicators.answers import assessment_to_json, sparks_to_json
from headway.monitoring.indicators.models import Indicator, IndicatorText, Kept
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.kept import short
from headway.monitoring.indicators.queries.rollups import tops_of
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from headway.monitoring.indicators.queries.answers import Answer

REASON = "what is kept is made from what is in force, whoever asks"
AT_A_TIME = 500
"""Indicators that are judged at once: their values are held in memory together."""


@transaction.atomic
def renew_kept(*, indicators: Iterable[Indicator], strategy: Strategy, at: datetime) -> int:
    """Keep the answers about some indicators of a strategy anew; return how many there are."""
    return _renew(strategy, [indicator.pk for indicator in indicators], at=at)


@transaction.atomic
def renew_strategy(*, strategy: Strategy, at: datetime) -> int:
    """Keep all answers of a strategy anew; return how many there are."""
    return _renew(strategy, None, at=at)


@transaction.atomic
def renew_with(*, edition: Edition, at: datetime) -> None:
    """Keep what an edition that was put in force says. Called by the strategy's hook."""
    renew_strategy(strategy=edition.strategy, at=at)


@transaction.atomic
def renew_due(*, at: datetime) -> int:
    """Keep anew what the calendar has overtaken; return how many answers. The worker's task.

    What somebody is changing this moment is left to them.
    """
    strategies = Strategy.objects.filter(indicators__isnull=False).distinct()
    return sum(_renew_due(strategy, at=at) for strategy in strategies)


def _renew_due(strategy: Strategy, *, at: datetime) -> int:
    today = day_of(strategy, at)
    kept = Kept.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    overtaken = kept.filter(holds_until__lte=today).values_list("indicator", flat=True)
    edition = in_force(_editions(strategy), on=today)
    rows = IndicatorText.objects.of(edition) if edition else IndicatorText.objects.none()
    missing = rows.filter(indicator__kept__isnull=True).values_list("indicator", flat=True)
    due = {*overtaken, *(missing if edition else ())}
    return _renew(strategy, due, at=at, skip_locked=True) if due else 0


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Keep every answer of every strategy anew; return how many there are."""
    return sum(renew_strategy(strategy=strategy, at=at) for strategy in Strategy.objects.all())


def _renew(
    strategy: Strategy, indicators: Iterable[int] | None, *, at: datetime, skip_locked: bool = False
) -> int:
    """Keep answers anew, some at a time.

    Each indicator is taken first: what somebody else records meanwhile is waited for, and read.
    """
    own = Indicator.objects.select_for_update(skip_locked=skip_locked).filter(strategy=strategy)
    if indicators is not None:
        own = own.filter(pk__in=tuple(indicators))
    taken = sorted(own.order_by("pk").values_list("pk", flat=True))
    today, editions = day_of(strategy, at), _editions(strategy)
    edition = in_force(editions, on=today)
    upcoming = _next_edition(editions, after=today)
    return sum(
        _keep(edition, taken[first : first + AT_A_TIME], upcoming, on=today)
        for first in range(0, len(taken), AT_A_TIME)
    )


def _keep(edition: Edition | None, taken: list[int], upcoming: date | None, *, on: date) -> int:
    found = answers(edition, on=on, indicators=taken) if edition else ()
    standing = Kept.objects.unrestricted(reason=REASON).filter(indicator__in=taken)
    standing.exclude(indicator__in=[each.text.indicator_id for each in found]).delete()
    tops = tops_of(edition, taken) if edition else {}
    Kept.objects.bulk_create(
        [_row(each, upcoming, tops.get(each.text.indicator_id, ())) for each in found],
        update_conflicts=True,
        unique_fields=["indicator"],
        update_fields=["verdict", "method", "value", "period", "answer", "tops", "holds_until"],
    )
    return len(found)


def _editions(strategy: Strategy) -> tuple[Edition, ...]:
    return tuple(
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=strategy, state=EditionState.IN_FORCE)
        .select_related("strategy")
        .order_by("-number")
    )


def _next_edition(editions: Iterable[Edition], *, after: date) -> date | None:
    days = [each.in_force_from for each in editions if each.in_force_from is not None]
    return min((day for day in days if day > after), default=None)


def _row(said: Answer, upcoming: date | None, tops: Iterable[str]) -> Kept:
    days = [day for day in (said.holds_until, upcoming) if day]
    kept = short(said)
    return Kept(
        indicator_id=said.text.indicator_id,
        strategy_id=said.text.strategy_id,
        verdict=kept.verdict,
        method=kept.assessment.method,
        value=kept.value,
        period=kept.period,
        answer={
            "assessment": assessment_to_json(kept.assessment),
            "sparks": sparks_to_json(kept.sparks),
        },
        tops=" ".join(sorted(tops)),
        holds_until=min(days, default=None),
    )
