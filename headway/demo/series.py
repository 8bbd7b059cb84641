"""Tells the values of an indicator of the demonstration, and how they were corrected.

Values are received as they would have been: some weeks after their period, on a working day, the
same for the same file. What would have been received after the moment of loading is left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from headway.demo.values import Sources, Told, lag_of, number, origin, translated
from headway.foundation.core.periods import Period
from headway.monitoring.indicators.services import record_values
from headway.monitoring.indicators.services.values import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.core.actors import SystemActor
    from headway.monitoring.indicators.models import Value

EARLIEST, LATEST = 30, 95
"""Values arrive after so many per cent of the days that their reporters are given."""
OPENING, MINUTES_OPEN = 7, 9 * 60
"""Offices open at this hour, UTC, for so many minutes."""
SATURDAY, DAYS_OF_WEEK = 5, 7
EVIDENCE = "https://example.org/keds"
Vintage = tuple[Said, datetime]
"""What was said, and when it was received."""


def record_series(
    indicator_id: int,
    entry: Told,
    *,
    reporter: str,
    sources: Sources,
    by: SystemActor,
    at: datetime,
) -> None:
    """Record what was reported first, then what was corrected; each at once."""
    changes = {change["period"]: change for change in entry.get("revised", ())}
    first: list[Said] = []
    right: list[Vintage] = []
    for said, received in _values(entry, sources):
        if received > at:
            continue
        told = replace(said, reporter=reporter, received_at=received)
        change = None if said.member else changes.get(str(said.period))
        if change:
            right.append(_corrected(told, received, change, entry))
            told = replace(told, value=number(change["first"]), flag="")
        first.append(told)
    rows = _keep(indicator_id, first, by=by, at=at)
    seen = {row.period: row.pk for row in rows if not row.member}
    later = [replace(said, seen=seen[str(said.period)]) for said, on in right if on <= at]
    _keep(indicator_id, later, by=by, at=at)


def _keep(
    indicator_id: int, said: list[Said], *, by: SystemActor, at: datetime
) -> tuple[Value, ...]:
    if not said:
        return ()
    return record_values(indicator_id=indicator_id, said=said, by=by, at=at, is_sure=True)


def _corrected(said: Said, received: datetime, change: Told, entry: Told) -> Vintage:
    day = datetime.combine(received + timedelta(days=change["days"]), time(), UTC)
    later = _in_office(day, f"{entry['key']} {said.period} corrected")
    better = replace(
        said,
        flag=said.flag or "revised",
        reason=change["reason"],
        evidence_address=_evidence(entry, said.period, "correction"),
        received_at=later,
    )
    return better, later


def _values(entry: Told, sources: Sources) -> Iterator[Vintage]:
    """Yield the values of the whole, then those of its parts, each oldest first."""
    if "since" not in entry:
        return
    yield from _row(entry, entry["values"], "", sources)
    for member, told in entry.get("parts", {}).items():
        yield from _row(entry, told, member, sources)


def _row(entry: Told, row: list[Any], member: str, sources: Sources) -> Iterator[Vintage]:
    period = Period.parse(entry["since"])
    for told in row:
        said = replace(_said(period, told, sources), member=member)
        if not member and told is row[-1]:
            said = replace(said, evidence_address=_evidence(entry, period, "report"))
        yield said, _received(entry, period)
        for _step in range(entry.get("every", 1)):
            period = period.following


def _said(period: Period, told: Any, sources: Sources) -> Said:  # noqa: ANN401 -- a number, parts, words
    """Read a value: a number, its part and whole, words, or one of them with what is said of it."""
    more = told if isinstance(told, dict) else {"value": told}
    provenance = origin(more, sources)
    if "missing" in more:
        return Said(period, missing=more["missing"], provenance=provenance)
    if "value" not in more:
        return Said(period, words=translated(more, {}), provenance=provenance)
    figure = more["value"]
    if isinstance(figure, list):
        part, whole = map(number, figure)
        said = Said(period, numerator=part, denominator=whole)
    else:
        said = Said(period, value=number(figure))
    return replace(said, flag=more.get("flag", ""), provenance=provenance)


def _evidence(entry: Told, period: Period, name: str) -> str:
    place = "-".join(filter(None, (entry.get("at", ""), entry["key"])))
    return f"{EVIDENCE}/{place}/{period}-{name}.pdf"


def _received(entry: Told, period: Period) -> datetime:
    chance = f"{entry.get('at', '')} {entry['key']} {period}"
    share = EARLIEST + crc32(chance.encode()) % (LATEST - EARLIEST)
    days = max(1, lag_of(entry) * share // 100)
    return _in_office(datetime.combine(period.last_day, time(), UTC) + timedelta(days=days), chance)


def _in_office(day: datetime, chance: str) -> datetime:
    """Return a moment of an office day: that day, or the Monday after a weekend."""
    weekend = DAYS_OF_WEEK - day.weekday() if day.weekday() >= SATURDAY else 0
    minutes = crc32(f"{chance} minute".encode()) % MINUTES_OPEN
    opened = day + timedelta(days=weekend) + timedelta(hours=OPENING)
    return opened + timedelta(minutes=minutes)
