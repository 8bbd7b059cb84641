"""What waits for those who keep strategies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q

from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.queries.gaps import gaps_in, texts_of
from headway.monitoring.strategy.queries.people import coordinated_by, strategies_open_to
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Edition, NodeText, Strategy
    from headway.monitoring.strategy.queries.gaps import Gap


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


@dataclass(frozen=True, slots=True)
class Opened:
    """The strategies whose workspace somebody may read: those that they keep, and the others."""

    kept: tuple[Kept, ...]
    others: tuple[Strategy, ...]


def opened_to(user: User, *, at: datetime, **counted: Combinable) -> Opened:
    """Return the strategies that are open to a person. Two queries, whatever their number.

    What is `counted` besides is read with each strategy, under its name.
    """
    rows = strategies_open_to(user).annotate(is_coordinated=coordinated_by(user.pk), **counted)
    found = _with_editions(rows)
    own = [s for s in found if user.is_administrator or s.is_coordinated]
    return Opened(_kept(own, found, at), tuple(s for s in found if s not in own))


def _with_editions(strategies: QuerySet[Strategy]) -> dict[Any, tuple[Edition, ...]]:
    """Return strategies with their editions, the newest first. One query."""
    shown = FilteredRelation("editions", condition=~Q(editions__state=EditionState.DISCARDED))
    rows = strategies.annotate(shown=shown).select_related("organisation", "shown")  # type: ignore[misc]  # annotated
    by_id: dict[int, Strategy] = {}
    found: dict[Any, tuple[Edition, ...]] = {}
    for row in rows.order_by("slug", "-shown__number"):
        strategy = by_id.setdefault(row.pk, row)
        editions = found.setdefault(strategy, ())
        if edition := getattr(row, "shown", None):
            edition.strategy = strategy
            found[strategy] = (*editions, edition)
    return found


def _kept(
    own: Iterable[Strategy], editions: Mapping[Strategy, tuple[Edition, ...]], at: datetime
) -> tuple[Kept, ...]:
    """Return what waits in strategies. One query."""
    current = {s.pk: in_force(editions[s], on=day_of(s, at)) for s in own}
    drafts = {s.pk: next((e for e in editions[s] if e.is_draft), None) for s in own}
    shown = [e for s in own for e in (current[s.pk], drafts[s.pk]) if e]
    texts = texts_of(shown)
    gaps = gaps_in(shown, texts)
    silent = Counter(text.strategy_id for text in texts if _is_silent(text, current))
    return tuple(
        Kept(s, current[s.pk], drafts[s.pk], silent[s.pk], *_counted(gaps.get(s.pk, ())))
        for s in own
    )


def _counted(gaps: tuple[Gap, ...]) -> tuple[int, int]:
    outdated = sum(gap.is_outdated for gap in gaps)
    return len(gaps) - outdated, outdated


def _is_silent(text: NodeText, current: Mapping[int, Edition | None]) -> bool:
    """Tell whether a node counts in the edition in force and has no status."""
    edition = current[text.strategy_id]
    life = getattr(text.node, "life", None)
    return (
        edition is not None
        and text.depth == edition.frame.counted_depth
        and text.from_number <= edition.number < text.until_number
        and not (life and life.status)
    )
