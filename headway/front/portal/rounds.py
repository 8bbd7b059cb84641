"""A published round as its page shows it: counted, beside the one before, by objective."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from headway.foundation.core.periods import Period
from headway.foundation.ui.charts import UnitBar, verdict_bar
from headway.front.portal.figures import parts
from headway.front.portal.overview import indicator_address
from headway.front.portal.said import said
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.saying import say_kept
from headway.monitoring.reporting.queries.published import (
    defined,
    kept_in,
    partners_in,
    rounds_told,
    statuses_in,
    worded,
)
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.queries.nodes import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User
    from headway.foundation.core.days import Days
    from headway.front.portal.reading import Reading
    from headway.front.portal.said import Said
    from headway.monitoring.indicators.methods.base import Method
    from headway.monitoring.reporting.models import Statement
    from headway.monitoring.reporting.queries.published import Frozen, PartnerReport, Told


PAGE = 60
"""Statements, and indicators, on one page: more of them would keep a reader waiting."""
WIDEST = 24
"""Cells that fill a bar at least, so that few do not grow into blocks."""


@dataclass(frozen=True, slots=True)
class Line:
    """A node that was reported on, and what was said of it in the round before."""

    text: NodeText
    address: str
    said: Said
    before: Said | None

    @property
    def is_changed(self) -> bool:
        """Whether its status differs from that of the round before."""
        return self.before is not None and self.before.word != self.said.word


@dataclass(frozen=True, slots=True)
class Objective:
    """The lines under one top node."""

    top: NodeText | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of an indicator when the round was closed, and by which figure."""

    frozen: Frozen
    method: Method | None
    shown: str
    period: str
    address: str


@dataclass(frozen=True, slots=True)
class RoundShown:
    """Everything that the page of a round shows."""

    told: Told
    before: Told | None
    lines: tuple[Line, ...]
    """What was reported, without the words."""
    objectives: tuple[Objective, ...]
    """That on this page, with them."""
    bar: UnitBar
    verdicts: tuple[Judged, ...]
    """Those on this page of the list of indicators."""
    count_judged: int
    verdict_bar: UnitBar
    partners: tuple[PartnerReport, ...]
    others: tuple[Told, ...]

    @property
    def pages(self) -> int:
        return -(-len(self.lines) // PAGE)

    @property
    def pages_of_verdicts(self) -> int:
        return -(-self.count_judged // PAGE)

    @property
    def inapplicable(self) -> int:
        """How many nodes do not apply in the round, as was reported; no cell stands for them."""
        return sum(line.said.does_not_apply for line in self.lines)

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_changed)

    @property
    def silent(self) -> tuple[PartnerReport, ...]:
        return tuple(each for each in self.partners if not each.reported)


def shown_round(
    reading: Reading, period: str, *, user: User | AnonymousUser, page: int = 1, judged: int = 1
) -> RoundShown:
    """Return a published round with everything on its page. Seven queries; eight on a past day.

    `page` of what was reported, and `judged` of the indicators, are shown, from 1.

    :raises Http404: for a period without a round, or with one that is not published yet.
    """
    before_then = reading.days.known_before
    rounds = rounds_told(reading.strategy, user=user, known_before=before_then)
    place = next((n for n, each in enumerate(rounds) if each.round.period == period), None)
    if place is None:
        raise Http404
    told = rounds[place]
    before = rounds[place + 1] if place + 1 < len(rounds) else None
    both = [told.round, *([before.round] if before else [])]
    found = statuses_in(both, user=user, known_before=before_then)
    earlier = found[before.round.pk] if before else {}
    tops, lines = _lines(reading, told, found[told.round.pk], earlier)
    kept = kept_in(told.round, known_before=before_then)
    frozen = defined(told.round, kept, part=slice((judged - 1) * PAGE, judged * PAGE))
    counts = Counter(row.status for row in found[told.round.pk].values() if row.way != Way.NONE)
    return RoundShown(
        told=told,
        before=before,
        lines=lines,
        objectives=_objectives(tops, lines[(page - 1) * PAGE : page * PAGE], user=user),
        bar=UnitBar(parts(reading.strategy, counts, None), max(counts.total(), WIDEST)),
        verdicts=tuple(_judged(each, reading.days) for each in frozen),
        count_judged=len(kept),
        verdict_bar=verdict_bar(
            Counter(row.verdict for row in kept.values()), scale=max(len(kept), WIDEST)
        ),
        partners=partners_in(told.round, known_before=before_then),
        others=tuple(each for each in rounds if each is not told),
    )


def _lines(
    reading: Reading,
    told: Told,
    now: Mapping[int, Statement],
    earlier: Mapping[int, Statement],
) -> tuple[dict[str, NodeText], tuple[Line, ...]]:
    """Return the top nodes, and what was reported in the order of the edition. One query."""
    every = NodeText.objects.addressed(told.round.edition).defer("description", "provenance")
    texts = every.select_related("node").order_by("path")
    tops: dict[str, NodeText] = {}
    lines = []
    for text in texts:
        if text.depth == 1:
            tops[text.path] = text
        if row := now.get(text.node_id):
            lines.append(_line(reading, text, told, row, earlier.get(text.node_id)))
    return tops, tuple(lines)


def _objectives(
    tops: Mapping[str, NodeText], lines: Iterable[Line], *, user: User | AnonymousUser
) -> tuple[Objective, ...]:
    """Return lines with their words, by objective. One query."""
    wanted = tuple(lines)
    rows = worded((line.said.row for line in wanted), user=user)
    grouped: dict[str, list[Line]] = {}
    for line in wanted:
        whole = replace(line, said=replace(line.said, row=rows[line.said.row.pk]))
        grouped.setdefault(line.text.path.partition(".")[0], []).append(whole)
    return tuple(Objective(tops.get(top), tuple(own)) for top, own in grouped.items())


def _line(
    reading: Reading, text: NodeText, told: Told, row: Statement, before: Statement | None
) -> Line:
    strategy, days = reading.strategy, reading.days
    is_read = told.round.edition_id == reading.edition.pk
    ref = address_of(text) if is_read else text.node.key
    return Line(
        text=text,
        address=reverse("portal:measure", args=[strategy.slug, ref]) + days.query,
        said=said(row, strategy=strategy, days=days),
        before=said(before, strategy=strategy, days=days) if before else None,
    )


def _judged(frozen: Frozen, days: Days) -> Judged:
    row, text = frozen.row, frozen.text
    return Judged(
        frozen=frozen,
        method=METHODS.get(row.method),
        shown=say_kept(text, row.value),
        period=Period.parse(row.period).worded() if row.period else "",
        address=indicator_address(text.indicator.key, days),
    )
