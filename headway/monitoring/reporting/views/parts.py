"""One part of a report: filled in, saved while it is typed, repeated, handed to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from headway.foundation.conversations.talking import ident_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import ALLOW, require, require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.indicators.panels import stated_words
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.reporting.forms.parts import FigureFields, PartForm, cause_hint
from headway.monitoring.reporting.permissions import can_fill_answer, can_fill_report, takes_answers
from headway.monitoring.reporting.places import place_of_figure
from headway.monitoring.reporting.queries.answering import (
    judged_today,
    previous_of_tasks,
    values_before,
)
from headway.monitoring.reporting.queries.tasks import parts_of, typed_of
from headway.monitoring.reporting.rows import figure_row, told
from headway.monitoring.reporting.rules import is_overdue, proposed_status
from headway.monitoring.reporting.services import (
    autosave,
    save_answer,
)
from headway.monitoring.reporting.services.answers import writer_of
from headway.monitoring.reporting.telling import deadline_of
from headway.monitoring.reporting.views.acting import carried_to, for_the_report, put_down
from headway.monitoring.reporting.views.evidence import (
    brought_evidence,
    carried_evidence,
    evidence_clashes,
    standing_evidence,
    standing_tokens,
    typed_evidence,
)
from headway.monitoring.reporting.views.threads import (
    Beside,
    named_part,
    pressed_in,
    say_beside,
    thread_boxes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from headway.foundation.ui.threads import ThreadBox
    from headway.monitoring.indicators.models import Target, Value
    from headway.monitoring.indicators.queries.answers import Answer as Judged
    from headway.monitoring.reporting.forms.parts import Evidence
    from headway.monitoring.reporting.models import Answer
    from headway.monitoring.reporting.queries.answering import Due, Previous, Task
    from headway.monitoring.reporting.rows import FigureRow, Told
    from headway.monitoring.reporting.views.acting import Visit
    from headway.monitoring.reporting.views.threads import PartTalk

FORM = ["GET", "HEAD", "POST"]
FORM_ID = "part-form"
NOTHING: Mapping[str, str] = MappingProxyType({})
OF_THREADS = ("text:", "request_key:")
CHECK = "check"
"""In the address of a part: it was opened from the check, and leads back there."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and did not save, and the version of the part that they had seen."""

    words: Mapping[str, str]
    seen: int | None


@dataclass(frozen=True, slots=True)
class Open:
    """A part that is being filled in, with all parts of its report and what was said before."""

    visit: Visit
    task: Task
    tasks: tuple[Task, ...]
    before: Previous | None
    values: Mapping[int, Value]

    @property
    def answer(self) -> Answer:
        return self.task.answer

    def form(self, data: Mapping[str, object] | None = None, **options: object) -> PartForm:
        return PartForm(self.task, self.before, self.values, data, **options)  # type: ignore[arg-type]


def opened_part(visit: Visit, part: int) -> Open:
    """Open a part that whoever acts may fill in now.

    :raises Http404: for a part that is not theirs to see.
    :raises NotAllowed, WrongState: if they may not fill it in, or not now.
    """
    tasks = parts_of(visit.report, visit.by, at=timezone.now())
    task = next((each for each in tasks if each.answer.pk == part), None)
    if task is None:
        raise Http404
    require(can_fill_answer(visit.by, task.answer))
    require_now(takes_answers(visit.report))
    return Open(visit, task, tasks, _before(visit, task), values_before(task.figures))


def _before(visit: Visit, task: Task) -> Previous | None:
    return previous_of_tasks(visit.report.round, [task]).get(task.answer.node_id or 0)


@for_the_report
@require_http_methods(FORM)
def part(request: HttpRequest, visit: Visit, part: int) -> HttpResponse:
    """Say how far a measure is, with last time's words in place."""
    opened = opened_part(visit, part)
    if request.method != "POST":
        return _as_typed(request, opened, _typed(request, opened))
    sent = chosen(request.POST)
    evidence = brought_evidence(request, visit, opened.task, sent)
    form = opened.form(sent)
    if (place := pressed_in(sent)) is not None:
        return _said(request, opened, form, evidence, place=place)
    form.full_clean()
    for place, brought in evidence.items():
        if brought.problem:
            form.add_error(f"{place}evidence_file", brought.problem)
    try:
        if kept(form, lambda: _keep(opened, form, evidence), in_parts=True):
            put_down(request)
            return _said_as_well(request, opened) or _onward(request, opened)
    except Implausible as asked:
        return _page(request, opened, form, evidence, doubts=tuple(asked.doubts.values()))
    except Conflict as conflict:
        return _both(request, opened, conflict, evidence)
    return _page(request, opened, form, evidence)


