"""A report: read by both sides, written by its partner part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.implementation.finding import open_project, report_of
from headway.cooperation.implementation.forms.reports import PartForm
from headway.cooperation.implementation.models import ReportPart
from headway.cooperation.implementation.permissions import (
    can_monitor,
    can_read_draft,
    can_talk,
    can_write_now,
    can_write_report,
)
from headway.cooperation.implementation.queries.people import works_for_author
from headway.cooperation.implementation.queries.reports import (
    parts_of,
    submissions_of,
    told_with,
    typed_of,
)
from headway.cooperation.implementation.services import type_part, write_part
from headway.cooperation.implementation.states import WRITTEN, ReportState
from headway.cooperation.implementation.talk import boxes_of
from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.autosave import autosaved
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse, JsonResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def report(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show a report: to its authors as it is written, to others as it was submitted or closed."""
    project = open_project(request, slug)
    found = report_of(request, project, key)
    submitted = submissions_of(found, user=request.user)
    drafts = can_read_draft(request.user, found) if found.state in WRITTEN else None
    parts = parts_of(found) if drafts else ()
    told = told_with(found, parts) if drafts else (submitted[0].told if submitted else None)
    monitor = can_monitor(request.user, found.plan.project)
    is_side = bool(monitor) or request.user.reads_everything
    is_side = is_side or works_for_author(request.user, found.plan)
    talk = can_talk(request.user, found)
    boxes = (
        boxes_of(found, told, by=request.user, may=talk, at=timezone.now())
        if is_side and told
        else {}
    )
    write = can_write_report(request.user, found)
    places = {part.action_key: part.pk for part in parts}
    context = {
        "project": project,
        "report": found,
        "told": told,
        "actions": [
            (each, boxes.get(each.key), places.get(each.key))
            for each in (told.actions if told else ())
        ],
        "answers_part": places.get(""),
        "whole": boxes.get(""),
        "submitted": submitted,
        "is_written": found.state in WRITTEN,
        "is_submitted": found.state == ReportState.SUBMITTED,
        "is_closed": found.state == ReportState.CLOSED,
        "write": write,
        "monitor": monitor,
        "drafts": drafts,
    }
    return render(request, "implementation/report.html", context)


def _part(request: PersonRequest, slug: str, key: str, pk: int) -> ReportPart:
    """Return a part that the person may write now. :raises NotAllowed, WrongState: if not."""
    found = report_of(request, open_project(request, slug), key)
    require(can_write_report(request.user, found))
    require_now(can_write_now(found))
    seen = ReportPart.objects.visible_to(request.user).filter(report=found)
    part: ReportPart = get_object_or_404(seen, pk=pk)
    part.report = found
    return part


@never_cache
@require_http_methods(FORM)
def part(request: PersonRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Write what a report says of one action; what is typed is kept every few seconds."""
    found = _part(request, slug, key, pk)
    if request.method == "POST":
        form = PartForm(found, chosen(request.POST))
        try:
            if kept(form, lambda: _write(request, found, form)):
                messages.success(request, _("Your words are saved."))
                return redirect("implementation:report", slug=slug, key=key)
        except Conflict as conflict:
            theirs = [PartForm(_part(request, slug, key, pk))]
            return conflict_page(request, conflict, thing=_title(found), theirs=theirs)
        return _part_page(request, found, form)
    typed = typed_of(found.report, found.action_key, writer=writer_of(request.user))
    form = PartForm(
        found,
        typed=typed.typed if typed else None,
        seen=typed.seen_version if typed else None,
    )
    return _part_page(request, found, form)


def _title(found: ReportPart) -> object:
    actions = found.report.edition.text.actions
    title = next((each.title for each in actions if each.key == found.action_key), None)
    return title or _("Answers to the questions")


def _part_page(request: PersonRequest, found: ReportPart, form: PartForm) -> HttpResponse:
    told = told_with(found.report, (found,))
    context = {
        "project": found.report.plan.project,
        "report": found.report,
        "part": found,
        "title": _title(found),
        "action": told.actions[0] if told.actions else None,
        "form": form,
        "newer": "" if form.is_of_now else _newer(),
    }
    return render(request, "implementation/part.html", context, status=status_of(form))


def _newer() -> str:
    return _("Somebody else saved these words meanwhile. You will see both when you save.")


def _write(request: PersonRequest, found: ReportPart, form: PartForm) -> None:
    write_part(
        part_id=found.pk,
        said=form.said(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def typed(request: PersonRequest, slug: str, key: str, pk: int) -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong."""
    found = _part(request, slug, key, pk)

    def keep(words: dict[str, str], seen: int) -> datetime:
        return type_part(
            part_id=found.pk, typed=words, seen_version=seen, by=request.user, at=timezone.now()
        ).saved_at

    return autosaved(request, keep, version=lambda: found.version)
