"""What is judged of indicators: computed from what was in force and known, or read as kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.facts import Facts, Point
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.kinds.base import Stated
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.queries.definitions import method_of, targets_of, texts
from headway.monitoring.indicators.queries.values import entry_of, known_values
from headway.monitoring.indicators.rules import facts_of, holds_until, verdict_on
from headway.monitoring.indicators.states import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from headway.monitoring.indicators.methods.base import Assessment
    from headway.monitoring.indicators.models import IndicatorText, Target, Value
    from headway.monitoring.indicators.states import Word
    from headway.monitoring.strategy.models import Edition


@dataclass(frozen=True, slots=True)
class Answer:
    """One indicator, judged: its facts, what the method says, and the verdict of the day.

    `values` are the figures that spoke, oldest first, the parts of breakdowns among them.
    """

    text: IndicatorText
    targets: tuple[Target, ...]
    values: tuple[Value, ...]
    facts: Facts
    assessment: Assessment
    verdict: Word
    holds_until: date | None

    @property
    def latest(self) -> Value | None:
        """The newest figure of the whole, if there is one."""
        return next(
            (row for row in reversed(self.values) if not row.member and not row.missing), None
        )


def answers(
    edition: Edition,
    *,
    on: date,
    as_of: datetime | None = None,
    indicators: Iterable[int] | None = None,
) -> tuple[Answer, ...]:
    """Judge the indicators of an edition, or some of them, in their order. Four queries.

    `on` is the calendar day that says what is due; `as_of` the moment by which values were known.

    Source: architecture, sections 11.2 and 11.5.
    """
    found = texts(edition)
    if indicators is not None:
        found = found.filter(indicator__in=tuple(indicators))
    rows = tuple(found)
    keys = [row.indicator_id for row in rows]
    targets = targets_of(edition, keys)
    values = known_values(keys, as_of=as_of)
    method = method_of(edition.strategy, as_of=as_of)
    return tuple(
        answer_of(
            row,
            targets.get(row.indicator_id, ()),
            values.get(row.indicator_id, ()),
            method=row.method or method,
            on=on,
        )
        for row in rows
    )


def answer_of(
    text: IndicatorText,
    targets: Sequence[Target],
    values: Sequence[Value],
    *,
    method: str,
    on: date,
) -> Answer:
    """Judge one indicator by what was read of it."""
    facts = facts_of_rows(text, targets, values)
    assessment = METHODS[method].assess(facts)
    verdict = verdict_on(
        assessment, facts=facts, frequency=text.frequency, lag_days=text.lag_days, on=on
    )
    until = holds_until(facts=facts, frequency=text.frequency, lag_days=text.lag_days, on=on)
    return Answer(text, tuple(targets), tuple(values), facts, assessment, verdict, until)


def facts_of_rows(text: IndicatorText, targets: Sequence[Target], values: Sequence[Value]) -> Facts:
    """Return the figures of an indicator in the unit of its series."""
    baseline = None
    if text.baseline is not None:
        baseline = Point(Period.parse(text.baseline_period).last_day, text.baseline)
    return facts_of(
        KINDS[text.kind],
        [entry_of(row) for row in values if not row.member and not row.missing],
        baseline=baseline,
        stated=[Stated(Period.parse(row.period), row.low, row.high) for row in targets],
        direction=Direction(text.direction),
        floor=text.floor,
        ceiling=text.ceiling,
    )
