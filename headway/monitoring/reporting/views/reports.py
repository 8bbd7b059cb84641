"""*Your tasks*: the reports that wait for somebody, and one report with its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from headway.foundation.accounts.models import User
from headway.foundation.conversations.queries import open_counts
from headway.foundation.core.errors import BadInput
from headway.monitoring.reporting.permissions import (
    can_fill_report,
    can_hand_in_now,
    can_withdraw_now,
    takes_answers,
)
from headway.monitoring.reporting.queries.answering import (
    previous_figures,
    previous_of_tasks,
    values_before,
)
from headway.monitoring.reporting.queries.links import links_in, parts_handed_over
from headway.monitoring.reporting.queries.people import signs_off
from headway.monitoring.reporting.queries.reasons import why_back
from headway.monitoring.reporting.queries.records import latest_submission
from headway.monitoring.reporting.queries.tasks import parts_of, reports_answered_by, waiting_for
from headway.monitoring.reporting.rows import row_of
from headway.monitoring.reporting.services import (
    ask_time,
    prepare_report,
    send_back_report,
    withdraw_report,
)
from headway.monitoring.reporting.states import HAS_RECEIPT
from headway.monitoring.reporting.telling import (
    deadline_of,
    holder_of,
    left_sentence,
    standing_now,
)
from headway.monitoring.reporting.views.acting import HELD, for_the_report
from headway.monitoring.reporting.views.threads import thread_boxes
from headway.monitoring.reporting.wording import deadline_worded
from headway.monitoring.strategy.queries.tasks import tasks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.queries.answering import Task
    from headway.monitoring.reporting.rows import TaskRow
    from headway.monitoring.reporting.views.acting import Visit

MOST_SHOWN = 30
REPORTS = "reporting.report"
"""What reports are called where threads are kept."""


@login_not_required
@never_cache
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the reports that wait for somebody, and those that they handed in before."""
    at = timezone.now()
    if isinstance(request.user, User):
        waiting = waiting_for(request.user)
        others = [r for r in reports_answered_by(request.user)[:MOST_SHOWN] if r not in waiting]
        more = tasks_for(request.user, at=at)
    else:
        links = links_in(request.session.get(HELD, ()), at=at)
        if not links:
            return redirect_to_login(request.get_full_path())
        waiting, others, more = tuple(link.report for link in links), [], []
    comments = open_counts(REPORTS, [each.key for each in waiting])
    context = {
        "waiting": [
            (each, standing_now(each), left_sentence(each), comments.get(each.key, 0))
            for each in waiting
        ],
        "others": [(each, standing_now(each)) for each in others],
        "more": more,
    }
    return render(request, "reporting/tasks.html", context)


@for_the_report
@require_safe
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is left of a report, who has it, and what can be done with it now."""
    return _page(request, visit)


def _page(
    request: HttpRequest, visit: Visit, *, reason: str = "", problem: str = ""
) -> HttpResponse:
    """Show a report; `reason` is why more time was wanted, if it was refused for a `problem`."""
    at, found = timezone.now(), visit.report
    rows = parts_of(found, visit.by, at=at)
    approver = signs_off(found)
    fill = can_fill_report(visit.by, found)
    takes = takes_answers(found)
    talk = thread_boxes(found, visit.by, tasks=rows, at=at, may=fill or None)
    said = [(row, talk.parts[row.answer.pk]) for row in _rows(found, rows, takes=bool(takes))]
    context = {
        "visit": visit,
        "report": found,
        "sentence": left_sentence(found),
        "standing": standing_now(found),
        "deadline": deadline_of(found),
        "holder": holder_of(found, approver=approver, at=at),
        "approver": approver,
        "fill": fill,
        "takes": takes,
        "hand_in": can_hand_in_now(found),
        "talk": talk,
        "rows": said,
        "back": why_back(found),
        "count_open": talk.count_open,
        "reason": reason or found.wanted_because,
        "problem": problem,
        "problems": [("reason", problem)] if problem else [],
        "receipt": latest_submission(found) if found.state in HAS_RECEIPT else None,
        "withdraw": can_withdraw_now(found),
        "handed": parts_handed_over(found, at=at) if fill and _is_handed(rows) else (),
    }
    return render(request, "reporting/report.html", context, status=422 if problem else 200)


def _rows(found: Report, tasks: tuple[Task, ...], *, takes: bool) -> list[TaskRow]:
    """Return the parts with what was said last time; three queries while answers are taken."""
    if not takes:
        return [row_of(task, None, {}, {}) for task in tasks]
    before = previous_of_tasks(found.round, tasks)
    due = [each for task in tasks for each in task.figures]
    values = values_before(due)
    repeats = previous_figures(due, before=values)
    return [row_of(task, before.get(task.answer.node_id or 0), values, repeats) for task in tasks]


def _is_handed(tasks: tuple[Task, ...]) -> bool:
    """Tell whether a colleague has any part in hand: no query is asked for nothing."""
    return any(getattr(task.answer, "handed_to", None) for task in tasks)


def _at_report(visit: Visit) -> HttpResponse:
    return redirect("reporting:report", key=visit.report.key)


@for_the_report
@require_POST
def time(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a week more."""
    reason = request.POST.get("reason", "")
    try:
        asked = ask_time(report_id=visit.report.pk, reason=reason, by=visit.by, at=timezone.now())
    except BadInput as refused:
        return _page(request, visit, reason=reason, problem=str(refused))
    zone = asked.round.strategy.time_zone
    until = deadline_worded(asked.wanted_until, zone) if asked.wanted_until else ""
    sentence = _("You asked for more time, until %(day)s. The coordinator answers by mail.")
    messages.success(request, sentence % {"day": until})
    return _at_report(visit)


@for_the_report
@require_POST
def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take a report back that the coordinator has not opened."""
    withdraw_report(report_id=visit.report.pk, by=visit.by, at=timezone.now())
    messages.success(request, _("The report is yours again. Change it and submit it anew."))
    return _at_report(visit)


@for_the_report
@require_POST
def prepare(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand a report over to the person who signs off."""
    prepare_report(report_id=visit.report.pk, by=visit.by, at=timezone.now())
    messages.success(request, _("The report is handed over for sign-off."))
    return _at_report(visit)


@for_the_report
@require_POST
def send_back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send a report that waits for sign-off back to whoever prepared it."""
    send_back_report(
        report_id=visit.report.pk,
        reason=request.POST.get("reason", ""),
        by=visit.by,
        at=timezone.now(),
    )
    messages.success(request, _("The report is back with the reporter."))
    return _at_report(visit)
