"""How many reports are awaited: figures for whoever runs the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.rules import OUTSTANDING
from headway.monitoring.reporting.states import RoundState

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """Reports that organisations still have; of these, those past their deadline."""

    due: int
    late: int


def reports_awaited(*, at: datetime) -> Awaited:
    """Count the reports of all strategies that are asked for now. One query; no report is read."""
    takes = Q(round__state=RoundState.OPEN) | Q(reopened_at__isnull=False)
    reports = Report.objects.unrestricted(reason="counts only, for the metrics")
    deadline = Case(
        When(reopened_at__isnull=False, then=F("reopened_until")), default=F("own_deadline_at")
    )
    found = (
        reports.filter(takes, state__in=OUTSTANDING)
        .annotate(deadline=Coalesce(deadline, "round__deadline_at"))
        .aggregate(due=Count("pk"), late=Count("pk", filter=Q(deadline__lt=at)))
    )
    return Awaited(**found)
