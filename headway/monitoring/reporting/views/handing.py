"""One part of a report handed to a colleague, who gets a link that opens just that part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import require
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.reporting.forms.handing import ColleagueForm
from headway.monitoring.reporting.permissions import can_fill_report
from headway.monitoring.reporting.queries.links import find_link
from headway.monitoring.reporting.services import hand_over_part, revoke_link
from headway.monitoring.reporting.views.acting import for_the_report
from headway.monitoring.reporting.views.parts import FORM, opened_part
from headway.monitoring.reporting.views.threads import named_part

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.monitoring.reporting.views.acting import Visit


@for_the_report
@require_http_methods(FORM)
def hand_over(request: HttpRequest, visit: Visit, part: int) -> HttpResponse:
    """Hand one part to a colleague, who gets a link by mail."""
    opened = opened_part(visit, part)
    require(can_fill_report(visit.by, visit.report))
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and kept(form, lambda: _hand(request, visit, part, form)):
        name = form.cleaned_data["name"]
        messages.success(request, _("A link is on its way to %(person)s.") % {"person": name})
        return redirect("reporting:report", key=visit.report.key)
    context = {
        "visit": visit,
        "report": visit.report,
        "name": named_part(opened.task),
        "form": form,
    }
    return render(request, "reporting/hand_over.html", context, status=status_of(form))


def _hand(request: HttpRequest, visit: Visit, part: int, form: ColleagueForm) -> None:
    hand_over_part(
        answer_id=part,
        **form.cleaned_data,
        language=request.LANGUAGE_CODE,
        by=visit.by,
        at=timezone.now(),
    )


@for_the_report
@require_POST
def end_link(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """End the link of a colleague before its time."""
    require(can_fill_report(visit.by, visit.report))
    link = find_link(pk=row_id(str(pk)), report=visit.report, person=None)
    if link is None:
        raise Http404
    revoke_link(link_id=link.pk, by=visit.by, at=timezone.now())
    messages.success(request, _("The link of %(person)s is ended.") % {"person": link.name})
    return redirect("reporting:report", key=visit.report.key)
