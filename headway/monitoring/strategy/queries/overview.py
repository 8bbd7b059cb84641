"""What waits for those who keep strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from headway.monitoring.strategy.models import Edition, NodeText, Strategy
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.queries.gaps import Gap, gaps_of
from headway.monitoring.strategy.queries.people import strategies_kept_by
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.accounts.models import User

REASON = "editions of strategies that the person keeps"


@dataclass(frozen=True, slots=True)
class Kept:
    """A strategy that somebody keeps, and what waits for them in it."""

    strategy: Strategy
    current: Edition | None
    draft: Edition | None
    without_status: int
    """Counted nodes of the edition in force of which nothing was said yet."""
    missing: int
    outdated: int
    """Translations, in the edition in force and the draft."""

    @property
    def waiting(self) -> int:
        return self.without_status + self.missing + self.outdated + bool(self.draft)


def kept_by(user: User, *, at: datetime) -> tuple[Kept, ...]:
    """Return the strategies that a person keeps. Five queries, whatever their number."""
    strategies = tuple(strategies_kept_by(user).select_related("organisation"))
    editions = _editions(strategies)
    current = {s.pk: in_force(editions[s.pk], on=day_of(s, at)) for s in strategies}
    drafts = {s.pk: next((e for e in editions[s.pk] if e.is_draft), None) for s in strategies}
    shown = [e for s in strategies for e in (current[s.pk], drafts[s.pk]) if e]
    gaps = gaps_of(shown)
    silent = _without_status([edition for edition in current.values() if edition])
    return tuple(
        Kept(s, current[s.pk], drafts[s.pk], silent.get(s.pk, 0), *_counted(gaps.get(s.pk, ())))
        for s in strategies
    )


def _counted(gaps: tuple[Gap, ...]) -> tuple[int, int]:
    outdated = sum(gap.is_outdated for gap in gaps)
    return len(gaps) - outdated, outdated


def _editions(strategies: Iterable[Strategy]) -> dict[int, tuple[Edition, ...]]:
    """Return the editions of each strategy, the newest first. One query."""
    by_id = {strategy.pk: strategy for strategy in strategies}
    rows = Edition.objects.unrestricted(reason=REASON).filter(strategy__in=by_id)
    found: dict[int, tuple[Edition, ...]] = dict.fromkeys(by_id, ())
    for edition in rows.exclude(state=EditionState.DISCARDED).order_by("-number"):
        edition.strategy = by_id[edition.strategy_id]
        found[edition.strategy_id] += (edition,)
    return found


def _without_status(editions: list[Edition]) -> dict[int, int]:
    """Count by strategy the counted nodes without a status. One query."""
    held = Q()
    for edition in editions:
        held |= Q(
            strategy=edition.strategy_id,
            depth=edition.frame.counted_depth,
            from_number__lte=edition.number,
            until_number__gt=edition.number,
        )
    if not editions:
        return {}
    texts = NodeText.objects.unrestricted(reason=REASON).filter(held)
    silent = texts.filter(Q(node__life__isnull=True) | Q(node__life__status=""))
    return dict(silent.order_by().values_list("strategy").annotate(Count("pk")))
