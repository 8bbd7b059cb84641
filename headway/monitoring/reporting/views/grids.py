"""All parts of a report in one table; a column pasted into it; the report as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.core.problems import show_problems
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.formats.errors import Unreadable
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.reporting.forms.grids import (
    GridForm,
    figures_of_row,
    pastable,
    pasted_into,
)
from headway.monitoring.reporting.permissions import can_fill_report, takes_answers
from headway.monitoring.reporting.queries.answering import previous_answers, values_before
from headway.monitoring.reporting.queries.tasks import parts_of
from headway.monitoring.reporting.services import save_answers
from headway.monitoring.reporting.services.grids import weigh_answers
from headway.monitoring.reporting.telling import deadline_of
from headway.monitoring.reporting.views.acting import carried_to, for_the_report, put_down
from headway.monitoring.reporting.views.threads import named_part
from headway.monitoring.reporting.workbooks import read_report, workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest

    from headway.monitoring.reporting.views.acting import Visit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _forms(visit: Visit, data: Mapping[str, object] | None = None) -> list[GridForm]:
    """Return a form for each part, if whoever acts may fill in the whole report now."""
    found = visit.report
    require(can_fill_report(visit.by, found))
    require_now(takes_answers(found))
    tasks = parts_of(found, visit.by, at=timezone.now())
    before = previous_answers(found.round, [task.answer.node_id for task in tasks])
    values = values_before(due for task in tasks for due in task.figures)
    return [GridForm(task, before.get(task.answer.node_id or 0), values, data) for task in tasks]


@for_the_report
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show all parts in one table, and save those that were touched: all of them, or none."""
    if request.method != "POST":
        return _blank(request, visit)
    if "paste" in request.POST:
        return _paste(request, visit)
    return _save(request, visit)


def _blank(request: HttpRequest, visit: Visit) -> HttpResponse:
    shown, carried = _forms(visit), carried_to(request)
    if not carried:
        return _page(request, visit, shown)
    return _page(request, visit, _forms(visit, _over(shown, carried)), is_filled=True)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    shown = _forms(visit, chosen(request.POST))
    touched = [form for form in shown if form.is_touched]
    if not _are_valid(touched):
        return _page(request, visit, shown)
    try:
        count = save_answers(
            parts=[form.part_said() for form in touched],
            by=visit.by,
            at=timezone.now(),
            is_sure=bool(request.POST.get("is_sure")),
        )
    except BadInput as refused:
        show_problems(touched[0], refused, touched[1:])
        return _page(request, visit, shown)
    except Conflict as conflict:
        return _both(request, visit, conflict, touched)
    except Implausible as asked:
        return _page(request, visit, shown, doubts=tuple(asked.doubts.values()))
    put_down(request)
    told = ngettext("%(count)d part is saved.", "%(count)d parts are saved.", count)
    messages.success(request, told % {"count": count})
    return redirect("reporting:check" if count else "reporting:grid", key=visit.report.key)


def _both(
    request: HttpRequest, visit: Visit, conflict: Conflict, touched: Sequence[GridForm]
) -> HttpResponse:
    """Show what stands beside what was written, for each row that somebody else saved."""
    stale = {form.task.answer.pk for form in touched if not form.is_of_now}
    now = [form for form in _forms(visit) if form.task.answer.pk in stale]
    tokens = {form["version"].html_name: str(form.task.answer.version) for form in now}
    thing = _("the answers")
    return conflict_page(request, conflict, thing=thing, theirs=now, tokens=tokens)


def _are_valid(touched: Sequence[GridForm]) -> bool:
    """Check every form, so that each says what is wrong with it."""
    return [form.is_valid() for form in touched].count(False) == 0


def _over(shown: Iterable[GridForm], filled: Mapping[str, str]) -> QueryDict:
    """Return what the forms would send as they stand, with some fields filled otherwise."""
    data = QueryDict(mutable=True)
    for form in shown:
        for field in form:
            value = form.fields[field.name].prepare_value(field.value())
            if isinstance(value, bool):
                value = "on" if value else ""
            data[field.html_name] = "" if value is None else str(value)
    for name, words in filled.items():
        data[name] = words
    return data


