"""Operations on nodes: added, worded anew, moved, ended; their dates, duties and funding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from headway.monitoring.amendments.facts import TOP, Change, Doubt, Said, Standing
from headway.monitoring.amendments.kinds.base import NODE, Kind, code_taken, place_missing
from headway.monitoring.amendments.states import Misfit
from headway.monitoring.amendments.values import said_of_node
from headway.monitoring.strategy.wording import Wording

WORDS = ("code", "title", "description", "kind", "is_flagship", "sectors")
DATES = ("start", "due")
PLACE = ("parent", "after")
BLANK = said_of_node(Wording(), slugs={})


@dataclass(frozen=True, slots=True)
class AddNode(Kind):
    def before(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Nothing stood there."""
        return {}

    def news(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Return where it is to stand, and the parts that a new node does not say by itself."""
        return {part: v for part, v in said.items() if part in PLACE or v != BLANK.get(part)}

    def stated(self, said: Said) -> Said:
        return {**BLANK, **said}

    def doubts(self, text: Standing, change: Change) -> tuple[Doubt, ...]:
        if change.thing in text.nodes:
            return (Doubt(Misfit.ALREADY),)
        return (*place_missing(text, change), *code_taken(text, change))

    def after(self, text: Standing, change: Change) -> Standing:
        return text.with_node(change.thing, {"parent": TOP, **self.stated(change.said)})


@dataclass(frozen=True, slots=True)
class RewordNode(Kind):
    def others(self, text: Standing, change: Change) -> Iterator[Doubt]:
        yield from code_taken(text, change)


@dataclass(frozen=True, slots=True)
class MoveNode(Kind):
    """Only another parent counts as a change since: neighbours come and go."""

    def before(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        now = self.standing(text, thing) or {}
        return {part: now[part] for part in PLACE if part in now}

    def news(self, text: Standing, thing: str, said: Said) -> Said:
        """Return the whole place, if it is another: half of one means nothing."""
        place = {part: said.get(part, TOP) for part in PLACE}
        others = {part: v for part, v in said.items() if part not in PLACE}
        return others if place == self.before(text, thing, said) else {**others, **place}

    def doubts(self, text: Standing, change: Change) -> tuple[Doubt, ...]:
        now = self.standing(text, change.thing)
        if now is None:
            return (Doubt(Misfit.GONE, other=change.thing),)
        wanted = change.said.get("parent", TOP)
        if wanted and text.is_below(wanted, change.thing):
            return (Doubt(Misfit.BELOW_ITSELF, "parent", wanted=wanted, other=wanted),)
        return (*self._elsewhere(now, change), *place_missing(text, change))

    def _elsewhere(self, now: Said, change: Change) -> Iterator[Doubt]:
        before, standing, wanted = (
            said.get("parent") for said in (change.before, now, change.said)
        )
        if before is not None and standing not in {before, wanted}:
            yield Doubt(Misfit.CHANGED, "parent", before, standing, wanted)


@dataclass(frozen=True, slots=True)
class EndNode(Kind):
    def before(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Keep how it reads that is ended, so that nobody ends what was meanwhile improved."""
        now = self.standing(text, thing) or {}
        return {part: now[part] for part in ("code", "title", "parent") if part in now}

    def after(self, text: Standing, change: Change) -> Standing:
        return text.without_node(change.thing)


ADD_NODE = AddNode(
    "add_node",
    _("Add"),
    _("Add %(name)s"),
    NODE,
    (*PLACE, *WORDS, *DATES, "duties", "funding"),
)
REWORD_NODE = RewordNode("reword_node", _("Word anew"), _("Word %(name)s anew"), NODE, WORDS)
MOVE_NODE = MoveNode("move_node", _("Move"), _("Move %(name)s"), NODE, PLACE)
END_NODE = EndNode("end_node", _("End"), _("End %(name)s"), NODE, ())
SET_DATES = Kind("set_dates", _("New dates"), _("Give new dates to %(name)s"), NODE, DATES)
SET_DUTIES = Kind(
    "set_duties",
    _("New responsibility"),
    _("Change who answers for %(name)s"),
    NODE,
    ("duties",),
)
SET_FUNDING = Kind(
    "set_funding",
    _("New level of funding"),
    _("Change the funding of %(name)s"),
    NODE,
    ("funding",),
)
