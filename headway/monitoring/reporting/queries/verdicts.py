"""How a round was judged: the verdict that stands of each indicator, now or on an earlier day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.reporting.models import RoundVerdict

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.reporting.models import Round

REASON = "whoever holds a round may read how it was judged"


def verdicts_of(
    of: Round, *, known_before: datetime | None = None, is_whole: bool = False
) -> dict[int, RoundVerdict]:
    """Return the verdict that stands of each indicator, by indicator. One query.

    With the whole assessment if wanted; no list shows it. `known_before` is the instant of which
    nothing counts any more; None for now.
    """
    rows = RoundVerdict.objects.unrestricted(reason=REASON).filter(round=of)
    rows = rows if is_whole else rows.defer("answer")
    if known_before:
        rows = rows.filter(judged_at__lt=known_before)
    return {row.indicator_id: row for row in rows.order_by("judged_at", "pk")}
