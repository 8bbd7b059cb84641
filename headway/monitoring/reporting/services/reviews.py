"""Reports in review: opened, returned, accepted, looked at again, reopened."""

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
    can_reopen_now,
    can_return_now,
    can_review_report,
)
from headway.monitoring.reporting.services.common import (
    locked_report,
    locked_reports,
    reason_problems,
    step,
    tidied_lines,
    tidy_reason,
    told,
    told_of_all,
)
from headway.monitoring.reporting.services.letters import write_to_partner, write_to_partners
from headway.monitoring.reporting.services.links import end_links
from headway.monitoring.reporting.services.publishing import publish_again
from headway.monitoring.reporting.states import ReportState, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Keeper


@transaction.atomic
def open_review(*, report_id: int, by: Keeper, at: datetime) -> Report:
    """Note that the coordinator has a submitted report open; it cannot be taken back any more.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    if report.state == ReportState.SUBMITTED and report.seen_at is None:
        report.seen_at = at
        keep(report, "seen_at")
        told(verbs.REPORT_OPENED, report, by=by, at=at)
    return report


@transaction.atomic
def return_report(*, report_id: int, reason: str, by: Keeper, at: datetime) -> Report:
    """Return a report to its organisation, with a word on what to change.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: without a reason, or with too long a one.
    :raises WrongState: unless it is submitted.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    missing = _("Say what is to be changed, so that nobody has to guess.")
    reason = tidy_reason(reason, missing=missing)
    require_now(can_return_now(report))
    step(report, "return", at=at, seen_at=None)
    told(verbs.REPORT_RETURNED, report, by=by, at=at, reason=reason)
    write_to_partner(
        notices.RETURNED,
        report,
        period=f"v{report.version}",
        by=by,
        at=at,
        context={"by": by, "reason": reason},
    )
    return report


@transaction.atomic
def accept_report(*, report_id: int, by: Keeper, at: datetime) -> Report:
    """Accept a report. One of a round that was published already is published anew.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is submitted.
    """
    return _accept([locked_report(report_id)], by=by, at=at)[0]


@transaction.atomic
def accept_reports(*, report_ids: Iterable[int], by: Keeper, at: datetime) -> int:
    """Accept many reports, all or none; return how many. Raises what `accept_report` raises."""
    return len(_accept(locked_reports(report_ids), by=by, at=at))


def _accept(reports: list[Report], *, by: Keeper, at: datetime) -> list[Report]:
    """Accept reports; who may, who is written to and by whom is asked once for all of a round."""
    for report in {each.round.strategy_id: each for each in reports}.values():
        require(can_review_report(by, report))
    reopened = [report for report in reports if report.reopened_at is not None]
    for report in reports:
        step(
            report,
            "accept",
            at=at,
            accepted_at=at,
            accepted_by=str(by),
            seen_at=report.seen_at or at,
            reopened_at=None,
        )
    told_of_all(verbs.REPORT_ACCEPTED, reports, by=by, at=at)
    end_links(reports, at=at)
    for report in reopened:
        publish_again(report, by=by, at=at)
    write_to_partners(notices.ACCEPTED, reports, by=by, at=at)
    return reports


@transaction.atomic
def review_again(*, report_id: int, by: Keeper, at: datetime) -> Report:
    """Take an acceptance back, as long as the round is open.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is accepted, in an open round.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    if report.round.state != RoundState.OPEN:
        raise WrongState(_("This round is closed. Reopen the report instead."))
    step(report, "review_again", at=at, accepted_at=None, accepted_by="")
    told(verbs.REPORT_REVIEWED_AGAIN, report, by=by, at=at)
    return report


@transaction.atomic
def reopen_report(
    *, report_id: int, until: datetime, reason: str, by: Keeper, at: datetime
) -> Report:
    """Let one organisation report although its round is closed; what was published stays.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: without a reason, with too long a one, or a deadline that has passed.
    :raises WrongState: while the round is open, or the report is in review or open already.
    """
    report = locked_report(report_id)
    require(can_review_report(by, report))
    reason = tidied_lines(reason)
    missing = _("Say why the report is reopened; the reason stays on record.")
    problems = reason_problems(reason, missing=missing)
    if until <= at:
        problems["until"] = _("This moment has passed. Choose a later one.")
    if problems:
        raise BadInput(problems)
    require_now(can_reopen_now(report))
    step(report, "reopen", at=at, reopened_at=at, reopened_until=until, seen_at=None)
    told(verbs.REPORT_REOPENED, report, by=by, at=at, reason=reason)
    write_to_partner(
        notices.REOPENED,
        report,
        period=f"v{report.version}",
        by=by,
        at=at,
        context={"by": by, "reason": reason},
    )
    return report
