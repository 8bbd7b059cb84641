"""The last step: every answer once more, then submit; afterwards the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headway.foundation.core.keys import new_key
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.core.verdicts import ALLOW, require
from headway.monitoring.reporting.models import Submission
from headway.monitoring.reporting.permissions import (
    can_fill_report,
    can_hand_in_now,
    steps_to_hand_in,
    takes_answers,
)
from headway.monitoring.reporting.queries.people import signs_off
from headway.monitoring.reporting.queries.tasks import parts_of
from headway.monitoring.reporting.receipts import document_of, sections_of
from headway.monitoring.reporting.rows import row_of
from headway.monitoring.reporting.services import submit_report
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.telling import deadline_of, holder_of
from headway.monitoring.reporting.views.acting import for_the_report
from headway.monitoring.reporting.views.threads import open_comments, thread_boxes
from headway.monitoring.reporting.wording import deadline_worded

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.foundation.core.verdicts import Verdict
    from headway.monitoring.reporting.views.acting import Visit

REASON = "a handing-in of a report that whoever asks may see as a whole"


@for_the_report
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every answer once more; the button of this page alone hands the report in."""
    found = visit.report
    if request.method == "POST":
        key = request.POST.get("request_key", "") or new_key()
        submission = submit_report(
            report_id=found.pk, request_key=key, by=visit.by, at=timezone.now()
        )
        return redirect("reporting:receipt", key=found.key, pk=submission.pk)
    require(_may_read_all(visit))
    tasks = parts_of(found, visit.by, at=timezone.now())
    steps = steps_to_hand_in(visit.by, found)
    talk = thread_boxes(found, visit.by, tasks=tasks, at=timezone.now(), may=steps.fill or None)
    context = {
        "visit": visit,
        "report": found,
        "deadline": deadline_of(found),
        "rows": [
            (row_of(task, None, {}, {}), open_comments(talk.parts[task.answer.pk].boxes))
            for task in tasks
        ],
        "of_whole": open_comments([talk.whole]),
        "count_open": talk.count_open,
        "hand_in": can_hand_in_now(found),
        "submit": steps.submit,
        "prepare": steps.prepare,
        "approver": steps.approver,
        "takes": takes_answers(found) and steps.fill,
        "is_prepared": found.state == ReportState.PREPARED,
        "request_key": new_key(),
    }
    return render(request, "reporting/check.html", context)


def _may_read_all(visit: Visit) -> Verdict:
    """Let everybody read the whole report who may see it, but for a colleague with one part."""
    return can_fill_report(visit.by, visit.report) if visit.is_of_a_part else ALLOW


def _submission(visit: Visit, pk: int) -> Submission:
    require(_may_read_all(visit))
    rows = Submission.objects.unrestricted(reason=REASON).filter(report=visit.report)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _moment(submission: Submission, visit: Visit) -> str:
    return deadline_worded(submission.submitted_at, visit.report.round.strategy.time_zone)


@for_the_report
@require_safe
def receipt(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show that a report arrived: its number, when, and what happens next."""
    submission = _submission(visit, pk)
    at = timezone.now()
    approver = signs_off(visit.report)
    context = {
        "visit": visit,
        "report": visit.report,
        "submission": submission,
        "moment": _moment(submission, visit),
        "deadline": deadline_of(visit.report),
        "is_punctual": submission.submitted_at <= visit.report.deadline_at,
        "holder": holder_of(visit.report, approver=approver, at=at),
        "sections": sections_of(submission, visit.report),
    }
    return render(request, "reporting/receipt.html", context)


@for_the_report
@require_safe
@limited(MAKING)
def receipt_document(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Hand out the receipt with every answer as a PDF, in the language of the address."""
    submission = _submission(visit, pk)
    content = document_of(submission, visit.report, at=_moment(submission, visit))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{submission.receipt}.pdf"'},
    )
