"""The law of peer review: who may meet whom, and how all are paired. Pure."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from headway.cooperation.peerreview.facts import (
    Clash,
    Group,
    Hindrance,
    PointFigures,
    Rounds,
    Slot,
)
from headway.cooperation.peerreview.states import Mark, Obstacle, Point, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from headway.cooperation.peerreview.facts import Judged, Met, PointSaid, Unit

TRIES = 60
"""How often rounds are drawn anew when one of them would repeat a meeting."""
ALLOWED = {Obstacle.MET}
"""What is avoided, and done only when it must be."""
NEEDS_SUGGESTION = Mark.FAIR
"""Whoever finds a point no better than this says what would mend it."""
WEAK_MEAN = 3
"""A plan whose marks at a point are, on average, no better than this is weak there."""
REMIND_BEFORE = timedelta(days=3)


def obstacles(first: Unit, second: Unit, met: Met) -> tuple[str, ...]:
    """Say why two units should not meet.

    Source: the planning workshop, whose pairs joined no two of one country or one plan; that
    nobody meets the same twice is Headway's own.
    """
    found = []
    if first.plan == second.plan:
        found.append(Obstacle.SAME_PLAN)
    if first.countries & second.countries:
        found.append(Obstacle.SAME_COUNTRY)
    if met.get(frozenset((first.key, second.key)), 0):
        found.append(Obstacle.MET)
    return tuple(found)


def clashes(groups: Iterable[Group], units: Sequence[Unit], met: Met) -> tuple[Clash, ...]:
    """Say what is wrong with groups that a person put together.

    Source: `obstacles`.
    """
    by_key = {unit.key: unit for unit in units}
    return tuple(
        Clash(first, second, obstacle)
        for group in groups
        for first, second in combinations(group, 2)
        for obstacle in obstacles(by_key[first], by_key[second], met)
    )


def plan_rounds(units: Sequence[Unit], *, rounds: int, met: Met, seed: int = 0) -> Rounds:
    """Pair all units for so many rounds: in twos, with one group of three if they are odd.

    Units of one plan or one country never meet. Nobody meets the same twice unless there is no
    other way that 60 draws find; the first draws of a seed are the same each time.

    Source: the planning workshop of the project (pairs in rooms); matchings of maximum weight
    after J. Edmonds (1965), by networkx.
    """
    if hindrance := hindrance_of(units):
        return Rounds(hindrance=hindrance)
    best: Rounds | None = None
    for attempt in range(TRIES):
        drawn = _drawn(units, rounds, met, random.Random(f"{seed}/{attempt}"), attempt > 0)  # noqa: S311 -- no secret
        if drawn is None:
            break
        if best is None or drawn.repeats < best.repeats:
            best = drawn
        if not best.repeats:
            break
    return best or Rounds(hindrance=Hindrance())


def hindrance_of(units: Sequence[Unit]) -> Hindrance | None:
    """Say why no round can pair all: fewer than two, one with nobody to meet, a crowd.

    A group of three holds one unit of a country, as a group of two does: a country, or a plan, can
    have no more units than there are groups.

    Source: W. T. Tutte's condition for perfect matchings (1947), as far as it can be told simply.
    """
    if len(units) < 2:
        return Hindrance(alone=tuple(unit.key for unit in units))
    strange: Met = {}
    alone = [
        one.key
        for one in units
        if all(obstacles(one, other, strange) for other in units if other.key != one.key)
    ]
    if alone:
        return Hindrance(alone=tuple(alone))
    return _crowd(units)


def _crowd(units: Sequence[Unit]) -> Hindrance | None:
    """Return the plan or the country with more units than there are groups."""
    shared: Counter[tuple[str, str]] = Counter()
    for unit in units:
        shared[(Obstacle.SAME_PLAN, unit.plan)] += 1
        shared.update((Obstacle.SAME_COUNTRY, country) for country in unit.countries)
    (kind, name), largest = shared.most_common(1)[0]
    if largest <= len(units) // 2:
        return None
    crowd = tuple(
        unit.key
        for unit in units
        if name in ({unit.plan} if kind == Obstacle.SAME_PLAN else unit.countries)
    )
    return Hindrance(crowd=crowd, others=len(units) - largest, crowd_of=kind)


def _drawn(
    units: Sequence[Unit],
    rounds: int,
    met: Met,
    chance: random.Random,
    is_shuffled: bool,
) -> Rounds | None:
    """Draw rounds one after the other; None if one of them cannot be."""
    so_far = Counter(dict(met))
    drawn = []
    repeats = 0
    order = list(units)
    for _number in range(rounds):
        if is_shuffled:
            chance.shuffle(order)
        groups = _one_round(order, so_far)
        if groups is None:
            return None
        for group in groups:
            for pair in combinations(group, 2):
                repeats += bool(so_far[frozenset(pair)])
                so_far[frozenset(pair)] += 1
        drawn.append(groups)
    return Rounds(rounds=tuple(drawn), repeats=repeats)


def _one_round(units: Sequence[Unit], met: Met) -> tuple[Group, ...] | None:
    """Pair all once: new meetings only if that can be, else as few old ones as possible."""
    for old in (False, True):
        graph = _graph(units, met, with_old=old)
        groups = _with_a_three(units, graph) if len(units) % 2 else _in_twos(units, graph)
        if groups is not None:
            return groups
    return None


def _graph(units: Sequence[Unit], met: Met, *, with_old: bool) -> nx.Graph:
    """Join whoever may meet; the more often they have met, the lighter the edge."""
    graph = nx.Graph()
    graph.add_nodes_from(unit.key for unit in units)
    for one, other in combinations(units, 2):
        found = set(obstacles(one, other, met))
        if not found or (with_old and found <= ALLOWED):
            graph.add_edge(one.key, other.key, weight=-met.get(frozenset((one.key, other.key)), 0))
    return graph


def _in_twos(units: Sequence[Unit], graph: nx.Graph) -> tuple[Group, ...] | None:
    matched = nx.max_weight_matching(graph, maxcardinality=True)
    if 2 * len(matched) < len(units):
        return None
    return _in_order(units, matched)


def _with_a_three(units: Sequence[Unit], graph: nx.Graph) -> tuple[Group, ...] | None:
    """Leave each out in turn, until a pair of the others can take it in."""
    for third in units:
        others = [unit for unit in units if unit.key != third.key]
        groups = _in_twos(others, graph.subgraph([unit.key for unit in others]))
        for pair in groups or ():
            if all(graph.has_edge(third.key, key) for key in pair):
                rest = [group for group in groups or () if group != pair]
                return _in_order(units, [*rest, (*pair, third.key)])
    return None


def _in_order(units: Sequence[Unit], groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return groups, and the units in each, as the units stand."""
    place = {unit.key: number for number, unit in enumerate(units)}
    sorted_groups = [tuple(sorted(group, key=place.__getitem__)) for group in groups]
    return tuple(sorted(sorted_groups, key=lambda group: place[group[0]]))


