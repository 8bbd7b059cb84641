"""Minutes while they are being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.meetings.models import TypedMinutes

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import AgendaPoint


def typed_minutes(point: AgendaPoint, *, writer: str) -> TypedMinutes | None:
    """Return what somebody typed at a point and has not saved. One query."""
    kept = TypedMinutes.objects.unrestricted(reason="one’s own typing")
    return kept.filter(point=point, writer_id=writer).first()
