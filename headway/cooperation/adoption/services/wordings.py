"""What a planned action wants of a strategy, as operations that a person then edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.periods import Period
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.words import worded
from headway.monitoring.amendments.values import said_of_indicator
from headway.monitoring.indicators.definition import Definition
from headway.monitoring.indicators.definition import Wanted as Target
from headway.monitoring.indicators.states import Direction
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from headway.cooperation.plans.facts import ActionText, Measured
    from headway.foundation.core.partial_dates import PartialDate
    from headway.monitoring.amendments.facts import Said
    from headway.monitoring.strategy.models import Edition

KIND = "stock"
"""Plans do not say of what kind an indicator is; a level promises least. A person corrects it."""
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """One operation that is to be added; `name` is for who reads why it could not be."""

    kind: str
    name: str
    said: Said
    thing: str = ""
    rationale: TranslatedText = field(default=EMPTY)


def new_indicators(action: ActionText, edition: Edition) -> Iterator[Wanted]:
    """Return the indicators of an action that the strategy does not keep, at what it touches."""
    places = _places(action, edition)
    for each in action.indicators:
        if not each.indicator:
            said = said_of_indicator(_definition(each), slugs={}, keys={}) | {"places": places}
            yield Wanted("add_indicator", str(each.title), said, rationale=_unsaid(each))


def reworded_nodes(action: ActionText, edition: Edition) -> Iterator[Wanted]:
    """Return what an action touches, with what it changes put after what stands."""
    if not action.changes:
        return
    texts = NodeText.objects.of(edition).filter(node__key__in=_places(action, edition))
    for text in texts.select_related("node").order_by("path"):
        stands, new = text.description, action.changes
        words = {
            language: f"{stands.words(language)}\n\n{new.words(language)}".strip()
            for language in new.languages
        }
        said = {"description": stands.revised(words).as_json()}
        yield Wanted("reword_node", f"{text.code} {text.title}".strip(), said, text.node.key)


def _places(action: ActionText, edition: Edition) -> list[str]:
    return sorted({n.node for n in action.nodes if n.strategy == edition.strategy.slug})


def _definition(said: Measured) -> Definition:
    """Return an indicator as far as a plan says it; a baseline only where its period is known."""
    falls = None not in (said.baseline, said.target) and said.target < said.baseline  # type: ignore[operator]  # neither is None
    targets: tuple[Target, ...] = ()
    if said.target is not None and said.due is not None:
        targets = (Target(period_of(said.due), said.target, said.target),)
    return Definition(
        title=said.title,
        kind=KIND,
        unit=said.unit,
        decimals=max(_decimals(said.baseline), _decimals(said.target)),
        direction=Direction.DOWN if falls else Direction.UP,
        targets=targets,
    )


def period_of(due: PartialDate) -> Period:
    """Return the period that a date names as far as it is known; of a season, its year."""
    try:
        return Period.parse(str(due))
    except ValueError:
        return Period.containing(due.last_day, "year")


def _decimals(number: Decimal | None) -> int:
    exponent = number.normalize().as_tuple().exponent if number is not None else 0
    return min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0


def _unsaid(said: Measured) -> TranslatedText:
    """Say which figures of a plan wait for a person, as it does not say of when they are."""
    if said.baseline is not None:
        baseline = said.baseline
        return worded(
            lambda: (
                _("The plan’s baseline is %(figure)s; say of which period it is.")
                % {"figure": baseline.normalize()}
            )
        )
    if said.target is not None and said.due is None:
        target = said.target
        return worded(
            lambda: (
                _("The plan’s target is %(figure)s; say until when.")
                % {"figure": target.normalize()}
            )
        )
    return EMPTY
