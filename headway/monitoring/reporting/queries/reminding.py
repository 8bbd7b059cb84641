"""Whom to remind of what now: due and not yet sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.reporting.models import Reminder, Report
from headway.monitoring.reporting.queries.people import respondents
from headway.monitoring.reporting.rules import OUTSTANDING, mailing_day, reminder_due
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.models import Strategy

REASON = "reminders are worked out for everybody"


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due: of which report, to whom, for which day of the plan."""

    report: Report
    person: User
    due_on: date


def reminders_due(at: datetime) -> tuple[Due, ...]:
    """Return the reminders that are due and not yet sent, for all open rounds.

    Three queries for each strategy that has reports outstanding, and two besides.
    """
    reports = (
        Report.objects.unrestricted(reason=REASON)
        .filter(state__in=OUTSTANDING, round__state=RoundState.OPEN)
        .select_related("organisation", "round__strategy")
        .order_by("pk")
    )
    outstanding = tuple(reports)
    sent: dict[int, list[Reminder]] = {}
    ledger = Reminder.objects.unrestricted(reason=REASON).filter(report__in=outstanding)
    for reminder in ledger:
        sent.setdefault(reminder.report_id, []).append(reminder)
    strategies = {report.round.strategy_id: report.round.strategy for report in outstanding}
    known = {
        pk: respondents(strategy, _organisations(strategy, outstanding))
        for pk, strategy in strategies.items()
    }
    found = []
    for report in outstanding:
        people = known[report.round.strategy_id][report.organisation_id]
        to = people.to_sign_off if report.state == ReportState.PREPARED else people.to_write_to
        for person in to:
            own = [r for r in sent.get(report.pk, ()) if r.email == person.email]
            if due_on := _due_on(report, own, at=at):
                found.append(Due(report, person, due_on))
    return tuple(found)


def _organisations(strategy: Strategy, reports: tuple[Report, ...]) -> set[int]:
    return {r.organisation_id for r in reports if r.round.strategy_id == strategy.pk}


def _due_on(report: Report, sent: list[Reminder], *, at: datetime) -> date | None:
    """Return the day of the plan whose reminder is due to one person."""
    strategy = report.round.strategy
    opened = report.round.opened_at
    began = day_of(strategy, opened) if opened else day_of(strategy, at)
    return reminder_due(
        report.round.reminders,
        deadline=day_of(strategy, report.deadline_at),
        today=mailing_day(at, strategy.time_zone),
        last_due=max((each.due_on for each in sent), default=began),
        last_sent=max((each.sent_on for each in sent), default=None),
    )
