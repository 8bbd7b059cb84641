"""What was reported of a node, as its page shows it: the last statement, and those before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.front.portal.figures import status_word
from headway.monitoring.reporting.rules import freshness
from headway.monitoring.reporting.states import Freshness, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.core.days import Days
    from headway.monitoring.reporting.models import Statement
    from headway.monitoring.strategy.models import Life, LifeRecord, Strategy


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """The canonical status, and the strategy's own word for it."""

    canonical: str
    word: str


@dataclass(frozen=True, slots=True)
class Said:
    """One statement with the canonical status, the strategy's own word, and its addresses."""

    row: Statement
    canonical: str
    word: str
    round_address: str
    evidence_address: str
    """Of the file on which it rests; empty without one."""

    @property
    def does_not_apply(self) -> bool:
        return self.row.way == Way.NONE

    @property
    def is_as_last_time(self) -> bool:
        return self.row.way == Way.SAME


@dataclass(frozen=True, slots=True)
class SaidOfNode:
    """The last statement on a node, how old it is, whether the status has moved on since."""

    last: Said
    earlier: tuple[Said, ...]
    freshness: Freshness
    is_overtaken: bool


def said_of(
    statements: Sequence[Statement],
    life: Life | LifeRecord | None,
    *,
    strategy: Strategy,
    days: Days,
) -> SaidOfNode | None:
    """Return what a page shows of the statements on a node, given newest first; None of none."""
    if not statements:
        return None
    last, *earlier = (said(row, strategy=strategy, days=days) for row in statements)
    standing = life.status if life else ""
    return SaidOfNode(
        last=last,
        earlier=tuple(earlier),
        freshness=freshness(last.row.round.when, on=days.as_of),
        is_overtaken=bool(last.row.status) and standing != last.row.status,
    )


def said(row: Statement, *, strategy: Strategy, days: Days) -> Said:
    status = status_said(row.status, row.way, strategy=strategy)
    round_ = reverse("portal:round", args=[strategy.slug, row.round.period]) + days.query
    file = reverse("portal:evidence", args=[strategy.slug, row.pk]) if row.evidence_id else ""
    return Said(row, status.canonical, status.word, round_, file)


def status_said(status: str, way: str, *, strategy: Strategy) -> StatusSaid:
    """Return the status of a statement as it is shown, given the code and the way of answering."""
    option = next((each for each in strategy.statuses if each.code == status), None)
    word = _("does not apply") if way == Way.NONE else status_word(option)
    return StatusSaid(option.canonical if option else "", word)
