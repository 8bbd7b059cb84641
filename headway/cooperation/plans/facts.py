"""A plan's text as plain values: from its rows while it is written, from JSON once it is frozen.

Pages, documents, checks and comparisons know plans by these alone. Money is a Decimal with its
currency; months are the first of each month; things elsewhere are named by key, with what they
were called when the text was frozen. Pure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from cattrs import Converter

from headway.foundation.core.numbers import plain
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping


CONVERTER = Converter(forbid_extra_keys=True)
CONVERTER.register_unstructure_hook(TranslatedText, TranslatedText.as_json)
CONVERTER.register_structure_hook(TranslatedText, lambda kept, _: TranslatedText.from_json(kept))
CONVERTER.register_unstructure_hook(PartialDate, str)
CONVERTER.register_structure_hook(PartialDate, lambda kept, _: PartialDate.parse(kept))
CONVERTER.register_unstructure_hook(date, date.isoformat)
CONVERTER.register_structure_hook(date, lambda kept, _: date.fromisoformat(kept))
CONVERTER.register_unstructure_hook(Decimal, plain)
CONVERTER.register_structure_hook(Decimal, lambda kept, _: Decimal(kept))


class Kept:
    """What is kept as JSON and read back the same."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = CONVERTER.unstructure(self)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote. What is left out is its default.

        :raises ClassValidationError: for JSON of another shape.
        """
        return CONVERTER.structure(kept, cls)


@dataclass(frozen=True, slots=True)
class Named(Kept):
    """A thing elsewhere: its key, and what it was called. A word without a key is only named."""

    name: TranslatedText
    key: str = ""


@dataclass(frozen=True, slots=True)
class Player(Kept):
    """Who takes part in an action, and what they do."""

    who: Named
    does: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class Funding(Kept):
    """A source of money for an action; its amount, if known."""

    source: TranslatedText
    amount: Decimal | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Measured(Kept):
    """How one knows that an action works: an indicator with its target.

    `indicator` is the key of one that the strategy keeps, if it does.
    """

    title: TranslatedText
    unit: TranslatedText = EMPTY
    baseline: Decimal | None = None
    target: Decimal | None = None
    due: PartialDate | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Risk(Kept):
    """What may go wrong, and what is done about it."""

    risk: TranslatedText
    answer: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class StepText(Kept):
    """A step of an action, from a month to a month (both inside), and what is to come of it."""

    key: str
    title: TranslatedText
    outcome: TranslatedText = EMPTY
    who: Named | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class NodeTouched(Kept):
    """A part of a strategy that an action touches."""

    strategy: str
    node: str
    code: str
    title: TranslatedText


@dataclass(frozen=True, slots=True)
class Lesson(Kept):
    """What an action follows from: a good practice or an event, and what was taken from it."""

    kind: str
    of: Named
    words: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class PictureShown(Kept):
    """A picture by its key, with what it shows and whose it is."""

    key: str
    alternative: TranslatedText
    credit: str
    licence: str


@dataclass(frozen=True, slots=True)
class ActionText(Kept):
    """One planned action."""

    key: str
    title: TranslatedText
    lead: TranslatedText = EMPTY
    """What it is, in a sentence or two, for somebody who knows neither region nor policy."""
    background: TranslatedText = EMPTY
    changes: TranslatedText = EMPTY
    follows: TranslatedText = EMPTY
    """Which finding of the recommendation it answers."""
    players: tuple[Player, ...] = ()
    steps: tuple[StepText, ...] = ()
    cost_state: str = "open"
    cost: Decimal | None = None
    currency: str = "EUR"
    cost_words: TranslatedText = EMPTY
    funding: tuple[Funding, ...] = ()
    indicators: tuple[Measured, ...] = ()
    risks: tuple[Risk, ...] = ()
    nodes: tuple[NodeTouched, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    picture: PictureShown | None = None


@dataclass(frozen=True, slots=True)
class PlanText(Kept):
    """The whole text of a plan, in all its languages."""

    key: str
    title: TranslatedText
    languages: tuple[str, ...]
    instrument: Named
    authors: tuple[Named, ...]
    region: Named
    intro: TranslatedText = EMPTY
    """The region and the policy, in three sentences."""
    why: TranslatedText = EMPTY
    context: TranslatedText = EMPTY
    monitoring: TranslatedText = EMPTY
    abbreviations: tuple[Named, ...] = ()
    """Each abbreviation as its key, and what it stands for."""
    contacts: tuple[Player, ...] = ()
    """Roles, never people's names."""
    adoption: str = ""
    adopter: TranslatedText = EMPTY
    adoption_words: TranslatedText = EMPTY
    recommendation: Named | None = None
    cover: PictureShown | None = None
    actions: tuple[ActionText, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The keys of all its pictures."""
        shown = (self.cover, *(action.picture for action in self.actions))
        return tuple(picture.key for picture in shown if picture)


def canonical(text: PlanText) -> str:
    """Write a text as JSON in one way only, whatever the order of its parts in memory."""
    return json.dumps(text.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: PlanText) -> str:
    """Return the SHA-256 of a text in its canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(text).encode()).hexdigest()
