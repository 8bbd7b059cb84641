"""An operation as a redline: each part that it changes, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.redlines import Redline, redlines_of
from headway.monitoring.amendments.facts import TOP
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.wording import TEXTS, label_of, name_in, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.monitoring.amendments.facts import Doubt, Said
    from headway.monitoring.amendments.models import Operation

PLACE = ("parent", "after")


def lines_of(operation: Operation) -> tuple[Redline, ...]:
    """Return what an operation changes, part by part in the order of its kind.

    What ends says nothing anew: its sentence is enough.
    """
    return tuple(_lines(operation, operation.before, operation.said))


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
    if set(PLACE) & set(parts):
        yield Redline(_("Place"), _place(operation, before), _place(operation, after))
    for part in parts:
        if part in PLACE:
            continue
        label = label_of(operation, part)
        if part in TEXTS:
            old, new = (TranslatedText.from_json(said.get(part)) for said in (before, after))
            yield from redlines_of(label, old, new)
        else:
            old_words, new_words = (_shown(operation, part, said) for said in (before, after))
            if old_words != new_words:
                yield Redline(label, old_words, new_words)


def _shown(operation: Operation, part: str, said: Mapping[str, Any]) -> str:
    is_indicator = KINDS[operation.kind].thing == INDICATOR
    return shown(part, said.get(part), operation.names, is_indicator=is_indicator)


def _place(operation: Operation, said: Said) -> str:
    """Say where something stands: under what, and after what."""
    if "parent" not in said:
        return ""
    parent, after = said["parent"] or TOP, said.get("after", TOP)
    if parent == TOP:
        under = _("at the top of the strategy")
    else:
        under = _("under %(name)s") % {"name": name_in(operation.names, parent)}
    if after == TOP:
        return _("%(place)s, first") % {"place": under}
    return _("%(place)s, after %(name)s") % {
        "place": under,
        "name": name_in(operation.names, after),
    }
