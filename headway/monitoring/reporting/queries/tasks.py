"""Whose tasks wait: the reports that somebody has to hand in, with their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery

from headway.foundation.organisations.models import works_in
from headway.foundation.organisations.states import Role
from headway.monitoring.reporting.models import Answer, Autosave, Report, ReportingLine, TaskLink
from headway.monitoring.reporting.queries.answering import tasks_of
from headway.monitoring.reporting.rules import OUTSTANDING
from headway.monitoring.reporting.states import RoundState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.permissions import Person
    from headway.monitoring.reporting.queries.answering import Task

REASON = "one’s own tasks"
WRITERS = (Role.REPORTER, Role.APPROVER)


def reports_answered_by(user: User) -> QuerySet[Report]:
    """Return the reports that a person answers for, whatever their state; the next due first."""
    own = works_in(user).filter(role__in=WRITERS).values("organisation")
    named = ReportingLine.objects.unrestricted(reason=REASON).filter(
        Q(contact=user) | Q(approver=user),
        strategy=OuterRef("round__strategy"),
        organisation=OuterRef("organisation"),
    )
    shown = Report.objects.unrestricted(reason=REASON).exclude(
        round__state__in=[RoundState.DRAFT, RoundState.DISCARDED]
    )
    found = shown.filter(Q(organisation__in=own) | Exists(named))
    return found.select_related("organisation", "round__strategy", "round__edition").order_by(
        "-round__period_end", "pk"
    )


def waiting_for(user: User) -> tuple[Report, ...]:
    """Return the reports that wait for a person: still theirs, in a round that takes them.

    The next due first. One query.
    """
    takes = Q(round__state=RoundState.OPEN) | Q(reopened_at__isnull=False)
    found = reports_answered_by(user).filter(takes, state__in=OUTSTANDING)
    return tuple(sorted(found, key=lambda report: report.deadline_at))


def parts_of(report: Report, by: Person, *, at: datetime) -> tuple[Task, ...]:
    """Return the parts of a report that somebody may see, in order. Two queries.

    Each answer knows whether somebody typed in it and has not saved (`is_typed`), and to whom it
    is handed over now (`handed_to`).
    """
    typed = Autosave.objects.unrestricted(reason=REASON).filter(answer=OuterRef("pk"))
    links = TaskLink.objects.unrestricted(reason=REASON).filter(
        answer=OuterRef("pk"), person=None, revoked_at=None, expires_at__gt=at
    )
    handed: Any = Subquery(links.order_by("-made_at").values("name")[:1])
    answers = (
        Answer.objects.visible_to(by)
        .filter(report=report)
        .annotate(is_typed=Exists(typed), handed_to=handed)
        .order_by("path", "pk")
    )
    return tasks_of(report, answers)


def typed_of(answer: Answer, *, writer: str) -> Autosave | None:
    """Return what somebody typed into a part and has not saved. One query."""
    kept = Autosave.objects.unrestricted(reason=REASON)
    return kept.filter(answer=answer, writer=writer).first()
