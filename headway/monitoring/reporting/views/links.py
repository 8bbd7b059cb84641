"""Links into one report: who holds one, how it is ended, and how a new one is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.accounts.models import User
from headway.foundation.core.errors import NotAllowed
from headway.foundation.core.keys import row_id
from headway.monitoring.reporting.finding import kept_report
from headway.monitoring.reporting.permissions import takes_answers
from headway.monitoring.reporting.queries.links import links_of
from headway.monitoring.reporting.services import renew_link, revoke_link
from headway.monitoring.reporting.views.acting import for_the_report

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.queries.links import Held
    from headway.monitoring.reporting.views.acting import Visit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: PersonRequest, slug: str, key: str, report: str) -> HttpResponse:
    """List who may enter a report by a link; end one, or send a new one."""
    found = kept_report(request, slug, key, report)
    held = links_of(found, at=timezone.now())
    if request.method == "POST":
        messages.success(request, _done(request, found, held))
        return redirect("reporting:links", slug=slug, key=key, report=report)
    context = {
        "strategy": found.round.strategy,
        "round": found.round,
        "report": found,
        "held": held,
        "leading": sum(each.leads_in for each in held),
        "takes": takes_answers(found),
    }
    return render(request, "reporting/keeping/links.html", context)


def _done(request: PersonRequest, report: Report, held: tuple[Held, ...]) -> str:
    """End the link, or write to the person, that the button named; say what was done.

    :raises Http404: for a link or a person of another report.
    """
    at = timezone.now()
    ended, person = row_id(request.POST.get("end", "")), row_id(request.POST.get("person", ""))
    for each in held:
        if each.link and each.link.pk == ended:
            revoke_link(link_id=each.link.pk, by=request.user, at=at)
            return _("The link of %(person)s is ended.") % {"person": each.person or each.link.name}
        if each.person and each.person.pk == person:
            renew_link(report_id=report.pk, person=each.person, by=request.user, at=at)
            return _sent(each.person)
    raise Http404


def _sent(person: User) -> str:
    sentence = _("A new link is on its way to %(email)s. The one before has ended.")
    return sentence % {"email": person.email}


@for_the_report
@require_POST
def new_link(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write a new link to whoever asks, since somebody else may hold the one before."""
    if not isinstance(visit.by, User):
        raise NotAllowed(_("This link opens one part of a report, nothing else."))
    renew_link(report_id=visit.report.pk, person=visit.by, by=visit.by, at=timezone.now())
    if visit.link is None:
        messages.success(request, _sent(visit.by))
        return redirect("reporting:report", key=visit.report.key)
    return render(request, "reporting/new_link.html", {"email": visit.by.email})
