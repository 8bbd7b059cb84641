"""Files that stand as evidence in a report, kept as they come: none has to be sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput, Clash
from headway.foundation.core.keys import row_id
from headway.foundation.ui.conflicts import THEIRS
from headway.monitoring.reporting.forms.parts import Evidence
from headway.monitoring.reporting.models import Answer, Figure
from headway.monitoring.reporting.views.acting import for_the_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest, QueryDict

    from headway.monitoring.reporting.queries.answering import Task
    from headway.monitoring.reporting.views.acting import Visit

REASON = "evidence of a part that whoever acts may see"


def standing_evidence(task: Task) -> dict[str, Evidence]:
    """Return the files on which an answer and its figures rest now, by place in the form."""
    files = {place: holder.evidence for place, holder in _holders(task).items()}
    return {
        place: _shown(task.answer, file) if file else Evidence() for place, file in files.items()
    }


def standing_tokens(task: Task) -> dict[str, str]:
    """Return the fields that name the files which stand, as a form carries them."""
    return {f"{place}evidence": each.token for place, each in standing_evidence(task).items()}


def typed_evidence(task: Task, typed: Mapping[str, str]) -> dict[str, Evidence]:
    """Return the files that were brought with what was typed and not saved; else those of now."""
    standing = standing_evidence(task)
    return {
        place: _carried(task.answer, typed, place) if f"{place}evidence" in typed else each
        for place, each in standing.items()
    }


def _holders(task: Task) -> dict[str, Answer | Figure]:
    """Return what can rest on a file, by the beginning of its fields: the measure's is empty."""
    figures = {f"figure-{due.figure.pk}.": due.figure for due in task.figures}
    return {"": task.answer, **figures}


def evidence_clashes(
    theirs: Mapping[str, Evidence], mine: Mapping[str, Evidence]
) -> Iterator[Clash]:
    """Return where somebody else left another file than the one in my form."""
    for place, file in mine.items():
        if file.pk != theirs[place].pk:
            label = _("Evidence: file")
            yield Clash(f"{place}evidence", label, theirs[place].name, file.name)


def carried_evidence(
    theirs: Mapping[str, Evidence], mine: Mapping[str, Evidence]
) -> dict[str, str]:
    """Return the fields that name both files where two people saved."""
    own = {f"{place}evidence": file.token for place, file in mine.items()}
    dropped = {f"{place}drop_evidence": "" for place in mine}
    other = {f"{THEIRS}{place}evidence": file.token for place, file in theirs.items()}
    return {**own, **dropped, **other}


def _shown(answer: Answer, file: StoredFile) -> Evidence:
    return Evidence(file.pk, file.name, _signer(answer).sign(str(file.pk)))


def _signer(answer: Answer) -> Signer:
    """Return what signs the files of one answer: a form can name no others."""
    return Signer(salt=f"reporting.evidence.{answer.pk}")


def brought_evidence(
    request: HttpRequest, visit: Visit, task: Task, sent: QueryDict
) -> dict[str, Evidence]:
    """Keep the files that were sent; else return those that the form carries, by place."""
    return {place: _brought(request, visit, task.answer, sent, place) for place in _holders(task)}


def _brought(
    request: HttpRequest, visit: Visit, answer: Answer, sent: QueryDict, place: str
) -> Evidence:
    file = request.FILES.get(f"{place}evidence_file")
    if file is not None and not isinstance(file, list):
        try:
            kept = keep_file(
                content=file.chunks(),
                name=file.name or "",
                media_type=file.content_type or "",
                by=visit.by,
                at=timezone.now(),
            )
        except BadInput as refused:
            return Evidence(problem=str(refused))
        return _shown(answer, kept)
    return _carried(answer, sent, place)


def _carried(answer: Answer, sent: Mapping[str, str], place: str) -> Evidence:
    """Return the file that a form carries, unless it is to be left away."""
    if sent.get(f"{place}drop_evidence"):
        return Evidence()
    try:
        pk = row_id(_signer(answer).unsign(sent.get(f"{place}evidence", "")))
    except BadSignature:
        return Evidence()
    found = StoredFile.objects.unrestricted(reason=REASON).filter(pk=pk or 0).first()
    return _shown(answer, found) if found else Evidence()


@for_the_report
@require_safe
def evidence(_request: HttpRequest, visit: Visit, pk: int) -> FileResponse:
    """Hand out a file on which the report rests, to who may see the part."""
    number = row_id(str(pk)) or 0
    answers = Answer.objects.visible_to(visit.by).filter(report=visit.report)
    figures = Figure.objects.visible_to(visit.by).filter(report=visit.report, evidence=number)
    is_here = answers.filter(evidence=number).exists() or figures.exists()
    file = StoredFile.objects.unrestricted(reason=REASON).filter(pk=number).first()
    if file is None or not is_here:
        raise Http404
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
