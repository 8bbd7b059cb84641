"""Reports on their way from the organisation: prepared, sent back, submitted, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require, require_now
from headway.monitoring.reporting import notices, verbs
from headway.monitoring.reporting.models import Submission
from headway.monitoring.reporting.permissions import (
    can_hand_in_now,
    can_prepare_report,
    can_submit_report,
    can_withdraw_now,
)
from headway.monitoring.reporting.queries.people import respondents
from headway.monitoring.reporting.queries.records import content_of, fingerprint
from headway.monitoring.reporting.services.common import (
    REASON,
    locked_report,
    step,
    tidy_reason,
    told,
)
from headway.monitoring.reporting.services.letters import write_to, write_to_partner

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person

LONGEST_KEY = 60


@transaction.atomic
def prepare_report(*, report_id: int, by: Person, at: datetime) -> Report:
    """Hand a report over to the person who signs off.

    :raises NotAllowed: unless somebody who answers does it, where somebody signs off.
    :raises WrongState: while a question is open, or the report is not theirs.
    """
    report = locked_report(report_id)
    require(can_prepare_report(by, report))
    require_now(can_hand_in_now(report))
    step(report, "prepare", at=at)
    told(verbs.REPORT_PREPARED, report, by=by, at=at)
    known = respondents(report.round.strategy, [report.organisation_id])
    for person in known[report.organisation_id].to_sign_off:
        write_to(
            person,
            notices.AWAITS_SIGN_OFF,
            report,
            period=f"v{report.version}",
            by=by,
            at=at,
            context={"by": by},
        )
    return report


@transaction.atomic
def send_back_report(*, report_id: int, reason: str, by: Person, at: datetime) -> Report:
    """Send a report that waits for sign-off back to whoever prepared it.

    :raises NotAllowed: unless the person who signs off does it.
    :raises WrongState: unless it waits for sign-off.
    :raises BadInput: for a reason that is too long.
    """
    report = locked_report(report_id)
    require(can_submit_report(by, report))
    reason = tidy_reason(reason)
    step(report, "send_back", at=at)
    told(verbs.REPORT_SENT_BACK, report, by=by, at=at, reason=reason)
    write_to_partner(
        notices.SENT_BACK,
        report,
        period=f"v{report.version}",
        by=by,
        at=at,
        context={"by": by, "reason": reason},
    )
    return report


@transaction.atomic
def submit_report(*, report_id: int, request_key: str, by: Person, at: datetime) -> Submission:
    """Hand a report in; return its receipt. The same request hands in nothing twice.

    :raises NotAllowed: unless somebody who answers does it; where somebody signs off, they.
    :raises WrongState: while a question is open, or the organisation has not the report.
    """
    report = locked_report(report_id)
    require(can_submit_report(by, report))
    known = Submission.objects.unrestricted(reason=REASON)
    own_key = f"{report.key}-{request_key}"  # no other report's form is meant
    request_key = tidied(own_key)[:LONGEST_KEY]
    if before := known.filter(report=report, request_key=request_key).first():
        return before
    require_now(can_hand_in_now(report))
    content = content_of(report)
    number = known.filter(report=report).count() + 1
    submission = known.create(
        report=report,
        receipt=receipt_of(report, number),
        content=content,
        digest=fingerprint(content),
        submitted_at=at,
        submitted_by=str(by),
        request_key=request_key,
    )
    step(
        report,
        "submit",
        at=at,
        submitted_at=at,
        submitted_by=str(by),
        first_submitted_at=report.first_submitted_at or at,
        seen_at=None,
        wanted_until=None,
    )
    told(verbs.REPORT_SUBMITTED, report, by=by, at=at, payload={"receipt": submission.receipt})
    write_to_partner(
        notices.RECEIPT,
        report,
        period=submission.receipt,
        by=by,
        at=at,
        context={"submission": submission},
    )
    return submission


def receipt_of(report: Report, number: int) -> str:
    """Return the number of a receipt: strategy, period, report, and which handing-in it is."""
    slug = report.round.strategy.slug.upper()
    return f"{slug}-{report.round.period}-{report.pk:04d}-{number}"


@transaction.atomic
def withdraw_report(*, report_id: int, by: Person, at: datetime) -> Report:
    """Take a report back that the coordinator has not opened yet.

    :raises NotAllowed: unless somebody who may submit it does it.
    :raises WrongState: once the coordinator has opened it, or the round is closed.
    """
    report = locked_report(report_id)
    require(can_submit_report(by, report))
    require_now(can_withdraw_now(report))
    step(report, "withdraw", at=at, submitted_at=None, submitted_by="")
    told(verbs.REPORT_WITHDRAWN, report, by=by, at=at)
    return report
