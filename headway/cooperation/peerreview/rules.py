"""The law of peer review: who may meet whom, and how all are paired. Pure."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from headway.cooperation.peerreview.facts import Clash, Group, Hindrance, Rounds, Slot
from headway.cooperation.peerreview.states import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from headway.cooperation.peerreview.facts import Met, Unit

TRIES = 60
"""How often rounds are drawn anew when one of them would repeat a meeting."""
ALLOWED = {Obstacle.MET}
"""What is avoided, and done only when it must be."""


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
    """Say why no round can pair all: fewer than two, one with nobody to meet, one country too many.

    A group of three holds one unit of a country, as a group of two does: a country can have no
    more units than there are groups.

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
    count = Counter(country for unit in units for country in unit.countries)
    country, largest = count.most_common(1)[0]
    if largest > len(units) // 2:
        crowd = tuple(unit.key for unit in units if country in unit.countries)
        return Hindrance(crowd=crowd, others=len(units) - largest)
    return None


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
