"""The law of amendments. Pure: no database, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.states import Outcome, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from headway.monitoring.amendments.facts import Change, Doubt, Standing


def doubts_of(text: Standing, changes: Sequence[Change]) -> dict[str, tuple[Doubt, ...]]:
    """Return where operations misfit a text, by the key of each; those that fit are left out.

    Each is held against the text as those before it make it. One that misfits makes nothing, so
    that what rests on it misfits too.

    Source: an edition is the edition before it and what one act changes (architecture, 11.1).
    """
    return _walked(text, changes)[1]


def text_after(text: Standing, changes: Iterable[Change]) -> Standing:
    """Return the text that operations make, one after the other; one that misfits makes nothing.

    Source: as `doubts_of`.
    """
    return _walked(text, changes)[0]


def _walked(
    text: Standing, changes: Iterable[Change]
) -> tuple[Standing, dict[str, tuple[Doubt, ...]]]:
    found: dict[str, tuple[Doubt, ...]] = {}
    for change in changes:
        kind = KINDS[change.kind]
        if doubts := kind.doubts(text, change):
            found[change.key] = doubts
        else:
            text = kind.after(text, change)
    return text, found


def touched_of(changes: Iterable[Change]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return which nodes, indicators and codes operations name: all that has to be read of a text.

    Source: the parts of the kinds (`kinds/`) that hold a key or a code.
    """
    nodes, indicators, codes = set[str](), set[str](), set[str]()
    for change in changes:
        (nodes if KINDS[change.kind].thing == "node" else indicators).add(change.thing)
        nodes |= {change.said.get("parent") or "", change.said.get("after") or ""}
        nodes |= set(change.said.get("places", ()))
        if KINDS[change.kind].thing == "node":
            codes.add(change.said.get("code") or "")
    return frozenset(nodes - {""}), frozenset(indicators), frozenset(codes - {""})


def rests_on(changes: Sequence[Change], key: str) -> tuple[str, ...]:
    """Return the keys of the operations that add what an operation names.

    Source: an edition has no place under a node that it does not have.
    """
    mine = next(change for change in changes if change.key == key)
    nodes, indicators, _codes = touched_of([mine])
    named = nodes | indicators
    return tuple(
        change.key
        for change in changes
        if change.key != key and change.kind.startswith("add_") and change.thing in named
    )


def is_adopted_in_part(outcomes: Mapping[str, str]) -> bool:
    """Tell whether a body adopted some operations and refused others.

    Source: the states of an amendment (`states.py`).
    """
    return Outcome.REFUSED in outcomes.values() and Outcome.ADOPTED in outcomes.values()


def all_agree(stances: Iterable[str]) -> bool:
    """Tell whether everybody who was asked agrees. Abstaining, and no answer, is not agreeing.

    Source: the mission’s amendment was agreed by all partners of the strategy.
    """
    return all(stance == Stance.AGREES for stance in stances)


def is_overdue(*, until: date | None, on: date) -> bool:
    """Tell whether the time for answers has passed. Its last day counts.

    Source: common practice of consultations; terms end with their day.
    """
    return until is not None and on > until
