"""Operations on indicators: added, defined anew, ended; their targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments.facts import Change, Doubt, Said, Standing
from headway.monitoring.amendments.kinds.base import (
    INDICATOR,
    INDICATOR_PARTS,
    Kind,
    spot_missing,
)
from headway.monitoring.amendments.states import Misfit
from headway.monitoring.amendments.values import said_of_indicator
from headway.monitoring.indicators.definition import Definition

BLANK = said_of_indicator(Definition(EMPTY, ""), slugs={}, keys={})
DEFINED = tuple(part for part in INDICATOR_PARTS if part != "targets")


@dataclass(frozen=True, slots=True)
class AddIndicator(Kind):
    def before(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Nothing stood there."""
        return {}

    def news(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Return the parts that a new indicator does not say by itself."""
        return {part: v for part, v in said.items() if v != BLANK.get(part)}

    def stated(self, said: Said) -> Said:
        return {**BLANK, **said}

    def doubts(self, text: Standing, change: Change) -> tuple[Doubt, ...]:
        if change.thing in text.indicators:
            return (Doubt(Misfit.ALREADY),)
        return tuple(spot_missing(text, change))

    def after(self, text: Standing, change: Change) -> Standing:
        return text.with_indicator(change.thing, self.stated(change.said))


@dataclass(frozen=True, slots=True)
class ChangeIndicator(Kind):
    def others(self, text: Standing, change: Change) -> Iterator[Doubt]:
        yield from spot_missing(text, change)


@dataclass(frozen=True, slots=True)
class EndIndicator(Kind):
    def before(self, text: Standing, thing: str, said: Said) -> Said:  # noqa: ARG002
        """Keep how it reads that is ended, so that nobody ends what was meanwhile improved."""
        now = self.standing(text, thing) or {}
        return {part: now[part] for part in ("code", "title", "targets") if part in now}

    def after(self, text: Standing, change: Change) -> Standing:
        return text.without_indicator(change.thing)


ADD_INDICATOR = AddIndicator(
    "add_indicator",
    _("Add an indicator"),
    _("Add the indicator “%(name)s”"),
    INDICATOR,
    tuple(INDICATOR_PARTS),
)
CHANGE_INDICATOR = ChangeIndicator(
    "change_indicator",
    _("Define anew"),
    _("Define the indicator “%(name)s” anew"),
    INDICATOR,
    DEFINED,
)
END_INDICATOR = EndIndicator(
    "end_indicator", _("End the indicator"), _("End the indicator “%(name)s”"), INDICATOR, ()
)
SET_TARGETS = Kind(
    "set_targets",
    _("New targets"),
    _("Set new targets for the indicator “%(name)s”"),
    INDICATOR,
    ("targets",),
)
