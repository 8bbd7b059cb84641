"""What of a strategy's rounds waits to be talked about: partners that are late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from headway.foundation.core.agenda import ProposedPoint
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.words import worded
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.rules import OUTSTANDING, days_late
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Strategy

LATE = "report_late"
REASON = "the caller keeps a body that meets about the strategy"


def points_for(
    strategy: Strategy, on: date, *, page_of: Callable[[Organisation], str]
) -> list[ProposedPoint]:
    """Return the reports that are late on a day, those longest late first. One query.

    Each leads to the page of its organisation: a report itself opens to few members of a body.
    """
    takes = Q(round__state=RoundState.OPEN) | Q(reopened_at__isnull=False)
    reports = Report.objects.unrestricted(reason=REASON).filter(
        takes, round__strategy=strategy, state__in=OUTSTANDING
    )
    rows = reports.select_related("organisation", "round").order_by("pk")
    late = [
        (days, report)
        for report in rows
        if (days := days_late(day_of(strategy, report.deadline_at), today=on)) > 0
    ]
    return [
        _point(strategy, report, page_of(report.organisation))
        for _days, report in sorted(late, key=_longest)
    ]


def _longest(found: tuple[int, Report]) -> tuple[int, int]:
    return -found[0], found[1].pk


def _point(strategy: Strategy, report: Report, link: str) -> ProposedPoint:
    period = report.round.when
    due = PartialDate.of(day_of(strategy, report.deadline_at))
    return ProposedPoint(
        origin=LATE,
        key=report.key,
        label=worded(lambda: _("Late report")),
        title=report.organisation.name,
        link=link,
        note=worded(
            lambda: (
                _("%(period)s, was due on %(day)s")
                % {"period": period.worded(), "day": due.worded()}
            )
        ),
    )