def _paste(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Put a pasted column into the table, to be looked at and then saved."""
    shown = _forms(visit, request.POST)
    words = request.POST.get("pasted", "")
    try:
        filled = pasted_into(shown, column=request.POST.get("column", ""), words=words)
    except BadInput as refused:
        return _page(request, visit, shown, pasted=words, problem=str(refused))
    data = request.POST.copy()
    for name, said in filled.items():
        data[name] = said
    return _page(request, visit, _forms(visit, data), is_filled=True)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the table."""

    form: GridForm
    name: str
    figures: Sequence[object]


def _page(
    request: HttpRequest,
    visit: Visit,
    shown: Sequence[GridForm],
    *,
    doubts: Sequence[str] = (),
    pasted: str = "",
    problem: str = "",
    is_filled: bool = False,
) -> HttpResponse:
    is_sent = any(form.is_bound for form in shown)
    context = {
        "visit": visit,
        "report": visit.report,
        "deadline": deadline_of(visit.report),
        "rows": [GridRow(form, named_part(form.task), figures_of_row(form)) for form in shown],
        "problems": [("pasted", problem)] if problem else _problems(shown, is_filled=is_filled),
        "doubts": doubts,
        "pastable": pastable(shown),
        "pasted": pasted,
        "problem": problem,
        "is_filled": is_filled,
    }
    status = 422 if is_sent and not is_filled else 200
    return render(request, "reporting/grid.html", context, status=status)


def _problems(shown: Sequence[GridForm], *, is_filled: bool) -> list[tuple[str, str]]:
    """Return what is wrong, each with the field it stands at and the row it is of.

    Nothing of what was just filled in: it is looked at first.
    """
    found: list[tuple[str, str]] = []
    if is_filled:
        return found
    for form in shown:
        if not form.is_bound or not form.is_touched:
            continue
        name = named_part(form.task)
        for field in form:
            address = field.id_for_label or field.auto_id
            found += [(str(address), f"{name}: {sentence}") for sentence in field.errors]
        found += [("", f"{name}: {sentence}") for sentence in form.non_field_errors()]
    return found


@for_the_report
@require_safe
@limited(MAKING)
def download(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand out the report as a workbook, with what is known in place."""
    content = workbook_of(visit.report, _forms(visit))
    name = f"{visit.report.round.strategy.slug}-{visit.report.round.period}-{visit.report.key}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a workbook would change."""

    where: str
    name: str
    label: str
    before: str
    after: str


@for_the_report
@require_POST
def upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what a workbook would change, or which cells are wrong. Saves nothing."""
    shown = _forms(visit)
    file = request.FILES.get("file")
    context: dict[str, object] = {"visit": visit, "report": visit.report}
    if file is None or isinstance(file, list):
        context["sentences"] = [_("No file was chosen. Choose the workbook of this report.")]
        return render(request, "reporting/upload.html", context, status=422)
    try:
        brought = read_report(cast("BinaryIO", file), visit.report, shown)
    except Unreadable as refused:
        context["sentences"] = [str(refused), *map(str, refused.problems)]
        return render(request, "reporting/upload.html", context, status=422)
    data = _over(shown, brought.fields)
    filled = _forms(visit, data)
    touched = [form for form in filled if form.is_touched]
    wrong = [str(each) for each in brought.problems] + _wrong_cells(touched, brought.cells, visit)
    context |= {
        "sentences": wrong,
        "notes": brought.notes,
        "changes": _changes(touched, brought.cells),
        "hidden": list(data.items()),
    }
    return render(request, "reporting/upload.html", context, status=422 if wrong else 200)


def _wrong_cells(touched: Sequence[GridForm], cells: Mapping[str, str], visit: Visit) -> list[str]:
    """Return what saving would refuse, each sentence with the sheet and cell it is about."""
    if _are_valid(touched):
        try:
            _try(touched, visit)
        except BadInput as refused:
            show_problems(touched[0], refused, touched[1:])
        except Implausible:
            return []  # asked where it is saved
    found = []
    for form in touched:
        first = next((cells[f.html_name] for f in form if f.html_name in cells), "")
        for field in form:
            where = cells.get(field.html_name, first)
            found += [f"{where}: {sentence}" for sentence in field.errors]
        found += [f"{first}: {sentence}" for sentence in form.non_field_errors()]
    return found


def _try(touched: Sequence[GridForm], visit: Visit) -> None:
    """Save and take it back: what is refused is what would be. Raises as `save_answers` does."""
    weigh_answers(parts=[form.part_said() for form in touched], by=visit.by, at=timezone.now())


def _changes(touched: Sequence[GridForm], cells: Mapping[str, str]) -> list[Change]:
    found = []
    for form in touched:
        for name in form.changed_data:
            field = form[name]
            if name == "version" or field.html_name not in cells:
                continue
            before = form.get_initial_for_field(field.field, name)
            found.append(
                Change(
                    where=cells[field.html_name],
                    name=named_part(form.task),
                    label=form.label_of(name),
                    before=_shown(form, name, before),
                    after=_shown(form, name, form.data.get(field.html_name)),
                )
            )
    return found


def _shown(form: GridForm, name: str, value: object) -> str:
    """Return a value as people read it: the word of a choice, a number as its field writes it."""
    field = form.fields[name]
    choices = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    written = str(field.prepare_value(value) or "")
    return choices.get(written, written) or "–"
