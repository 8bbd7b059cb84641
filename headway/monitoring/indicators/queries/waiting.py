"""What of a strategy's indicators waits to be talked about: those that are off their path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.agenda import ProposedPoint
from headway.foundation.core.words import worded
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.states import Word
from headway.monitoring.strategy.queries.waiting import coded

if TYPE_CHECKING:
    from datetime import date

    from headway.monitoring.indicators.queries.answers import Answer
    from headway.monitoring.strategy.models import Edition

BEHIND = "indicator_behind"
OFF_PATH = (Word.WRONG_WAY, Word.BEHIND, Word.NO_CHANGE)
"""The worst first."""


def points_in(edition: Edition | None, on: date) -> list[ProposedPoint]:
    """Return the indicators that are off their path on a day, the worst first. Two queries."""
    found = answers(edition, on=on) if edition else ()
    off = sorted(
        (answer for answer in found if answer.verdict in OFF_PATH),
        key=lambda answer: OFF_PATH.index(answer.verdict),
    )
    return [_point(answer) for answer in off]


def _point(answer: Answer) -> ProposedPoint:
    return ProposedPoint(
        origin=BEHIND,
        key=answer.text.indicator.key,
        label=worded(lambda: _("Indicator off its path")),
        title=coded(answer.text.code, answer.text.title),
        note=worded(lambda: str(Word(answer.verdict).label)),
    )
