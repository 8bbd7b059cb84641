"""What organisations answer for, over all public strategies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import get_language

from headway.front.portal.listing import Group, grouped
from headway.monitoring.strategy.queries.editions import editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import public_strategies
from headway.monitoring.strategy.queries.tree import (
    Answering,
    Choice,
    answering,
    counts,
    measures,
    upper_nodes,
)

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User
    from headway.foundation.core.days import Days
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Edition, Strategy


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many measures each organisation leads, over all public strategies."""

    by_organisation: Counter[int]
    strategies: int


@dataclass(frozen=True, slots=True)
class StrategyDuties:
    """An organisation's part in one strategy."""

    strategy: Strategy
    edition: Edition
    leads: int
    total: int
    counted: str
    of_total: str
    groups: tuple[Group, ...]
    listed: int
    filters: str
    """Of the table that holds the same measures."""


def lead_counts(*, user: User | AnonymousUser, on: date) -> LeadCounts:
    """Count leads per organisation. Two queries for each public strategy."""
    total: Counter[int] = Counter()
    strategies = 0
    for _strategy, edition in _in_force(user=user, on=on):
        strategies += 1
        for found in answering(edition):
            total[found.organisation.pk] += found.leads
    return LeadCounts(total, strategies)


def duties_by_strategy(
    organisation: Organisation, *, user: User | AnonymousUser, days: Days
) -> tuple[StrategyDuties, ...]:
    """Return the measures that an organisation leads, strategy by strategy."""
    found, before = [], days.known_before
    for strategy, edition in _in_force(user=user, on=days.on):
        page = measures(edition, Choice(organisation=organisation.pk), known_before=before)
        if not page.rows:
            continue
        everyone: tuple[Answering, ...] = answering(edition)
        total, language = counts(edition).total, get_language() or "en"
        leads = next((a.leads for a in everyone if a.organisation == organisation), 0)
        found.append(
            StrategyDuties(
                strategy=strategy,
                edition=edition,
                leads=leads,
                total=total,
                counted=edition.frame.counted.label(language, leads),
                of_total=edition.frame.counted.of(language, total),
                groups=grouped(page, upper_nodes(edition), everyone, strategy, days=days),
                listed=page.total,
                filters=urlencode(
                    {"strategy": strategy.slug, "organisation": organisation.slug} | days.parameters
                ),
            )
        )
    return tuple(found)


def _in_force(*, user: User | AnonymousUser, on: date) -> list[tuple[Strategy, Edition]]:
    pairs = [(s, in_force(editions_seen(s, user=user), on=on)) for s in public_strategies()]
    return [(strategy, edition) for strategy, edition in pairs if edition]
