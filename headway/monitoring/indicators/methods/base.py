"""What every method is: a pure function from facts to an assessment, with its words and steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from headway.monitoring.indicators.states import Reason, Word

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from headway.monitoring.indicators.facts import Facts, Say

Figure = Decimal | date | str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a method says of a series, with everything that its sentence and steps need.

    `status` is the publisher's own word, `value` and `score` are its figures, unrounded; `verdict`
    is ours. `figures` are the named inputs and results in between, so that the arithmetic can be
    shown again in any language without judging again.
    """

    method: str
    verdict: Word
    status: str = ""
    value: Decimal | None = None
    score: Decimal | None = None
    reason: Reason | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic: what is computed, how, and what comes out, ready to be shown."""

    label: str
    formula: str
    result: str


@dataclass(frozen=True, slots=True)
class Method:
    """A named way to judge.

    `formula` says in symbols what is computed, and `conditions` when each of the publisher's words
    holds, for a series of which more is better; `SYMBOLS` are common to all. `verdicts` translates
    the words; `sentence` and `steps` speak the language that is active. `example` is the series
    that “How we judge” works through.
    """

    name: str
    title: _StrOrPromise
    summary: _StrOrPromise
    source: _StrOrPromise
    limits: _StrOrPromise
    formula: tuple[str, ...]
    conditions: Mapping[str, str]
    verdicts: Mapping[str, Word]
    assess: Callable[[Facts], Assessment]
    sentence: Callable[[Assessment, Say], str]
    steps: Callable[[Assessment, Say], tuple[Step, ...]]
    example: Facts


SYMBOLS = {
    "y₀": _("baseline"),
    "y": _("value"),
    "z": _("target"),
    "t₀, t, T": _("days of the baseline, the value and the target, in years"),
    "L": _("natural limit"),
    "y₅": _("value of five years before"),
    "c₁": _("last yearly change"),
}
"""What the symbols of the formulas stand for; what a method computes is named by its formula."""


def not_assessable(method: str, reason: Reason, **figures: Figure) -> Assessment:
    """Return the assessment of a series that a method cannot judge, and why.

    Source: methods, section 1.4.
    """
    return Assessment(method=method, verdict=Word.NOT_ASSESSABLE, reason=reason, figures=figures)
