"""All plans of a project side by side: how far each is, what is overdue, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.implementation.models import PolicyChange
from headway.cooperation.implementation.queries.reports import reports_in
from headway.cooperation.implementation.queries.tables import (
    closed_tables,
    live_tables,
    monitored_plans,
)
from headway.cooperation.implementation.rules import (
    is_overdue,
    is_report_late,
    planned_months,
    progress,
)
from headway.cooperation.implementation.states import ReportState

if TYPE_CHECKING:
    from datetime import date

    from headway.cooperation.implementation.facts import ActionTold, StepTold
    from headway.cooperation.implementation.models import ProgressReport
    from headway.cooperation.implementation.queries.tables import MonitoringTable
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Overdue:
    """A step whose last planned month has passed."""

    table: MonitoringTable
    action: ActionTold
    told: StepTold

    @property
    def last_month(self) -> date:
        return planned_months(self.told.step)[-1]


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """One plan in the overview. `is_live`: whether the reader sees it as it is filled in."""

    table: MonitoringTable
    is_live: bool
    done: int
    planned: int
    overdue: tuple[Overdue, ...]
    last_report: ProgressReport | None
    changes: tuple[PolicyChange, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    plans: tuple[PlanProgress, ...]
    late: tuple[ProgressReport, ...]
    reports: tuple[ProgressReport, ...]

    @property
    def overdue(self) -> tuple[Overdue, ...]:
        return tuple(each for plan in self.plans for each in plan.overdue)


def overview_of(project: Project, *, user: User, sees_all: bool, on: date) -> Overview:
    """Return all plans of a project as a person may read them. Six queries at most.

    `sees_all`: whether the person is the lead partner, or reads everything, and so reads all
    tables as they are filled in. An author reads that of its own plan so; all others what was
    closed.
    """
    found = monitored_plans(project, user=user)
    live = [pair for pair in found if sees_all or pair[1].is_own]  # type: ignore[attr-defined]  # annotated
    told = [pair for pair in found if pair not in live]
    reports = reports_in(project, user=user)
    tables = (live_tables(live) if live else {}) | closed_tables(told, reports)
    changes = _changes(project, user)
    plans = tuple(
        _progress(
            tables[plan.pk],
            [each for each in reports if each.plan_id == plan.pk],
            tuple(each for each in changes if each.plan_id == plan.pk),
            is_live=(plan, edition) in live,
            on=on,
        )
        for plan, edition in found
    )
    late = [r for r in reports if is_report_late(state=r.state, due_on=r.round.due_on, on=on)]
    return Overview(plans, tuple(late), reports)


def _changes(project: Project, user: User) -> tuple[PolicyChange, ...]:
    rows = PolicyChange.objects.visible_to(user).filter(plan__project=project)
    found = rows.select_related("organisation", "evidence_file").distinct()
    return tuple(sorted(found, key=lambda each: (each.when, each.pk)))


def _progress(
    table: MonitoringTable,
    reports: list[ProgressReport],
    changes: tuple[PolicyChange, ...],
    *,
    is_live: bool,
    on: date,
) -> PlanProgress:
    done, planned = progress(each.standing.status for each in table.steps)
    overdue = tuple(
        Overdue(table, action, told)
        for action in table.actions
        for told in action.steps
        if is_overdue(told.step, told.standing.status, on=on)
    )
    sent = [each for each in reports if each.state in {ReportState.SUBMITTED, ReportState.CLOSED}]
    last = max(sent, key=lambda each: each.state_since, default=None)
    return PlanProgress(table, is_live, done, planned, overdue, last, changes)
