"""Reports in review: the list, one beside the previous, and what a coordinator decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.ui.forms import kept
from headway.monitoring.reporting.finding import kept_report, kept_round, page_language
from headway.monitoring.reporting.forms.rounds import ReasonForm, ReopenForm
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.permissions import can_reopen_now, can_return_now
from headway.monitoring.reporting.queries.records import latest_submission
from headway.monitoring.reporting.queries.reviewing import next_waiting, parts_of, reports_in
from headway.monitoring.reporting.rules import standing_of
from headway.monitoring.reporting.services import (
    accept_report,
    accept_reports,
    grant_time,
    open_review,
    refuse_time,
    reopen_report,
    return_report,
    review_again,
)
from headway.monitoring.reporting.services.checks import doubts_about, measured_of
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.views.threads import FIELDS, named_part, thread_boxes
from headway.monitoring.reporting.wording import deadline_worded
from headway.monitoring.strategy.finding import page_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import BaseForm
    from django.http import HttpResponse
    from django.utils.functional import _StrOrPromise

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Round
    from headway.monitoring.reporting.queries.reviewing import FigurePair, Part, TextPair
    from headway.monitoring.reporting.views.threads import PartTalk, Talk

PAGE = 50
ALL = "all"
READ = (ReportState.SUBMITTED, ReportState.ACCEPTED)
"""States in which the organisation has handed in what it says, so that it can be read."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """List the reports of a round, those that wait for review first; accept many at once."""
    of = kept_round(request, slug, key)
    if request.method == "POST":
        return _accepted(request, of)
    state = request.GET.get("state", ReportState.SUBMITTED)
    found = reports_in(of, request.user, state="" if state == ALL else state)
    pages = Paginator(found, PAGE)
    page = pages.get_page(page_number(request))
    context = {
        "strategy": of.strategy,
        "round": of,
        "rows": [(report, _standing(report, of)) for report in page],
        "number": page.number,
        "pages": pages.num_pages,
        "count": pages.count,
        "state": state,
        "all": ALL,
        "states": ReportState.choices,
        "can_accept": state == ReportState.SUBMITTED,
    }
    return render(request, "reporting/keeping/reports.html", context)


def _standing(report: Report, of: Round) -> str:
    return standing_of(
        round_state=of.state,
        report_state=report.state,
        is_started=report.started_at is not None,
        is_reopened=report.reopened_at is not None,
    )


def _accepted(request: PersonRequest, of: Round) -> HttpResponse:
    """Accept what was chosen, all or none."""
    wanted = [pk for each in request.POST.getlist("report") if (pk := row_id(each))]
    own = Report.objects.visible_to(request.user).filter(round=of, pk__in=wanted)
    ids = list(own.values_list("pk", flat=True))
    if not ids:
        messages.warning(request, _now("Nothing was chosen. Choose the reports to accept."))
        return redirect(request.get_full_path())
    count = accept_reports(report_ids=ids, by=request.user, at=timezone.now())
    sentence = ngettext("%(count)s report is accepted.", "%(count)s reports are accepted.", count)
    messages.success(request, sentence % {"count": count})
    return redirect(request.get_full_path())


@never_cache
@require_http_methods(["GET", "HEAD"])
def review(request: PersonRequest, slug: str, key: str, report: str) -> HttpResponse:
    """Show a report with the previous one beside it."""
    return _review(request, kept_report(request, slug, key, report))


def _review(
    request: PersonRequest, report: Report, *, returning: BaseForm | None = None,
    reopening: BaseForm | None = None, refusing: BaseForm | None = None,
) -> HttpResponse:  # fmt: skip
    of, zone = report.round, report.round.strategy.time_zone
    is_read = report.state in READ and (
        report.state == ReportState.ACCEPTED or report.seen_at is not None
    )
    parts = parts_of(report, request.user) if is_read else ()
    tasks = [part.task for part in parts]
    is_theirs = report.state in {ReportState.DRAFT, ReportState.PREPARED}
    talk = None
    if not is_theirs:
        talk = thread_boxes(report, request.user, tasks=tasks, at=timezone.now(), may=ALLOW)
    shown = [form for form in (returning, reopening, refusing) if form]
    context = {
        "strategy": of.strategy,
        "round": of,
        "report": report,
        "standing": _standing(report, of),
        "is_read": is_read,
        "parts": _shown_parts(parts, talk, of),
        "talk": talk,
        "unchanged": sum(part.is_unchanged for part in parts),
        "deadline": deadline_worded(report.deadline_at, zone),
        "submission": latest_submission(report),
        "next": next_waiting(of, request.user, after=report.pk),
        "can_return": can_return_now(report),
        "can_reopen": can_reopen_now(report),
        "is_open": of.state == RoundState.OPEN,
        "returning": returning or ReasonForm(),
        "reopening": reopening or ReopenForm(zone),
        "refusing": refusing or ReasonForm(prefix="refuse"),
        "form": shown[0] if shown else None,
    }
    status = 422 if shown else 200
    return render(request, "reporting/keeping/review.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of a report as the page shows it."""

    part: Part
    ident: str
    name: str
    status: str
    status_before: str
    texts: tuple[tuple[str, TextPair], ...]
    figures: tuple[tuple[FigurePair, str], ...]
    """Each with the question about it, if it looks like a mistake."""
    talk: PartTalk | None


