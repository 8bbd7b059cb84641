"""Why a report came back to whoever answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.audit.models import Entry
from headway.foundation.audit.queries import told
from headway.foundation.conversations.models import key_of, type_of
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.states import ReportState

if TYPE_CHECKING:
    from headway.foundation.audit.queries import Told
    from headway.monitoring.reporting.models import Report

REASON = "whoever has a report again is told why"
BACK = {
    ReportState.RETURNED: (verbs.REPORT_RETURNED, verbs.REPORT_REOPENED),
    ReportState.DRAFT: (verbs.REPORT_SENT_BACK,),
}


def why_back(report: Report) -> Told | None:
    """Return who sent a report back to be changed, and why. One query, none if nobody can have.

    A draft was sent back if it became one after it was begun.
    """
    is_first = report.state == ReportState.DRAFT and not (
        report.started_at and report.state_since > report.started_at
    )
    if is_first or report.state not in BACK:
        return None
    entries = Entry.objects.unrestricted(reason=REASON).filter(
        thing_type=type_of(report),
        thing_key=key_of(report),
        verb__in=[verb.code for verb in BACK[ReportState(report.state)]],
        at__gte=report.state_since,
    )
    return next(iter(told(entries)), None)
