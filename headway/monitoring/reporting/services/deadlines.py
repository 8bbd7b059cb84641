"""More time: asked for, granted, refused; deadlines of many partners moved at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.monitoring.reporting import notices, verbs
from headway.monitoring.reporting.permissions import (
    can_fill_report,
    can_review_report,
    takes_answers,
)
from headway.monitoring.reporting.rules import MORE_TIME, OUTSTANDING
from headway.monitoring.reporting.services.common import locked_report, tidy_reason, told
from headway.monitoring.reporting.services.letters import write_to_coordinators, write_to_partner
from headway.monitoring.reporting.wording import deadline_worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person


@transaction.atomic
def ask_time(*, report_id: int, reason: str, by: Person, at: datetime) -> Report:
    """Ask for a week more, from the deadline or from now. A second time changes the reason.

    :raises NotAllowed: unless somebody who answers for the organisation does it.
    :raises WrongState: while the report takes no answers.
    :raises BadInput: for too long a reason.
    """
    report = locked_report(report_id)
    require(can_fill_report(by, report))
    require_now(takes_answers(report))
    reason = tidy_reason(reason)
    report.wanted_until = max(report.deadline_at, at) + MORE_TIME
    report.wanted_because = reason
    keep(report, "wanted_until", "wanted_because")
    payload = {"until": report.wanted_until.isoformat()}
    told(verbs.TIME_ASKED, report, by=by, at=at, payload=payload, reason=reason)
    write_to_coordinators(
        notices.TIME_ASKED,
        report,
        period=f"v{report.version}",
        at=at,
        context={"by": by, "reason": reason},
    )
    return report


@transaction.atomic
def grant_time(*, report_id: int, by: Person, at: datetime) -> Report:
    """Give the time that was asked for.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if nothing was asked for.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    until = _wanted(report)
    return _move(report, until, by=by, at=at)


@transaction.atomic
def refuse_time(*, report_id: int, reason: str, by: Person, at: datetime) -> Report:
    """Give no more time.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: if nothing was asked for.
    :raises BadInput: for too long a reason.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    _wanted(report)
    reason = tidy_reason(reason)
    report.wanted_until, report.wanted_because = None, ""
    keep(report, "wanted_until", "wanted_because")
    told(verbs.TIME_REFUSED, report, by=by, at=at, reason=reason)
    write_to_partner(
        notices.TIME_REFUSED,
        report,
        period=f"v{report.version}",
        by=by,
        at=at,
        context={"by": by, "reason": reason},
    )
    return report


def _wanted(report: Report) -> datetime:
    if report.wanted_until is None:
        raise WrongState(_("Nobody asks for more time here any more."))
    return report.wanted_until


@transaction.atomic
def move_deadlines(*, report_ids: Iterable[int], until: datetime, by: Person, at: datetime) -> int:
    """Set the deadline of partners who still have their report; return how many.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a moment that has passed.
    """
    if until <= at:
        raise BadInput({"until": _("This moment has passed. Choose a later one.")})
    moved = 0
    for pk in sorted(set(report_ids)):
        report = locked_report(pk)
        require(can_review_report(by, report))
        if report.state in OUTSTANDING and report.deadline_at != until:
            _move(report, until, by=by, at=at)
            moved += 1
    return moved


def put_deadline_back(
    report: Report, before: datetime | None, *, by: Person, at: datetime
) -> Report:
    """Give a report the deadline of its own that it had, or that of its round again."""
    return _move(report, before, by=by, at=at)


def _move(report: Report, until: datetime | None, *, by: Person, at: datetime) -> Report:
    column = "reopened_until" if report.reopened_at else "own_deadline_at"
    setattr(report, column, until)
    report.wanted_until, report.wanted_because = None, ""
    keep(report, column, "wanted_until", "wanted_because")
    zone = report.round.strategy.time_zone
    payload = {"deadline": deadline_worded(report.deadline_at, zone)}
    told(verbs.DEADLINE_MOVED, report, by=by, at=at, payload=payload)
    write_to_partner(notices.DEADLINE_MOVED, report, period=f"v{report.version}", by=by, at=at)
    return report