def _shown_parts(parts: Sequence[Part], talk: Talk | None, of: Round) -> list[Shown]:
    doubts = _doubts(parts)
    language = page_language()
    words = {o.code: str(o.label.passage(language)) for o in of.strategy.statuses}
    return [
        Shown(
            part=part,
            ident=f"part-{part.answer.pk}",
            name=named_part(part.task),
            status=words.get(part.answer.status, ""),
            status_before=words.get(part.before.status, "") if part.before else "",
            texts=tuple((str(FIELDS[pair.field]), pair) for pair in part.texts),
            figures=tuple((pair, doubts.get(pair.due.figure.pk, "")) for pair in part.figures),
            talk=talk.parts.get(part.answer.pk) if talk else None,
        )
        for part in parts
    ]


def _doubts(parts: Sequence[Part]) -> dict[int, str]:
    """Return the question at each figure that looks like a mistake. No query."""
    pairs = [pair for part in parts for pair in part.figures]
    dues = {pair.due.figure.pk: pair.due for pair in pairs}
    values = {value.pk: value for pair in pairs for value in pair.values}
    said = [measured_of(due.figure) for due in dues.values() if due.figure.way]
    found = doubts_about(said, asked=dues, values=values.values())
    return {int(name.partition("-")[2]): sentence for name, sentence in found.items()}


STEPS: dict[str, tuple[Callable[..., object], _StrOrPromise]] = {
    "begin": (open_review, ""),
    "accept": (accept_report, _("The report is accepted.")),
    "again": (review_again, _("The acceptance is taken back.")),
    "grant": (grant_time, _("More time is given; the partner is told by mail.")),
}


@require_POST
def step(request: PersonRequest, slug: str, key: str, report: str, step: str) -> HttpResponse:
    """Begin the review, accept, take the acceptance back, or give more time."""
    found = kept_report(request, slug, key, report)
    if step not in STEPS:
        raise Http404
    service, told = STEPS[step]
    service(report_id=found.pk, by=request.user, at=timezone.now())
    if told:
        messages.success(request, str(told))
    if step == "grant":
        return redirect("reporting:collecting", slug=slug)
    if step == "accept" and (waiting := next_waiting(found.round, request.user)):
        return redirect("reporting:review", slug=slug, key=key, report=waiting.key)
    return redirect("reporting:review", slug=slug, key=key, report=report)


@require_POST
def send_back(request: PersonRequest, slug: str, key: str, report: str) -> HttpResponse:
    """Return a report, with a word on what to change."""
    found, form = kept_report(request, slug, key, report), ReasonForm(request.POST)
    if not kept(form, lambda: _by_reason(request, return_report, found, form)):
        return _review(request, found, returning=form)
    messages.success(request, _now("The report is returned; the partner is told by mail."))
    waiting = next_waiting(found.round, request.user)
    return redirect(_address(slug, key, waiting.key if waiting else report))


@require_POST
def refuse(request: PersonRequest, slug: str, key: str, report: str) -> HttpResponse:
    """Give no more time."""
    found = kept_report(request, slug, key, report)
    form = ReasonForm(request.POST, prefix="refuse")
    if not kept(form, lambda: _by_reason(request, refuse_time, found, form)):
        return _review(request, found, refusing=form)
    messages.success(request, _now("No more time is given; the partner is told by mail."))
    return redirect(_address(slug, key, report))


def _by_reason(
    request: PersonRequest, service: Callable[..., object], report: Report, form: ReasonForm
) -> object:
    reason = form.cleaned_data["reason"]
    return service(report_id=report.pk, reason=reason, by=request.user, at=timezone.now())


@require_POST
def reopen(request: PersonRequest, slug: str, key: str, report: str) -> HttpResponse:
    """Let one organisation report although its round is closed."""
    found = kept_report(request, slug, key, report)
    form = ReopenForm(found.round.strategy.time_zone, request.POST)
    if not kept(form, lambda: _reopen(request, found, form)):
        return _review(request, found, reopening=form)
    messages.success(request, _now("The report is reopened; the partner is told by mail."))
    return redirect(_address(slug, key, report))


def _reopen(request: PersonRequest, report: Report, form: ReopenForm) -> Report:
    return reopen_report(
        report_id=report.pk,
        until=form.moment("until"),
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


def _address(slug: str, key: str, report: str) -> str:
    return reverse("reporting:review", args=[slug, key, report])
