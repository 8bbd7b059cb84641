"""What waits for somebody in phase 2: reports to write, to read; changes to confirm; reminders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from headway.cooperation.implementation.models import PolicyChange, ProgressReport
from headway.cooperation.implementation.queries.people import speakers_for
from headway.cooperation.implementation.rules import reminder_day
from headway.cooperation.implementation.states import (
    WRITTEN,
    ChangeState,
    ReportState,
    RoundState,
)
from headway.cooperation.partnerships.models import Member, among, leads_written_by, writes_as
from headway.foundation.notices.rules import mailing_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

REASON = "what waits for a person is theirs to see"


def _to_write(user: User) -> Q:
    asked = Q(state__in=WRITTEN, round__state=RoundState.OPEN) | Q(state=ReportState.ASKED)
    return asked & Q(among(writes_as(user), "round__project"))


def _to_read(user: User) -> Q:
    led = leads_written_by(user).values("project")
    return Q(round__project__in=led, state=ReportState.SUBMITTED)


def reports_to_write(user: User) -> QuerySet[ProgressReport]:
    """Return the reports that somebody has to hand in as a partner."""
    return ProgressReport.objects.unrestricted(reason=REASON).filter(_to_write(user))


def reports_to_read(user: User) -> QuerySet[ProgressReport]:
    """Return the reports that wait for somebody as the lead partner: to ask, or to close."""
    return ProgressReport.objects.unrestricted(reason=REASON).filter(_to_read(user))


def changes_waiting(user: User) -> QuerySet[PolicyChange]:
    """Return the policy changes that somebody is asked about, or is to confirm."""
    own = Q(among(writes_as(user), "plan__project"))
    led = leads_written_by(user).values("project")
    return PolicyChange.objects.unrestricted(reason=REASON).filter(
        (own & Q(state=ChangeState.ASKED)) | Q(plan__project__in=led, state=ChangeState.TOLD)
    )


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A report that partners are to be reminded of now: for which day, and who is written to."""

    report: ProgressReport
    day: date
    people: tuple[User, ...]


def letters_due(at: datetime) -> tuple[DueReminder, ...]:
    """Return the reminders of reports that go out at a moment. Two queries; none on other days."""
    today = mailing_day(at, settings.TIME_ZONE)
    due = reminders_due(today) if today else []
    people = speakers_for({report.organisation_id for report, _day in due}) if due else {}
    return tuple(
        DueReminder(report, day, tuple(people.get(report.organisation_id, ())))
        for report, day in due
    )


def reminders_due(today: date, *, only: int | None = None) -> list[tuple[ProgressReport, date]]:
    """Return the reports that partners are to be reminded of now, with the day. One query."""
    rows = ProgressReport.objects.unrestricted(reason=REASON).filter(
        among(Member.objects.now(), "round__project"),
        state__in=WRITTEN,
        round__state=RoundState.OPEN,
    )
    if only is not None:
        rows = rows.filter(pk=only)
    found = []
    for report in rows.select_related("round__project", "organisation").order_by("pk"):
        opened_at = report.round.opened_at
        if opened_at is None:
            continue
        due = reminder_day(
            due_on=report.round.due_on,
            opened_on=timezone.localdate(opened_at),
            told_on=report.reminded_on,
            today=today,
        )
        if due:
            found.append((report, due))
    return found
