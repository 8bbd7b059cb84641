"""What every kind of operation knows: its words, its parts, whether it fits, what it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.monitoring.amendments.facts import Change, Doubt, Said, Standing
from headway.monitoring.amendments.states import Misfit

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NODE, INDICATOR = "node", "indicator"
NODE_PARTS: Mapping[str, _StrOrPromise] = {
    "code": _("Code"),
    "title": _("Title"),
    "description": _("Description"),
    "kind": _("Kind"),
    "is_flagship": _("Flagship"),
    "sectors": _("Sectors"),
    "start": _("Start"),
    "due": _("Due"),
    "duties": _("Responsible"),
    "funding": _("Level of funding"),
    "parent": pgettext_lazy("place of a node", "Under"),
    "after": pgettext_lazy("place of a node", "After"),
}
INDICATOR_PARTS: Mapping[str, _StrOrPromise] = {
    "code": _("Code"),
    "title": _("Title"),
    "definition": _("Definition"),
    "places": _("Places"),
    "kind": _("Kind"),
    "depth": _("Level"),
    "unit": _("Unit"),
    "decimals": _("Decimals"),
    "direction": _("Direction"),
    "floor": _("Natural lower limit"),
    "ceiling": _("Natural upper limit"),
    "baseline": _("Baseline"),
    "baseline_period": _("Period of the baseline"),
    "has_no_baseline": _("There is no baseline"),
    "frequency": _("Frequency"),
    "lag_days": _("Days until a value is due"),
    "verification": _("Means of verification"),
    "organisation": _("Responsible organisation"),
    "is_key": _("Key indicator"),
    "method": _("Method"),
    "method_reason": _("Why this method"),
    "breakdowns": _("Breakdown"),
    "targets": _("Targets"),
    "provenance": _("Sources"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of operation. A subclass says more only where it is more than setting parts."""

    code: str
    label: _StrOrPromise
    sentence: _StrOrPromise
    """With %(name)s: what the operation does, for a list."""
    thing: str
    parts: tuple[str, ...]
    """The parts of a text that it may say, in the order in which they are told."""

    def standing(self, text: Standing, thing: str) -> Said | None:
        """Return what stands of the thing; nothing, if it does not stand."""
        if self.thing == NODE:
            return text.nodes.get(thing) if text.has(thing) else None
        return text.indicators.get(thing)

    def before(self, text: Standing, thing: str, said: Said) -> Said:
        """Return what the parts say now that the operation would say otherwise."""
        now = self.standing(text, thing) or {}
        return {part: now.get(part) for part in said if part in self.parts}

    def news(self, text: Standing, thing: str, said: Said) -> Said:
        """Return the parts that say something else than what stands."""
        stood = self.before(text, thing, said)
        return {part: v for part, v in said.items() if part not in stood or stood[part] != v}

    def stated(self, said: Said) -> Said:
        """Return all that a reader is told of: what is new says also what goes without saying."""
        return said

    def doubts(self, text: Standing, change: Change) -> tuple[Doubt, ...]:
        """Return where an operation misfits the text; nothing, if it fits."""
        now = self.standing(text, change.thing)
        if now is None:
            return (Doubt(Misfit.GONE, other=change.thing),)
        if change.said and all(now.get(part) == value for part, value in change.said.items()):
            return (Doubt(Misfit.ALREADY),)
        return (*changed_since(now, change), *self.others(text, change))

    def others(self, text: Standing, change: Change) -> Iterator[Doubt]:  # noqa: ARG002
        """Say in what else an operation of this kind can misfit."""
        yield from ()

    def after(self, text: Standing, change: Change) -> Standing:
        """Return the text as the operation makes it."""
        if self.thing == NODE:
            return text.with_node(change.thing, change.said)
        return text.with_indicator(change.thing, change.said)


def changed_since(now: Said, change: Change) -> Iterator[Doubt]:
    """Return the parts that read otherwise than when the operation was written, nor as it wants.

    Source: the same rule as for two people who edit one text (trust principles, section 2): the
    second one saves nothing unseen.
    """
    for part, before in change.before.items():
        standing, wanted = now.get(part), change.said.get(part)
        if standing != before and (part not in change.said or standing != wanted):
            yield Doubt(Misfit.CHANGED, part, before, standing, wanted)


def code_taken(text: Standing, change: Change) -> Iterator[Doubt]:
    """Return whether another node has the code that an operation gives.

    Source: architecture, section 11.4 (a code that two nodes share is no address).
    """
    code = change.said.get("code", "")
    holder = text.holder_of(code) if code else ""
    if holder and holder != change.thing:
        yield Doubt(Misfit.CODE_TAKEN, "code", wanted=code, other=holder)


def place_missing(text: Standing, change: Change) -> Iterator[Doubt]:
    """Return whether the parent or the neighbour of a place is not there.

    Source: architecture, section 11.1 (text is a tree in every edition).
    """
    said = change.said
    parent, after = said.get("parent"), said.get("after")
    if parent and not text.has(parent):
        yield Doubt(Misfit.PARENT_GONE, "parent", wanted=parent, other=parent)
    elif after and (not text.has(after) or text.nodes[after]["parent"] != parent):
        yield Doubt(Misfit.NEIGHBOUR_GONE, "after", wanted=after, other=after)


def spot_missing(text: Standing, change: Change) -> Iterator[Doubt]:
    """Return the nodes at which an indicator is to stand that are not there.

    Source: architecture, section 11.1 (an indicator's places are text of the same edition).
    """
    for place in change.said.get("places", ()):
        if place and not text.has(place):
            yield Doubt(Misfit.PLACE_GONE, "places", wanted=place, other=place)
