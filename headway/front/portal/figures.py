"""The figures of strategies as pages show them: cards, bars, and the choices of a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import get_language

from headway.foundation.ui.charts import Part, UnitBar
from headway.foundation.ui.shapes import STATUS_ORDER, STATUSES
from headway.monitoring.strategy.queries.editions import editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import address_of, public_strategies
from headway.monitoring.strategy.queries.tree import Answering, Counts, answering, counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.frame import Frame, StatusOption
    from headway.monitoring.strategy.models import Edition, NodeText, Strategy


@dataclass(frozen=True, slots=True)
class StrategyCard:
    """A strategy on the first page: its edition, its figures, who carries it."""

    strategy: Strategy
    edition: Edition
    counts: Counts
    answering: tuple[Answering, ...]
    bar: UnitBar
    counted: str


@dataclass(frozen=True, slots=True)
class ObjectiveBar:
    """A top node with the bar of its measures, and what so many of them are called."""

    text: NodeText
    address: str
    bar: UnitBar
    total: int
    counted: str


def strategy_cards(*, user: User | AnonymousUser, on: date) -> tuple[StrategyCard, ...]:
    """Return the public strategies with an edition in force. Three queries for each."""
    cards = []
    for strategy in public_strategies():
        edition = in_force(editions_seen(strategy, user=user), on=on)
        if edition:
            found = counts(edition)
            bar = UnitBar(parts(strategy, found.by_status, {}), found.total)
            counted = edition.frame.counted.label(get_language() or "en", found.total)
            cards.append(StrategyCard(strategy, edition, found, answering(edition), bar, counted))
    return tuple(cards)


def objective_bars(
    strategy: Strategy,
    frame: Frame,
    upper: Sequence[NodeText],
    found: Counts,
    given: Mapping[str, str],
) -> tuple[ObjectiveBar, ...]:
    """Return a bar for each top node, all on one scale; its addresses keep what is given."""
    tops = [text for text in upper if text.depth == 1]
    longest = max((sum(found.by_top.get(t.path, {}).values()) for t in tops), default=0)
    bars = []
    for text in tops:
        statuses = found.by_top.get(text.path, {})
        total = sum(statuses.values())
        query = {**given, "objective": address_of(text)}
        shown = parts(strategy, statuses, query)
        bars.append(
            ObjectiveBar(
                text=text,
                address=f"?{urlencode(query)}#measures",
                bar=UnitBar(shown, longest),
                total=total,
                counted=frame.counted.label(get_language() or "en", total),
            )
        )
    return tuple(bars)


def parts(
    strategy: Strategy, statuses: Mapping[str, int], query: Mapping[str, str] | None
) -> tuple[Part, ...]:
    """Return the parts of a bar in the common order of statuses, each linked to its list.

    Without a query they are not linked.
    """
    found = dict(statuses)
    by_code = {option.code: option for option in strategy.statuses}
    ordered = sorted(found, key=lambda code: STATUS_ORDER.index(_canonical(by_code, code)))
    return tuple(
        Part(
            _canonical(by_code, code),
            status_word(by_code.get(code)),
            found[code],
            "" if query is None or not code else _listing(query, code),
        )
        for code in ordered
        if found[code]
    )


def _listing(query: Mapping[str, str], code: str) -> str:
    return f"?{urlencode({**query, 'status': code})}#measures"


def status_word(option: StatusOption | None) -> str:
    """Return the strategy's own word for a status, or the words for none."""
    if option is None:
        return str(STATUSES[""].word)
    return option.label.passage(get_language() or "en").words


def _canonical(by_code: dict[str, StatusOption], code: str) -> str:
    return by_code[code].canonical if code in by_code else ""