def _as_typed(
    request: HttpRequest, opened: Open, typed: Typed, problems: Mapping[str, str] = NOTHING
) -> HttpResponse:
    """Show a part with what somebody typed and did not save; `problems` are those of comments."""
    form = opened.form(typed=typed.words, seen=typed.seen)
    evidence = typed_evidence(opened.task, typed.words)
    return _page(request, opened, form, evidence, beside=Beside(FORM_ID, typed.words, problems))


def _said(
    request: HttpRequest,
    opened: Open,
    form: PartForm,
    evidence: Mapping[str, Evidence],
    *,
    place: str,
) -> HttpResponse:
    """Take the step of a comment; the answers beside it are kept as they are typed."""
    files = {f"{where}evidence": each.token for where, each in evidence.items() if not each.problem}
    for each in evidence.values():
        if each.problem:
            messages.warning(request, each.problem)
    words = form.as_typed() | files
    seen = row_id(request.POST.get("version", "")) or 0
    if (
        form.is_touched
        or opened.task.is_typed
        or files.items() - standing_tokens(opened.task).items()
    ):
        autosave(
            answer_id=opened.answer.pk,
            typed=words,
            seen_version=seen,
            by=opened.visit.by,
            at=timezone.now(),
        )
    problems = say_beside(opened.visit, _talk(opened), request.POST)
    if problems:
        return _as_typed(request, opened, Typed({**request.POST.dict(), **words}, seen), problems)
    put_down(request)
    return redirect(f"{request.get_full_path()}#{ident_of(place)}")


def _said_as_well(request: HttpRequest, opened: Open) -> HttpResponse | None:
    """Say what was typed in comments beside answers that are saved now; a page if it is refused."""
    if not (problems := say_beside(opened.visit, _talk(opened), request.POST)):
        return None
    now = opened_part(opened.visit, opened.answer.pk)
    sent = request.POST.dict()
    words = {name: str(each) for name, each in sent.items() if name.startswith(OF_THREADS)}
    return _as_typed(request, now, Typed(words, now.answer.version), problems)


def _talk(opened: Open) -> PartTalk:
    visit, task = opened.visit, opened.task
    boxes = thread_boxes(visit.report, visit.by, tasks=[task], at=timezone.now())
    return boxes.parts[task.answer.pk]


def _typed(request: HttpRequest, opened: Open) -> Typed:
    """Return what was typed here and not saved: sent after the session had ended, or autosaved."""
    if carried := carried_to(request):
        return Typed(carried, row_id(carried.get("version", "")))
    if not opened.task.is_typed:
        return Typed({}, None)
    saved = typed_of(opened.answer, writer=writer_of(opened.visit.by))
    return Typed(saved.typed, saved.seen_version) if saved else Typed({}, None)


def _keep(opened: Open, form: PartForm, evidence: Mapping[str, Evidence]) -> None:
    save_answer(
        answer_id=opened.answer.pk,
        said=form.reported(evidence[""].pk),
        figures=form.measured({place: each.pk for place, each in evidence.items()}),
        version=form.cleaned_data.get("version") or 0,
        by=opened.visit.by,
        at=timezone.now(),
        is_sure=bool(form.cleaned_data.get("is_sure")),
    )


def _onward(request: HttpRequest, opened: Open) -> HttpResponse:
    """Go on: to the check, if one came from there; else to the next part that is open."""
    key, name = opened.visit.report.key, named_part(opened.task)
    messages.success(request, _("%(measure)s is saved.") % {"measure": name})
    if opened.visit.is_of_a_part or request.POST.get("leave"):
        return redirect("reporting:report", key=key)
    if request.GET.get("from") == CHECK:
        return redirect("reporting:check", key=key)
    pks = [each.answer.pk for each in opened.tasks]
    here = pks.index(opened.answer.pk)
    order = (*opened.tasks[here + 1 :], *opened.tasks[:here])
    following = next((each for each in order if not each.is_done), None)
    if following is None:
        return redirect("reporting:check", key=key)
    return redirect("reporting:part", key=key, part=following.answer.pk)


