"""A published round as its page shows it: counted, beside the one before, by objective."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from headway.foundation.core.periods import Period
from headway.foundation.ui.charts import UnitBar, verdict_bar
from headway.front.portal.figures import parts
from headway.front.portal.overview import indicator_address
from headway.front.portal.said import said, status_said
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
    from headway.front.portal.said import Said, StatusSaid
    from headway.monitoring.indicators.methods.base import Method
    from headway.monitoring.reporting.models import Statement
    from headway.monitoring.reporting.queries.published import Brief, Frozen, PartnerReport, Told
    from headway.monitoring.strategy.models import Edition


PAGE = 60
"""Rows of each list on one page: more of them would keep a reader waiting."""
WIDEST = 24
"""Cells that fill a bar at least, so that few do not grow into blocks."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of each list is shown, from 1."""

    said: int = 1
    judged: int = 1
    changed: int = 1
    partners: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A node that was reported on."""

    text: NodeText
    address: str
    said: Said


@dataclass(frozen=True, slots=True)
class Change:
    """A node whose status differs from that of the round before."""

    text: NodeText
    address: str
    before: StatusSaid
    now: StatusSaid


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
    objectives: tuple[Objective, ...]
    changes: tuple[Change, ...]
    verdicts: tuple[Judged, ...]
    partners: tuple[PartnerReport, ...]
    """Of each list that which is on its page; how many there are in all, below."""
    count_said: int
    count_changed: int
    count_judged: int
    count_partners: int
    inapplicable: int
    """How many nodes do not apply in the round, as was reported; no cell stands for them."""
    bar: UnitBar
    verdict_bar: UnitBar
    silent: tuple[PartnerReport, ...]
    others: tuple[Told, ...]

    @property
    def pages(self) -> Pages:
        """How many pages each list has."""
        counts = self.count_said, self.count_judged, self.count_changed, self.count_partners
        return Pages(*(-(-count // PAGE) for count in counts))


def shown_round(
    reading: Reading, period: str, *, user: User | AnonymousUser, pages: Pages
) -> RoundShown:
    """Return a published round with everything on its page. Seven queries.

    :raises Http404: for a period without a round, or with one that is not published yet.
    """
    before_then = reading.days.known_before
    rounds = rounds_told(reading.strategy, user=user, known_before=before_then)
    place = next((n for n, each in enumerate(rounds) if each.round.period == period), None)
    if place is None:
        raise Http404
    told = rounds[place]
    told.round.edition = _edition(reading, told)
    before = rounds[place + 1] if place + 1 < len(rounds) else None
    both = [told.round, *([before.round] if before else [])]
    found = statuses_in(both, told.round.edition, user=user, known_before=before_then)
    now, earlier = found[told.round.pk], found[before.round.pk] if before else {}
    said = [row.node_id for row in sorted(now.values(), key=_place) if row.path]
    changed = _changed(reading, [(now[node], earlier.get(node)) for node in said])
    nodes, moved = said[_part(pages.said)], dict(changed[_part(pages.changed)])
    texts = _texts(reading, told, {*nodes, *moved})
    kept = kept_in(told.round, known_before=before_then)
    frozen = defined(told.round, kept, part=_part(pages.judged))
    counts = Counter(row.status for row in now.values() if row.way != Way.NONE)
    partners = partners_in(told.round, known_before=before_then)
    return RoundShown(
        told=told,
        before=before,
        objectives=_objectives(
            reading, texts, worded([now[node].pk for node in nodes], told.round, user=user), nodes
        ),
        changes=tuple(
            Change(texts.own[node], texts.addresses[node], *pair) for node, pair in moved.items()
        ),
        verdicts=tuple(_judged(each, reading.days) for each in frozen),
        partners=partners[_part(pages.partners)],
        count_said=len(said),
        count_changed=len(changed),
        count_judged=len(kept),
        count_partners=len(partners),
        inapplicable=sum(now[node].way == Way.NONE for node in said),
        bar=UnitBar(parts(reading.strategy, counts, None), max(counts.total(), WIDEST)),
        verdict_bar=verdict_bar(
            Counter(row.verdict for row in kept.values()), scale=max(len(kept), WIDEST)
        ),
        silent=tuple(each for each in partners if not each.reported),
        others=tuple(each for each in rounds if each is not told),
    )


def _part(page: int) -> slice:
    return slice((page - 1) * PAGE, page * PAGE)


def _edition(reading: Reading, told: Told) -> Edition:
    """Return the edition that a round asked about, which was read with the strategy."""
    pk = told.round.edition_id
    return next((each for each in reading.editions if each.pk == pk), told.round.edition)


def _place(row: Brief) -> str:
    return row.path or ""


def _changed(
    reading: Reading, pairs: Iterable[tuple[Brief, Brief | None]]
) -> list[tuple[int, tuple[StatusSaid, StatusSaid]]]:
    """Return the nodes whose status differs from that of the round before, with both."""

    @cache
    def shown(status: str, way: str) -> StatusSaid:
        return status_said(status, way, strategy=reading.strategy)

    both = [
        (now.node_id, (shown(before.status, before.way), shown(now.status, now.way)))
        for now, before in pairs
        if before
    ]
    return [(node, pair) for node, pair in both if pair[0].word != pair[1].word]


@dataclass(frozen=True, slots=True)
class Texts:
    """The text and the address of each node that is shown, and the top nodes by path."""

    own: Mapping[int, NodeText]
    addresses: Mapping[int, str]
    tops: Mapping[str, NodeText]


def _texts(reading: Reading, told: Told, nodes: Iterable[int]) -> Texts:
    """Return the texts of nodes and of the top ones. One query."""
    every = NodeText.objects.addressed(told.round.edition).defer("description", "provenance")
    rows = every.filter(Q(node__in=nodes) | Q(depth=1)).select_related("node").order_by("path")
    found = {text.node_id: text for text in rows}
    is_read = told.round.edition_id == reading.edition.pk
    refs = {pk: address_of(text) if is_read else text.node.key for pk, text in found.items()}
    slug, query = reading.strategy.slug, reading.days.query
    addresses = {
        pk: reverse("portal:measure", args=[slug, ref]) + query for pk, ref in refs.items()
    }
    return Texts(found, addresses, {text.path: text for text in rows if text.depth == 1})


def _objectives(
    reading: Reading, texts: Texts, rows: Mapping[int, Statement], nodes: Iterable[int]
) -> tuple[Objective, ...]:
    """Return what was reported on nodes, under their top nodes. No query."""
    grouped: dict[str, list[Line]] = {}
    for node in nodes:
        text = texts.own[node]
        own = said(rows[node], strategy=reading.strategy, days=reading.days)
        line = Line(text, texts.addresses[node], own)
        grouped.setdefault(text.path.partition(".")[0], []).append(line)
    return tuple(Objective(texts.tops.get(top), tuple(own)) for top, own in grouped.items())


def _judged(frozen: Frozen, days: Days) -> Judged:
    row, text = frozen.row, frozen.text
    return Judged(
        frozen=frozen,
        method=METHODS.get(row.method),
        shown=say_kept(text, row.value),
        period=Period.parse(row.period).worded() if row.period else "",
        address=indicator_address(text.indicator.key, days),
    )
