"""Files that stand as evidence in a report, kept as they come: none has to be sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id
from headway.monitoring.reporting.forms.parts import Evidence
from headway.monitoring.reporting.models import Answer, Figure
from headway.monitoring.reporting.views.acting import for_the_report

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from headway.monitoring.reporting.views.acting import Visit

REASON = "evidence of a part that whoever acts may see"


def standing_evidence(answer: Answer) -> Evidence:
    """Return the file on which an answer rests now."""
    return _shown(answer, answer.evidence) if answer.evidence else Evidence()


def _shown(answer: Answer, file: StoredFile) -> Evidence:
    return Evidence(file.pk, file.name, _signer(answer).sign(str(file.pk)))


def _signer(answer: Answer) -> Signer:
    """Return what signs the files of one answer: a form can name no others."""
    return Signer(salt=f"reporting.evidence.{answer.pk}")


def brought_evidence(
    request: HttpRequest, visit: Visit, answer: Answer, sent: QueryDict
) -> Evidence:
    """Keep the file that was sent; else return the one that the form carries."""
    file = request.FILES.get("evidence_file")
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
    if sent.get("drop_evidence"):
        return Evidence()
    try:
        pk = row_id(_signer(answer).unsign(sent.get("evidence", "")))
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
