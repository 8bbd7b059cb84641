"""The way in by a task link: a page that says whose it is, and one button; and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import WrongState
from headway.monitoring.reporting.links import key_in
from headway.monitoring.reporting.queries.answering import text_asked
from headway.monitoring.reporting.queries.links import find_link, is_usable, link_problem
from headway.monitoring.reporting.services import open_link
from headway.monitoring.reporting.views.acting import hold, let_go
from headway.monitoring.reporting.wording import deadline_worded

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from headway.monitoring.reporting.models import TaskLink


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link this is; only the button lets in, for mail scanners open links."""
    at = timezone.now()
    link = find_link(key=key_in(token))
    if link is None or not is_usable(link, at=at):
        return _nowhere(request, link, at=at)
    if request.method != "POST":
        return render(request, "reporting/enter.html", _shown(link))
    try:
        open_link(link_id=link.pk, at=at)
    except WrongState:  # it ended between the two questions
        return _nowhere(request, find_link(pk=link.pk), at=at)
    hold(request, link)
    return redirect(_first_page(link))


def _shown(link: TaskLink) -> dict[str, object]:
    asked = link.report.round
    if link.answer is not None:
        link.answer.report = link.report
    return {
        "link": link,
        "report": link.report,
        "part": text_asked(link.answer) if link.answer else None,
        "deadline": deadline_worded(link.report.deadline_at, asked.strategy.time_zone),
    }


def _first_page(link: TaskLink) -> str:
    """Return where a link leads: to its part, or to the tasks of the report."""
    if link.answer_id is not None:
        return reverse("reporting:part", args=[link.report.key, link.answer_id])
    return reverse("reporting:report", args=[link.report.key])


def _nowhere(request: HttpRequest, link: TaskLink | None, *, at: datetime) -> HttpResponse:
    own = link is not None and link.person_id is not None
    context = {
        "problem": link_problem(link, at=at),
        "address": reverse("reporting:report", args=[link.report.key]) if link and own else "",
    }
    return render(request, "reporting/dead_link.html", context, status=410)


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the links that were opened here, as on a computer that others use."""
    let_go(request)
    return render(request, "reporting/left.html")
