"""What the clocks of a zone show, and which instants that is. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instants_of(day: date, clock: time, zone: str) -> tuple[datetime, ...]:
    """Return the instants at which a zone's clocks show a time of a day: one, none, or two.

    None in the night in which clocks go forward, two in the one in which they go back.

    Source: trust principles, section 3.7; PEP 495 (fold).
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    found = dict.fromkeys(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = [
        at
        for at in found
        if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        == local.replace(tzinfo=None, fold=0)
    ]
    return tuple(sorted(shown))
