"""What a round asks whom: from the edition in force on the period's last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.core.periods import Period
from headway.monitoring.indicators.models import Placement, Value
from headway.monitoring.indicators.queries.definitions import texts
from headway.monitoring.indicators.states import Frequency
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.states import EditionState, Responsible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.strategy.models import Strategy

REASON = "a round asks about what is in force, whoever prepares it"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure, where it stands, and the organisation that answers for it; none, if nobody."""

    node_id: int
    path: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A value that is due: of which period, from whom, and the measures at which it stands."""

    indicator_id: int
    period: Period
    organisation_id: int | None
    node_ids: tuple[int, ...]
    place: int
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    measures: tuple[AskedMeasure, ...]
    figures: tuple[AskedFigure, ...]


def edition_asked(strategy: Strategy, period: Period) -> Edition | None:
    """Return the edition in force on a period's last day. One query."""
    editions = (
        Edition.objects.unrestricted(reason=REASON)
        .filter(strategy=strategy, state=EditionState.IN_FORCE)
        .order_by("-number")
    )
    return in_force(tuple(editions), on=period.last_day)


def questions(edition: Edition, period: Period, *, due_by: date) -> Questions:
    """Return what is asked about a period whose deadline falls on a day. Five queries.

    Each measure is asked once: of its responsible organisation; of several, the first by name.
    """
    measures = _measures(edition, on=period.last_day)
    leads = {each.node_id: each.organisation_id for each in measures}
    places: dict[int, list[int]] = {}
    for indicator, node in Placement.objects.of(edition).values_list("indicator", "node"):
        if node in leads:
            places.setdefault(indicator, []).append(node)
    figures = _figures(texts(edition), places, leads, period=period, due_by=due_by)
    return Questions(measures, tuple(figures))


def _measures(edition: Edition, *, on: date) -> tuple[AskedMeasure, ...]:
    counted = NodeText.objects.of(edition).filter(depth=edition.frame.counted_depth)
    duties = Responsibility.objects.of(edition).filter(role=Responsible.LEAD)
    leads: dict[int, int] = {}
    for duty in duties.order_by("organisation__slug"):
        has_begun = duty.since is None or duty.since.first_day <= on
        if has_begun and (duty.until is None or on <= duty.until.last_day):
            leads.setdefault(duty.node_id, duty.organisation_id)
    return tuple(
        AskedMeasure(node, path, leads.get(node))
        for node, path in counted.order_by("path").values_list("node", "path")
    )


def _figures(
    found: Iterable[IndicatorText],
    places: Mapping[int, list[int]],
    leads: Mapping[int, int | None],
    *,
    period: Period,
    due_by: date,
) -> Iterable[AskedFigure]:
    rows = tuple(found)
    asked = {
        row.indicator_id: due
        for row in rows
        if (due := due_period(row, by_end=period.last_day, due_by=due_by))
    }
    standing, parts = _reported(asked)
    for place, row in enumerate(rows):
        due = asked.get(row.indicator_id)
        if due is None:
            continue
        nodes = tuple(places.get(row.indicator_id, ()))
        for organisation, is_part in _who(row, nodes, leads, parts.get(row.indicator_id, ())):
            if (row.indicator_id, str(due), organisation if is_part else None) not in standing:
                yield AskedFigure(row.indicator_id, due, organisation, nodes, place, is_part)


def _who(
    row: IndicatorText,
    nodes: tuple[int, ...],
    leads: Mapping[int, int | None],
    parts: Iterable[int],
) -> list[tuple[int | None, bool]]:
    """Return who is asked for a value: each that adds a part, else the one that answers for it."""
    if several := list(parts):
        return [(organisation, True) for organisation in several]
    lead = next((leads[node] for node in nodes if leads[node] is not None), None)
    return [(row.organisation_id or lead, False)]


def due_period(text: IndicatorText, *, by_end: date, due_by: date) -> Period | None:
    """Return the newest period that had ended by a day and whose value is due by another.

    None for an indicator whose values come now and then.
    """
    if text.frequency == Frequency.IRREGULAR:
        return None
    latest = min(by_end, due_by - timedelta(days=text.lag_days))
    running = Period.containing(latest + ONE_DAY, text.frequency)  # type: ignore[arg-type]  # a length
    return Period.containing(running.first_day - ONE_DAY, text.frequency)  # type: ignore[arg-type]  # a length


def _reported(
    asked: Mapping[int, Period],
) -> tuple[set[tuple[int, str, int | None]], dict[int, list[int]]]:
    """Return which figures stand already, and who adds parts to which indicator. One query."""
    rows = Value.objects.unrestricted(reason=REASON).filter(
        indicator__in=tuple(asked), is_latest=True, member=""
    )
    standing: set[tuple[int, str, int | None]] = set()
    parts: dict[int, list[int]] = {}
    columns = ("indicator", "period", "contributor")
    for indicator, period, contributor in rows.values_list(*columns).order_by("contributor"):
        standing.add((indicator, period, contributor))
        if contributor is not None and contributor not in parts.setdefault(indicator, []):
            parts[indicator].append(contributor)
    return standing, parts
