"""The steps of a report: submitted, asked about, closed, opened again; what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.implementation.finding import led_project, open_project, report_of
from headway.cooperation.implementation.forms.rounds import WordsForm
from headway.cooperation.implementation.permissions import can_talk
from headway.cooperation.implementation.services import (
    ask_about_report,
    close_report,
    comment_on_report,
    reopen_report,
    submit_report,
)
from headway.cooperation.implementation.states import REPORT_STEPS
from headway.cooperation.implementation.talk import box_of
from headway.cooperation.implementation.wording import said
from headway.foundation.conversations.talking import Sent, ident_of, take_step, thread_at
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from headway.cooperation.implementation.models import ProgressReport
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.conversations.models import Comment
    from headway.foundation.conversations.queries import ThreadShown

FORM = ["GET", "HEAD", "POST"]


@require_POST
def submit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Submit a report."""
    found = report_of(request, open_project(request, slug), key)
    try:
        submit_report(report_id=found.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The report is submitted. The lead partner has a letter."))
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    return redirect("implementation:report", slug=slug, key=key)


@require_POST
def close(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Close a report."""
    found = report_of(request, led_project(request, slug), key)
    close_report(report_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The report is closed. All partners and the public may read it."))
    return redirect("implementation:report", slug=slug, key=key)


@never_cache
@require_http_methods(FORM)
def ask(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Ask about a report, which gives it back."""
    words = {
        "title": _("Ask about the report"),
        "label": _("Your question"),
        "missing": _("Write what you want to know."),
        "hint": _("The partner gets it by mail, and can change the report and submit it again."),
        "save": _("Send the question"),
        "done": _("The question is sent."),
    }
    return _saying(request, slug, key, "ask", words, ask_about_report)


@never_cache
@require_http_methods(FORM)
def reopen(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Open a closed report again."""
    words = {
        "title": _("Open the report again"),
        "label": _("Why"),
        "missing": _("Say why it is opened again."),
        "hint": _("Until it is closed anew, other partners and the public do not read it."),
        "save": _("Open it again"),
        "done": _("The report is open again."),
    }
    return _saying(request, slug, key, "reopen", words, reopen_report)


def _saying(
    request: PersonRequest,
    slug: str,
    key: str,
    step: str,
    words: dict[str, str],
    service: Callable[..., Any],
) -> HttpResponse:
    project = led_project(request, slug)
    found = report_of(request, project, key)
    REPORT_STEPS.target(state=found.state, step=step)
    sent = request.POST if request.method == "POST" else None
    form = WordsForm(words["label"], sent, missing=words["missing"])

    def take() -> None:
        service(
            report_id=found.pk,
            words=form.cleaned_data["words"],
            by=request.user,
            at=timezone.now(),
        )

    if form.is_bound and kept(form, take):
        messages.success(request, words["done"])
        return redirect("implementation:report", slug=slug, key=key)
    context = {"project": project, "form": form, "words": words}
    context["back"] = reverse("implementation:report", args=[slug, key])
    return render(request, "implementation/words.html", context, status=status_of(form))


@require_POST
def say(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Say something about a report, resolve or reopen a thread, take one's own comment back."""
    found = report_of(request, open_project(request, slug), key)
    require(can_talk(request.user, found))
    place = request.POST.get("place", "")
    thread = thread_at(found, place)
    address = reverse("implementation:report", args=[slug, key])
    try:
        _step(request, found, place, thread)
    except BadInput as refused:
        titles = {each.key: said(each.title) for each in found.edition.text.actions}
        box = box_of(
            found,
            place if place in titles else "",
            titles.get(place, _("the whole report")),
            thread,
            by=request.user,
            may=can_talk(request.user, found),
            at=timezone.now(),
            text=request.POST.get("text", ""),
            problem=" ".join(refused.problems.values()),
        )
        context = {"project": found.plan.project, "box": box, "back": address}
        return render(request, "implementation/say.html", context, status=422)
    return redirect(f"{address}#{ident_of(place)}")


def _step(
    request: PersonRequest, found: ProgressReport, place: str, thread: ThreadShown | None
) -> None:
    """Take the step that was asked for in a thread of a report."""
    sent, by, at = Sent.of(request.POST), request.user, timezone.now()

    def say() -> Comment:
        return comment_on_report(
            report_id=found.pk,
            place=place,
            text=sent.text,
            request_key=sent.request_key,
            by=by,
            at=at,
        )

    take_step(
        sent,
        thing=found,
        place=place,
        thread=thread,
        say=say,
        by=by,
        at=at,
        verdict=can_talk(by, found),
    )
