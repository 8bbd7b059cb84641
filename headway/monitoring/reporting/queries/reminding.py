"""Whom to remind of what now: due and not yet sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.foundation.notices.rules import mailing_day
from headway.monitoring.reporting.models import Reminder, Report
from headway.monitoring.reporting.queries.people import respondents
from headway.monitoring.reporting.rules import OUTSTANDING, reminder_due
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    stands_in: bool = False
    """Whether the person is a coordinator, because nobody speaks for the organisation."""


def reminders_due(at: datetime, *, reports: Iterable[int] | None = None) -> tuple[Due, ...]:
    """Return the reminders that are due and not yet sent: of all reports, or of some.

    Of open rounds, and of reports that were reopened. Three queries for each strategy that has
    reports outstanding, and two besides.
    """
    is_asked = Q(round__state=RoundState.OPEN) | Q(reopened_at__isnull=False)
    rows = Report.objects.unrestricted(reason=REASON).filter(is_asked, state__in=OUTSTANDING)
    if reports is not None:
        rows = rows.filter(pk__in=tuple(reports))
    outstanding = tuple(
        rows.select_related("organisation", "round__strategy", "round__edition").order_by("pk")
    )
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
                found.append(Due(report, person, due_on, stands_in=people.has_nobody))
    return tuple(found)


def grouped_reminders(due: Iterable[Due]) -> tuple[tuple[Due, ...], ...]:
    """Put together what goes into one letter: the reports of a person in one strategy."""
    grouped: dict[tuple[str, int], list[Due]] = {}
    for each in due:
        grouped.setdefault((each.person.email, each.report.round.strategy_id), []).append(each)
    return tuple(tuple(own) for own in grouped.values())


def _organisations(strategy: Strategy, reports: tuple[Report, ...]) -> set[int]:
    return {r.organisation_id for r in reports if r.round.strategy_id == strategy.pk}


def _due_on(report: Report, sent: list[Reminder], *, at: datetime) -> date | None:
    """Return the day of the plan whose reminder is due to one person."""
    strategy = report.round.strategy
    today = mailing_day(at, strategy.time_zone)
    if today is None:
        return None
    opened = report.reopened_at or report.round.opened_at
    began = day_of(strategy, opened) if opened else day_of(strategy, at)
    return reminder_due(
        report.round.reminders,
        deadline=day_of(strategy, report.deadline_at),
        today=today,
        last_due=max((each.due_on for each in sent), default=began),
        last_sent=max((each.sent_on for each in sent), default=None),
    )