def _both(
    request: HttpRequest, opened: Open, conflict: Conflict, mine: Mapping[str, Evidence]
) -> HttpResponse:
    """Show what stands beside what was written, field by field; files are carried along."""
    now = opened_part(opened.visit, opened.answer.pk)
    theirs = standing_evidence(now.task)
    conflict.clashes += tuple(evidence_clashes(theirs, mine))
    return conflict_page(
        request,
        conflict,
        thing=named_part(now.task),
        theirs=[now.form()],
        carried=carried_evidence(theirs, mine),
    )


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of the form with what explains it."""

    row: FigureRow
    fields: FigureFields
    targets: tuple[str, ...]
    evidence: Evidence
    box: ThreadBox

    @property
    def evidence_name(self) -> str:
        """The field that names the file which stands."""
        return f"{place_of_figure(self.row.due.figure.pk)}.evidence"


def _page(
    request: HttpRequest,
    opened: Open,
    form: PartForm,
    evidence: Mapping[str, Evidence],
    *,
    doubts: Sequence[str] = (),
    beside: Beside | None = None,
) -> HttpResponse:
    visit, task, at = opened.visit, opened.task, timezone.now()
    hand = can_fill_report(visit.by, visit.report) if visit.is_of_a_part else ALLOW
    said = beside or Beside(FORM_ID, chosen(request.POST))
    boxes = thread_boxes(visit.report, visit.by, tasks=[task], at=at, may=hand or None, beside=said)
    talk = boxes.parts[task.answer.pk]
    judged = judged_today(visit.report.round, task, at=at)
    targets = {each.text.indicator_id: each.targets for each in judged}
    context = {
        "visit": visit,
        "report": visit.report,
        "deadline": deadline_of(visit.report),
        "task": task,
        "name": named_part(task),
        "place": [each.answer.pk for each in opened.tasks].index(task.answer.pk) + 1,
        "count": len(opened.tasks),
        "form": form,
        "texts": [(each, talk.fields[each.name]) for each in form.texts],
        "figures": [_figure(form, due, opened, targets, talk, evidence) for due in task.figures],
        "before": opened.before,
        "has_values": bool(opened.values),
        "before_status": told(opened.answer, opened.before.status) if opened.before else None,
        "proposal": _proposal(opened, judged),
        "cause_hint": cause_hint(task, overdue=_overdue(opened)),
        "evidence": evidence[""],
        "doubts": doubts,
        "newer": "" if form.is_of_now else _newer(),
        "talk": talk,
        "problems": [(f"{ident_of(at)}-text", each) for at, each in said.problems.items()],
        "hand": hand,
    }
    status = 422 if said.problems else status_of(form)
    return render(request, "reporting/part.html", context, status=status)


def _newer() -> str:
    return _("Somebody else saved this part meanwhile. You will see both texts when you save.")


def _figure(
    form: PartForm,
    due: Due,
    opened: Open,
    targets: Mapping[int, tuple[Target, ...]],
    talk: PartTalk,
    evidence: Mapping[str, Evidence],
) -> FigureShown:
    row = figure_row(due, opened.values.get(due.figure.pk))
    told_targets = (stated_words(due.text, each) for each in targets.get(due.text.indicator_id, ()))
    place = place_of_figure(due.figure.pk)
    fields, box = form.of_figure(due), talk.fields[place]
    return FigureShown(row, fields, tuple(told_targets), evidence[f"{place}."], box)


def _overdue(opened: Open) -> str:
    """Return the day on which a measure was due, if it has passed and the status is not final."""
    text, asked = opened.task.text, opened.visit.report.round
    status = opened.before.status if opened.before else ""
    options = {each.code: each.canonical for each in asked.strategy.statuses}
    if text is None or text.due is None:
        return ""
    late = is_overdue(canonical=options.get(status, ""), due=text.due, on=asked.period_end)
    return text.due.worded() if late else ""


def _proposal(opened: Open, judged: Sequence[Judged]) -> Told | None:
    """Return the status that the measure's indicators propose, in the strategy's words."""
    if not judged:
        return None
    asked = opened.visit.report.round
    canonical = proposed_status(each.verdict for each in judged)
    codes = (each.code for each in asked.strategy.statuses if each.canonical == canonical)
    return told(opened.answer, next(codes, ""))
