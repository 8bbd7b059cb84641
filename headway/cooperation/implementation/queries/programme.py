"""What the project reports to its programme of a round: closed reports, confirmed changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.implementation.models import PolicyChange, ProgressReport
from headway.cooperation.implementation.queries.tables import CLOSED
from headway.cooperation.implementation.states import ChangeState, ReportState

if TYPE_CHECKING:
    from headway.cooperation.implementation.facts import ReportTold
    from headway.cooperation.implementation.models import MonitoringRound


@dataclass(frozen=True, slots=True)
class ForProgramme:
    """A round as it goes to the programme. `open_reports` are those that are not closed yet."""

    round: MonitoringRound
    reports: tuple[tuple[ProgressReport, ReportTold], ...]
    open_reports: tuple[ProgressReport, ...]
    changes: tuple[PolicyChange, ...]


def for_programme(one: MonitoringRound) -> ForProgramme:
    """Return what was closed in a round over all plans, by region. Two queries."""
    rows = ProgressReport.objects.unrestricted(reason=CLOSED).filter(round=one)
    with_all = rows.select_related("closed", "organisation", "plan__instrument__region")
    found = list(with_all.order_by("plan__instrument__region__slug", "pk"))
    return ForProgramme(
        one,
        tuple((each, each.closed.told) for each in found if each.closed),
        tuple(each for each in found if each.state != ReportState.CLOSED),
        _changes(one),
    )


def _changes(one: MonitoringRound) -> tuple[PolicyChange, ...]:
    """Return the confirmed changes that happened in the period, as far as their date tells."""
    rows = PolicyChange.objects.unrestricted(reason=CLOSED).filter(
        plan__project=one.project_id, state=ChangeState.CONFIRMED
    )
    first, last = one.when.first_day, one.when.last_day
    with_all = rows.select_related("organisation", "plan__instrument__region")
    found = [e for e in with_all if e.when.last_day >= first and e.when.first_day <= last]
    return tuple(sorted(found, key=lambda each: (each.when, each.pk)))