def timetable(
    groups: Sequence[Group], *, rooms: Sequence[str], starts: datetime, minutes: int
) -> tuple[Slot, ...]:
    """Give each group a room; when the rooms are full, the next groups meet after these.

    Source: the planning workshop (three pairs in three rooms at once).
    """
    slots = []
    for number, group in enumerate(groups):
        turn, room = divmod(number, len(rooms))
        later = starts + timedelta(minutes=minutes * turn)
        slots.append(Slot(group=group, room=rooms[room], starts=later))
    return tuple(slots)


def swapped(groups: Sequence[Group], first: str, second: str) -> tuple[Group, ...]:
    """Return the groups of a round with two units in each other's place.

    Source: Headway's own: with rooms and times as they are, a swap is all that a hand can do.
    """
    places = {first: second, second: first}
    return tuple(tuple(places.get(key, key) for key in group) for group in groups)


def hard(found: Iterable[Clash]) -> tuple[Clash, ...]:
    """Keep what nobody may do, whatever the reason: two of one plan, or of one country.

    Source: the planning workshop; a unit would read its own plan, or its neighbour's policy.
    """
    return tuple(clash for clash in found if clash.obstacle not in ALLOWED)


def missing(said: Iterable[PointSaid]) -> tuple[tuple[str, str], ...]:
    """Return what a review lacks before it can be submitted, as pairs of point and field.

    Every point has a mark and words; what is fair at best has a suggestion.

    Source: the planning workshop, whose feedback was to be concrete; the marks are Headway's own.
    """
    found = []
    for each in said:
        if each.score is None:
            found.append((each.point, "score"))
        if not each.comment:
            found.append((each.point, "comment"))
        if each.score is not None and each.score <= NEEDS_SUGGESTION and not each.suggestion:
            found.append((each.point, "suggestion"))
    return tuple(found)


def figures_of(judged: Iterable[Judged]) -> tuple[PointFigures, ...]:
    """Return how all plans did at each point, in the order of the rubric.

    A plan is weak at a point if its marks there are 3 or less on average; a point is weak
    everywhere if at least half of the plans, and at least two, are weak at it.

    Source: the general feedback of the planning workshop, as far as it can be counted.
    """
    by_point: dict[str, list[Judged]] = {point: [] for point in Point.values}
    for each in judged:
        by_point[each.point].append(each)
    return tuple(_figures(point, found) for point, found in by_point.items())


def _figures(point: str, found: Sequence[Judged]) -> PointFigures:
    marks = Counter(each.score for each in found)
    plans: dict[str, list[int]] = {}
    for each in found:
        plans.setdefault(each.plan, []).append(each.score)
    weak = sum(sum(scores) <= WEAK_MEAN * len(scores) for scores in plans.values())
    replies = Counter(each.reply for each in found if each.has_suggestion and each.reply)
    return PointFigures(
        point=point,
        marks=tuple(marks[mark] for mark in Mark.values),
        plans=len(plans),
        weak=weak,
        suggestions=sum(each.has_suggestion for each in found),
        replies=tuple((reply, replies[reply]) for reply in Reply.values),
        is_weak_everywhere=weak >= 2 and 2 * weak >= len(plans),
    )


def is_reminder_due(*, until: date | None, reminded_on: date | None, today: date) -> bool:
    """Tell whether those who still owe something are to be reminded: from three days before on.

    Once for each day by which it is due; late, if nothing ran for some days.

    Source: the procedure of reminders in collecting reports.
    """
    return until is not None and reminded_on is None and today >= until - REMIND_BEFORE
