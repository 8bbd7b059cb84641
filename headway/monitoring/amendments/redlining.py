"""An operation as a redline: each part that it changes, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.redlines import Redline, redlines_of
from headway.monitoring.amendments.facts import TOP
from headway.monitoring.amendments.kinds import ADDING, KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.wording import (
    TEXTS,
    name_in,
    part_label,
    shown,
    target_worded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from headway.monitoring.amendments.facts import Doubt, Said
    from headway.monitoring.amendments.models import Operation

    Names = Mapping[str, Any]
    Rows = Sequence[Mapping[str, Any]]

PLACE = ("parent", "after")


def lines_of(operation: Operation) -> tuple[Redline, ...]:
    """Return what an operation changes, part by part in the order of its kind.

    What ends says nothing anew: its sentence is enough.
    """
    said = KINDS[operation.kind].stated(operation.said)
    told = without_nothing(said) if operation.kind in ADDING else said
    return tuple(_lines(operation, operation.before, told))


def without_nothing(said: Said) -> dict[str, Any]:
    """Return what is said, without the parts that say nothing; the top is a place."""
    nothing: tuple[Any, ...] = (False, "", [], {}, None)
    return {part: value for part, value in said.items() if part in PLACE or value not in nothing}


def doubt_lines(operation: Operation, doubt: Doubt) -> tuple[Redline, ...]:
    """Return what stood when an operation was written beside what stands now."""
    before, now = {doubt.part: doubt.before}, {doubt.part: doubt.now}
    return tuple(_lines(operation, before, now, only=doubt.part))


def wanted_lines(operation: Operation, doubt: Doubt) -> tuple[Redline, ...]:
    """Return what stands now beside what the operation wants: what keeping it would change."""
    if doubt.part not in operation.said:
        return ()
    now, wanted = {doubt.part: doubt.now}, {doubt.part: doubt.wanted}
    return tuple(_lines(operation, now, wanted, only=doubt.part))


def _lines(operation: Operation, before: Said, after: Said, *, only: str = "") -> Iterator[Redline]:
    kind = KINDS[operation.kind]
    parts = (only,) if only else tuple(part for part in kind.parts if part in after)
    yield from part_lines(kind.thing, parts, before, after, operation.names)


def part_lines(
    thing: str, parts: Iterable[str], before: Said, after: Said, names: Names
) -> Iterator[Redline]:
    """Yield what differs in parts of a node or an indicator, in their order.

    `names` say by key, as JSON, what everything is called that the parts name.
    """
    wanted = tuple(parts)
    if set(PLACE) & set(wanted):
        yield place_line(before, after, names)
    for part in wanted:
        label = part_label(thing, part)
        if part in TEXTS:
            old, new = (TranslatedText.from_json(said.get(part)) for said in (before, after))
            yield from redlines_of(label, old, new)
        elif part == "targets":
            yield from _target_lines(label, before.get(part) or (), after.get(part) or ())
        elif part not in PLACE:
            words = [
                shown(part, said.get(part), names, is_indicator=thing == INDICATOR)
                for said in (before, after)
            ]
            if words[0] != words[1]:
                yield Redline(label, *words)


def _target_lines(label: str, before: Rows, after: Rows) -> Iterator[Redline]:
    """Yield each target that differs: the period beside the label, the figures old → new."""
    old, new = (
        {(row["period"], row.get("is_milestone", False)): row for row in rows}
        for rows in (before, after)
    )
    for key in sorted(old.keys() | new.keys()):
        words = [target_worded(rows[key]) if key in rows else "" for rows in (old, new)]
        if words[0] != words[1]:
            yield Redline(label, *words)


def place_line(before: Said, after: Said, names: Names) -> Redline:
    """Return from where to where something moved."""
    return Redline(_("Place"), _place(before, names), _place(after, names))


def _place(said: Said, names: Names) -> str:
    """Say where something stands: under what, and after what."""
    if "parent" not in said:
        return ""
    parent, after = said["parent"] or TOP, said.get("after", TOP)
    if parent == TOP:
        under = _("at the top of the strategy")
    else:
        under = _("under %(name)s") % {"name": name_in(names, parent)}
    if after == TOP:
        return _("%(place)s, first") % {"place": under}
    return _("%(place)s, after %(name)s") % {
        "place": under,
        "name": name_in(names, after),
    }
