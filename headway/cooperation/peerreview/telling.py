"""What the page of a session says: a sentence, rules in sight, a timetable. Reads nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.cooperation.peerreview.queries.sessions import met_in
from headway.cooperation.peerreview.rules import obstacles
from headway.cooperation.peerreview.states import Obstacle, SessionState
from headway.cooperation.peerreview.wording import listed, plan_name
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.cooperation.peerreview.facts import Met
    from headway.cooperation.peerreview.queries.sessions import (
        GroupShown,
        RoundShown,
        SessionShown,
        UnitShown,
    )


NOBODY: Met = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UnitTold:
    """A unit as the page lists it."""

    shown: UnitShown
    plan: str
    organisations: str


@dataclass(frozen=True, slots=True)
class RuleTold:
    """Whom a unit never meets, and why; whom it met in other sessions; whom it meets again."""

    unit: str
    never: tuple[tuple[str, str], ...]
    again: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowTold:
    """One time of the timetable: what is in each room then."""

    starts_at: datetime | None
    cells: tuple[GroupShown | None, ...]


def session_sentence(shown: SessionShown) -> str:
    """Say in one sentence how a session stands."""
    count = len(shown.units)
    units = ngettext("%(count)d unit", "%(count)d units", count) % {"count": count}
    if not shown.units:
        return _("No unit presents a plan here yet.")
    if not shown.rounds:
        return _("%(units)s, not paired yet.") % {"units": units}
    number = len(shown.rounds)
    rounds = ngettext("%(count)d round", "%(count)d rounds", number) % {"count": number}
    given = {"units": units, "rounds": rounds}
    if shown.session.state == SessionState.PLANNED:
        return _("%(units)s meet in %(rounds)s. Reviews are not open yet.") % given
    if shown.session.state == SessionState.OPEN:
        return _("%(units)s meet in %(rounds)s and review each other’s plans.") % given
    return _("%(units)s met in %(rounds)s. The reviews are closed.") % given


def units_told(shown: SessionShown) -> list[UnitTold]:
    return [
        UnitTold(
            each, plan_name(each.unit), ", ".join(named(one.name) for one in each.organisations)
        )
        for each in shown.units
    ]


def rules_in_sight(shown: SessionShown, met: Met = NOBODY) -> list[RuleTold]:
    """Return for each unit whom it never meets, met in other sessions, meets more than once.

    Units of which nothing is to be said are left out.
    """
    names = shown.names
    never: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one, other in combinations(shown.facts, 2):
        for obstacle in obstacles(one, other, {}):
            never[one.key][obstacle].append(other.name)
            never[other.key][obstacle].append(one.name)
    again = _partners(
        names, (pair for pair, n in met_in(e.keys for e in shown.rounds).items() if n > 1)
    )
    before = _partners(names, met)
    told = (
        RuleTold(unit.name, _whys(never[unit.key]), tuple(again[unit.key]), tuple(before[unit.key]))
        for unit in shown.facts
    )
    return [each for each in told if each.never or each.again or each.before]


def _partners(names: dict[str, str], pairs: Iterable[frozenset[str]]) -> dict[str, list[str]]:
    """Return for each unit the names of those that it is paired with."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        one, other = sorted(pair)
        found[one].append(names[other])
        found[other].append(names[one])
    return found


def _whys(never: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Return whom one never meets, each with all reasons in one line."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for obstacle, names in never.items():
        for name in names:
            reasons[name].append(str(Obstacle(obstacle).label))
    return tuple((name, listed(each)) for name, each in reasons.items())


def timetable_of(shown: SessionShown) -> list[tuple[int, list[RowTold]]]:
    """Return the rows of each round: times down, rooms across."""
    return [(each.number, _rows(each, shown.rooms)) for each in shown.rounds]


def _rows(round_: RoundShown, rooms: tuple[str, ...]) -> list[RowTold]:
    by_time: dict[datetime | None, dict[str, GroupShown]] = defaultdict(dict)
    for each in round_.groups:
        by_time[each.group.starts_at][each.group.room] = each
    return [
        RowTold(starts, tuple(inside.get(room) for room in rooms))
        for starts, inside in by_time.items()
    ]
