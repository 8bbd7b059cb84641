"""The law of strategies. Pure: no database, no clock, no request."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

from headway.foundation.core.folding import fold
from headway.monitoring.strategy.states import Canonical, NodeKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence, Set
    from datetime import date

    from headway.foundation.core.partial_dates import PartialDate

T = TypeVar("T")
PLACE_WIDTH = 6
PLACE_STEP = 10
"""Gap between neighbours, so that a node can be put between two without moving others."""
MOST_PLACES = 10**PLACE_WIDTH - 1
MOST_LEVELS = 12
"""Deeper trees are drawn by nobody; a path has room for 17."""
LONGEST_CODE = 40
LONGEST_STATUS = 30
"""As many signs of a status as the life of a node has room for."""
SAFE_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def edition_in_force(*, editions: Iterable[tuple[int, date]], on: date) -> int | None:
    """Return the number of the edition in force on a day; None before the first.

    Editions are (number, first day in force). Of several that began by the day, the one with
    the highest number is in force: several acts may fall on one day, the later number wins.
    A partial date counts from its first possible day.

    Source: architecture, sections 11.1 to 11.3.
    """
    begun = [number for number, first_day in editions if first_day <= on]
    return max(begun, default=None)


def is_code_an_address(code: str) -> bool:
    """Tell whether a code can stand in an address as it is: letters, digits, dots, dashes.

    Source: architecture, section 11.4; RFC 3986 (unreserved characters).
    """
    return bool(SAFE_CODE.fullmatch(code))


def key_for(name: str, *, taken: Container[str], longest: int = LONGEST_CODE) -> str:
    """Return a key made of a name that none has yet: “Marine economy” → marine-economy.

    A second one of the name is marine-economy-2.

    Source: RFC 3986 (unreserved characters): a key stands in addresses and files.
    """
    key = fold(name).replace(" ", "-")[:longest].strip("-") or "item"
    number = 1
    numbered = key
    while numbered in taken:
        number += 1
        numbered = f"{key[: longest - len(f'-{number}')]}-{number}"
    return numbered


def path_below(parent: str, place: int) -> str:
    """Return the path of a node at a place under a parent's path; an empty parent is the top.

    Paths order as text exactly as the tree does, depth first.

    Source: the materialised path of databases (Celko, Trees and Hierarchies in SQL).
    """
    own = f"{place:0{PLACE_WIDTH}d}"
    return f"{parent}.{own}" if parent else own


def place_between(before: int | None, after: int | None) -> int | None:
    """Return a place between two neighbours; None when there is no room left.

    Without an `after` the place is one step beyond `before`.

    Source: Headway's own numbering, see PLACE_STEP.
    """
    low = before or 0
    if after is None:
        place = low + PLACE_STEP
        return place if place <= MOST_PLACES else None
    middle = (low + after) // 2
    return middle if low < middle < after else None


def moved_among(before: Sequence[T], after: Sequence[T]) -> frozenset[T]:
    """Return the fewest things that have to move for one order to become the other.

    Things that stand in one of the two alone have not moved.

    Source: the longest increasing subsequence (Knuth, The Art of Computer Programming, 5.1.4):
    what belongs to it has kept its order.
    """
    places = {thing: place for place, thing in enumerate(before)}
    common = [thing for thing in after if thing in places]
    lowest: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for number, thing in enumerate(common):
        length = bisect_left(lowest, places[thing])
        lowest[length : length + 1] = [places[thing]]
        previous[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    kept: set[T] = set()
    number_kept = ends[-1] if ends else None
    while number_kept is not None:
        kept.add(common[number_kept])
        number_kept = previous[number_kept]
    return frozenset(common) - kept


def spread(places: Sequence[int]) -> list[int] | None:
    """Return the places of neighbours, in order, so that there is room before the first of them.

    As few of them move as can be, each up. None where a parent has more children than places.

    Source: Headway's own numbering, see PLACE_STEP.
    """
    found = list(places)
    for last, place in enumerate(places):
        beyond = places[last + 1] if last + 1 < len(places) else None
        free = place_between(place, beyond)
        if free is None:
            continue
        for each in range(last, -1, -1):
            found[each] = free
            free = (places[each - 1] + free) // 2 if each else free
        return found
    return None


def moved_beside(
    before: Sequence[int], after: Sequence[int], *, candidates: Set[int]
) -> frozenset[int]:
    """Return which siblings stand in another order than before: as few as tell the new order.

    Both name the same siblings; only `candidates` may have moved. One that made room for another
    keeps its order, so it has not moved.

    Source: as of `moved_among`.
    """
    stood = {sibling: place for place, sibling in enumerate(before)}
    gaps_before, gaps_after = _gaps(before, candidates), _gaps(after, candidates)
    moved = {one for one in candidates if gaps_before.get(one) != gaps_after.get(one)}
    left: dict[int, list[int]] = {}
    for sibling in after:
        if sibling in candidates and sibling not in moved:
            left.setdefault(gaps_after[sibling], []).append(sibling)
    for siblings in left.values():
        moved |= moved_among(sorted(siblings, key=stood.__getitem__), siblings)
    return frozenset(moved)


def _gaps(siblings: Sequence[int], candidates: Set[int]) -> dict[int, int]:
    """Return after how many of those that did not move each of the others stands."""
    passed, found = 0, {}
    for sibling in siblings:
        if sibling in candidates:
            found[sibling] = passed
        else:
            passed += 1
    return found


def is_done_too_early(*, kind: str, canonical: str, horizon: PartialDate | None, on: date) -> bool:
    """Tell whether a continuous measure is called done before the strategy's horizon has passed.

    Source: facts, section 1.7 (the regional plan keeps measures to be started apart from
    measures to be completed; a continuous one never reads “done” before the horizon).
    """
    if kind != NodeKind.CONTINUOUS or canonical != Canonical.DONE:
        return False
    return horizon is None or on <= horizon.last_day


def dates_in_order(*, start: PartialDate | None, due: PartialDate | None) -> bool:
    """Tell whether a node can be due after it starts, as far as both dates are known.

    Source: common sense; partial dates count in favour of whoever wrote them.
    """
    return start is None or due is None or start.first_day <= due.last_day
