"""Letters about comments: what one side wrote goes to the other, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.actors import SystemActor
from headway.monitoring.reporting import notices
from headway.monitoring.reporting.queries.comments import Untold, untold_comments
from headway.monitoring.reporting.services.common import locked_report
from headway.monitoring.reporting.services.letters import write_to_coordinators, write_to_partner
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.wording import Told

if TYPE_CHECKING:
    from datetime import datetime

SYSTEM = SystemActor("Headway")
TELLING = frozenset({notices.COMMENTED.code, notices.RETURNED.code})


def send_comments(*, at: datetime) -> int:
    """Tell each side of the comments of the other that wait; return how many letters were due.

    Each letter is a transaction of its own. Called again, it tells nothing twice.

    :raises WrongState: if the installation does not know its own address.
    """
    return sum(_send(untold, at=at) for untold in untold_comments(at, told_by=TELLING))


@transaction.atomic
def _send(found: Untold, *, at: datetime) -> bool:
    """Tell one side of what waits on a report, unless it was told since that was found."""
    locked_report(found.report.pk)
    waiting = untold_comments(at, told_by=TELLING, reports=[found.report.pk])
    due = [each for each in waiting if each.to_coordinators is found.to_coordinators]
    for each in due:
        _write(each, at=at)
    return bool(due)


def _write(untold: Untold, *, at: datetime) -> None:
    report, period = untold.report, f"comment-{untold.newest}"
    context = {"of": Told(report, at=at, said=untold.comments)}
    if untold.to_coordinators:
        write_to_coordinators(notices.COMMENTED, report, period=period, at=at, context=context)
        return
    is_open = report.round.state == RoundState.OPEN or report.reopened_at is not None
    write_to_partner(
        notices.COMMENTED,
        report,
        period=period,
        by=SYSTEM,
        at=at,
        context=context,
        has_link=is_open and report.state != ReportState.ACCEPTED,
    )
