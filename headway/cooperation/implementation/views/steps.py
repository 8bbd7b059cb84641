"""The monitoring table of a plan, and how one step stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.implementation.bringing import Brought, brought, handed_out
from headway.cooperation.implementation.finding import monitored_plan, open_project
from headway.cooperation.implementation.forms.steps import EvidenceForm, StepForm
from headway.cooperation.implementation.models import Evidence, PolicyChange
from headway.cooperation.implementation.permissions import (
    can_read_live,
    can_tell_change,
    can_tell_of_step,
)
from headway.cooperation.implementation.queries.tables import (
    closed_table,
    live_table,
    records_of,
)
from headway.cooperation.implementation.rules import (
    month_of,
    months_from,
    partners_asked,
    planned_months,
    progress,
)
from headway.cooperation.implementation.services import (
    add_evidence,
    remove_evidence,
    tell_progress,
)
from headway.cooperation.implementation.timelines import timeline_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import deny, require
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import FileResponse, HttpResponse

    from headway.cooperation.implementation.facts import ActionTold, StepTold
    from headway.cooperation.implementation.models import StepProgress
    from headway.cooperation.implementation.queries.tables import MonitoringTable
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.verdicts import Verdict

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def table(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Show a plan's table month by month, and every step in words."""
    project = open_project(request, slug)
    found, edition = monitored_plan(request, project, plan)
    live = can_read_live(request.user, found)
    shown = live_table(found, edition) if live else closed_table(found, edition)
    done, planned = progress(each.standing.status for each in shown.steps)
    today = timezone.localdate()
    changes = PolicyChange.objects.visible_to(request.user).filter(plan=found).distinct()
    context = {
        "project": project,
        "table": shown,
        "live": live,
        "timeline": timeline_of(shown.actions, on=today),
        "gone": timeline_of(shown.gone, on=today),
        "done": done,
        "planned": planned,
        "changes": changes.order_by("pk"),
        "tell": can_tell_change(request.user, found),
    }
    return render(request, "implementation/table.html", context)


@dataclass(frozen=True, slots=True)
class At:
    """Where a page of one step is: what its address names."""

    project: Project
    table: MonitoringTable
    action: ActionTold
    told: StepTold
    row: StepProgress | None
    may: Verdict
    """Whether the person may tell how it stands."""


def _at(request: PersonRequest, slug: str, plan: str, key: str) -> At:
    """Find a step, of now or gone. :raises NotAllowed: to partners of other regions."""
    project = open_project(request, slug)
    found, edition = monitored_plan(request, project, plan)
    require(can_read_live(request.user, found))
    table = live_table(found, edition)
    row = next((each for each in table.rows if each.step_key == key), None)
    for actions, is_gone in ((table.actions, False), (table.gone, True)):
        for action in actions:
            for told in action.steps:
                if told.step.key == key:
                    may = _may_tell(request, table, key, is_gone=is_gone)
                    return At(project, table, action, told, row, may)
    raise Http404


def _may_tell(
    request: PersonRequest, table: MonitoringTable, key: str, *, is_gone: bool
) -> Verdict:
    if is_gone:
        return deny(_("This step is no longer part of the plan. It can only be read."))
    asked = partners_asked(table.text)
    house = next(slug for slug, steps in asked.items() if key in steps)
    return can_tell_of_step(request.user, table.plan, house)


def _months(table: MonitoringTable) -> tuple[date, ...]:
    """Return the months that may have been worked in, as a form offers them.

    From the plan's first month to this one, and at most to a year after the plan's last.
    """
    now = month_of(timezone.localdate())
    planned = [month for told in table.steps for month in planned_months(told.step)]
    last = max(planned, default=now)
    until = min(now, last.replace(year=last.year + 1))
    return months_from(min([*planned, now]), until)


def _form(at: At, data: object = None) -> StepForm:
    return StepForm(
        at.told.standing,
        at.table.text.languages,
        _months(at.table),
        data,  # type: ignore[arg-type]  # what was sent, or nothing
        version=at.row.version if at.row else 0,
    )


@never_cache
@require_http_methods(FORM)
def step(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Show a step with its history; whoever answers for it tells how it stands."""
    at = _at(request, slug, plan, key)
    form = None
    if request.method == "POST":
        require(at.may)
        form = _form(at, chosen(request.POST))
        try:
            if kept(form, lambda: _tell(request, at, form)):
                messages.success(request, _("It is kept how the step stands."))
                return redirect("implementation:table", slug=slug, plan=plan)
        except Conflict as conflict:
            theirs = [_form(_at(request, slug, plan, key))]
            return conflict_page(request, conflict, thing=at.told.step.title, theirs=theirs)
    return _page(request, at, form or _form(at), EvidenceForm())


def _tell(request: PersonRequest, at: At, form: StepForm) -> None:
    tell_progress(
        plan_id=at.table.plan.pk,
        step_key=at.told.step.key,
        standing=form.standing(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _page(
    request: PersonRequest,
    at: At,
    form: StepForm,
    evidence: EvidenceForm,
    file: Brought | None = None,
) -> HttpResponse:
    context = {
        "project": at.project,
        "table": at.table,
        "action": at.action,
        "told": at.told,
        "line": timeline_of([at.action], on=timezone.localdate()),
        "may": at.may,
        "form": evidence if evidence.is_bound else form,
        "step_form": form,
        "evidence_form": evidence,
        "brought": file or Brought(),
        "evidence": at.row.evidence.all() if at.row else (),
        "records": records_of(at.row) if at.row else (),
    }
    return render(request, "implementation/step.html", context, status=status_of(form, evidence))


@never_cache
@require_POST
def evidence_add(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Add what shows that a step was taken."""
    at = _at(request, slug, plan, key)
    require(at.may)
    file = brought(request, "file", at=timezone.now())
    form = EvidenceForm(request.POST)
    if kept(form, lambda: _add(request, at, form, file)):
        messages.success(request, _("The evidence is added."))
        return redirect("implementation:step", slug=slug, plan=plan, key=key)
    return _page(request, at, _form(at), form, file)


def _add(request: PersonRequest, at: At, form: EvidenceForm, file: Brought) -> None:
    add_evidence(
        plan_id=at.table.plan.pk,
        step_key=at.told.step.key,
        title=form.cleaned_data["title"],
        address=form.cleaned_data["address"],
        file=file.checked("file"),
        by=request.user,
        at=timezone.now(),
    )


def _evidence(request: PersonRequest, at: At, pk: int) -> Evidence:
    seen = Evidence.objects.visible_to(request.user).select_related("file")
    found: Evidence = get_object_or_404(seen, progress=at.row, pk=pk)
    return found


@never_cache
@require_safe
def evidence(request: PersonRequest, slug: str, plan: str, key: str, pk: int) -> FileResponse:
    """Hand out a file that shows what was done."""
    found = _evidence(request, _at(request, slug, plan, key), pk)
    if found.file is None:
        raise Http404
    return handed_out(found.file)


@require_POST
def evidence_remove(
    request: PersonRequest, slug: str, plan: str, key: str, pk: int
) -> HttpResponse:
    """Take evidence out of the table."""
    at = _at(request, slug, plan, key)
    require(at.may)
    remove_evidence(evidence_id=_evidence(request, at, pk).pk, by=request.user, at=timezone.now())
    messages.success(request, _("The evidence is taken out."))
    return redirect("implementation:step", slug=slug, plan=plan, key=key)
