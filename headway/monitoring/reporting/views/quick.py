"""What takes one press or none: a part answered as last time, and what is typed kept as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import require
from headway.foundation.ui.autosave import autosaved
from headway.monitoring.reporting.models import Answer
from headway.monitoring.reporting.permissions import can_fill_answer
from headway.monitoring.reporting.services import autosave, repeat_answer
from headway.monitoring.reporting.views.acting import for_the_report

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from headway.monitoring.reporting.views.acting import Visit


@for_the_report
@require_POST
def typed(request: HttpRequest, visit: Visit, part: int) -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong."""
    answer = _own(visit, part)
    require(can_fill_answer(visit.by, answer))

    def keep(words: dict[str, str], seen: int) -> datetime:
        return autosave(
            answer_id=answer.pk, typed=words, seen_version=seen, by=visit.by, at=timezone.now()
        ).saved_at

    def version() -> int:
        answer.refresh_from_db(fields=["version"])
        return answer.version

    return autosaved(request, keep, version=version)


def _own(visit: Visit, part: int) -> Answer:
    """Return a part that whoever acts may see. :raises Http404: for any other."""
    answers = Answer.objects.visible_to(visit.by).filter(report=visit.report)
    found = answers.filter(pk=row_id(str(part)) or 0).first()
    if found is None:
        raise Http404
    found.report = visit.report
    return found


@for_the_report
@require_POST
def repeat(request: HttpRequest, visit: Visit, part: int) -> HttpResponse:
    """Answer a part as last time, in one press."""
    answer = _own(visit, part)
    version = row_id(request.POST.get("version", "")) or answer.version
    try:
        repeat_answer(answer_id=answer.pk, version=version, by=visit.by, at=timezone.now())
    except BadInput as refused:
        messages.warning(request, str(refused))
        return redirect("reporting:part", key=visit.report.key, part=answer.pk)
    except Conflict:
        messages.warning(request, _("Somebody answered this meanwhile. Look at what they said."))
        return redirect("reporting:part", key=visit.report.key, part=answer.pk)
    return redirect("reporting:report", key=visit.report.key)
