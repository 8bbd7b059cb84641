"""What is judged of indicators: computed from what was in force and known, or read as kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.facts import Facts, Point
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.kinds.base import Stated
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.queries.definitions import (
    judged_texts,
    method_by,
    with_targets,
)
from headway.monitoring.indicators.queries.values import entry_of, known_values
from headway.monitoring.indicators.rules import expected_next, facts_of, holds_until, standing
from headway.monitoring.indicators.states import Direction, Frequency

ONE_DAY = timedelta(days=1)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from headway.monitoring.indicators.methods.base import Assessment
    from headway.monitoring.indicators.models import IndicatorText, Target, Value
    from headway.monitoring.indicators.rules import Expected
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
    expected: Expected | None
    holds_until: date | None

    @property
    def latest(self) -> Value | None:
        """The newest figure of the whole, if there is one."""
        return next(
            (row for row in reversed(self.values) if not row.member and not row.missing), None
        )

    @property
    def period(self) -> str:
        """The period of the figure that is judged; of the newest entry, where none is."""
        point, latest = self.facts.latest, self.latest
        if point is None:
            return latest.period if latest else ""
        periods = [
            Period.parse(row.period) for row in self.values if not row.member and not row.missing
        ]
        return str(KINDS[self.text.kind].period_of(point.day, periods))


def answers(
    edition: Edition,
    *,
    on: date,
    as_of: datetime | None = None,
    indicators: Iterable[int] | None = None,
) -> tuple[Answer, ...]:
    """Judge the indicators of an edition, or some of them, in their order. Two queries.

    `on` is the calendar day that says what is due; `as_of` the moment by which values were known.

    Source: architecture, sections 11.2 and 11.5.
    """
    found = judged_texts(edition, as_of=as_of)
    if indicators is not None:
        found = found.filter(indicator__in=tuple(indicators))
    rows = with_targets(found, edition)
    values = known_values([text.indicator_id for text, _targets in rows], as_of=as_of)
    return judged(rows, values, edition=edition, on=on)


def judged(
    rows: Iterable[tuple[IndicatorText, tuple[Target, ...]]],
    values: Mapping[int, Sequence[Value]],
    *,
    edition: Edition,
    on: date,
) -> tuple[Answer, ...]:
    """Judge definitions of `judged_texts` with their targets by what was said of them."""
    return tuple(
        answer_of(
            text,
            targets,
            values.get(text.indicator_id, ()),
            method=method_by(text),
            starts_on=edition.in_force_from or on,
            on=on,
        )
        for text, targets in rows
    )


def answer_of(
    text: IndicatorText,
    targets: Sequence[Target],
    values: Sequence[Value],
    *,
    method: str,
    starts_on: date,
    on: date,
) -> Answer:
    """Judge one indicator by what was read of it."""
    facts = facts_of_rows(text, targets, values)
    expected = _expected(text, facts, values, starts_on=starts_on)
    assessment = METHODS[method].assess(facts)
    word = standing(expected=expected, is_begun=bool(values), on=on)
    return Answer(
        text=text,
        targets=tuple(targets),
        values=tuple(values),
        facts=facts,
        assessment=assessment,
        verdict=word or assessment.verdict,
        expected=expected,
        holds_until=holds_until(expected=expected, on=on),
    )


def _expected(
    text: IndicatorText, facts: Facts, values: Sequence[Value], *, starts_on: date
) -> Expected | None:
    """Return the value that is expected next: after the latest answer, else after the baseline."""
    first = facts.baseline.day + ONE_DAY if facts.baseline else starts_on
    return expected_next(
        frequency=Frequency(text.frequency),
        lag_days=text.lag_days,
        answered=[Period.parse(row.period) for row in values if not row.member],
        starts_on=max(first, starts_on),
        ends_on=facts.target.day if facts.target else None,
    )


def facts_of_rows(text: IndicatorText, targets: Sequence[Target], values: Sequence[Value]) -> Facts:
    """Return the figures of an indicator in the unit of its series."""
    baseline = None
    if text.baseline is not None:
        baseline = Point(Period.parse(text.baseline_period).last_day, text.baseline)
    return facts_of(
        kind=KINDS[text.kind],
        entries=[entry_of(row) for row in values if not row.member and not row.missing],
        baseline=baseline,
        targets=[Stated(Period.parse(row.period), row.low, row.high) for row in targets],
        direction=Direction(text.direction),
        floor=text.floor,
        ceiling=text.ceiling,
    )
