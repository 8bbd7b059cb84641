"""Who speaks for each organisation, and what was written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.foundation.core.errors import Conflict
from headway.foundation.notices.queries import delivered_of_scope, mails_of_scope
from headway.foundation.notices.registry import label_of
from headway.foundation.notices.states import MailState
from headway.foundation.publication.services import strategy_scope
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.reporting.finding import page_language
from headway.monitoring.reporting.forms.writing import LineForm
from headway.monitoring.reporting.queries.keeping import Line, reporting_lines
from headway.monitoring.reporting.services import set_reporting_line
from headway.monitoring.strategy.finding import kept_strategy, page_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import ReportingLine
    from headway.monitoring.strategy.models import Strategy

PAGE = 50


@never_cache
@require_safe
def lines(request: PersonRequest, slug: str) -> HttpResponse:
    """List who is written to, and who signs off, for each organisation."""
    strategy = kept_strategy(request, slug)
    found = reporting_lines(strategy, page_language())
    context = {
        "strategy": strategy,
        "lines": found,
        "unreachable": sum(bool(each.bounced) for each in found),
        "orphans": sum(not each.candidates for each in found),
    }
    return render(request, "reporting/keeping/lines.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: PersonRequest, slug: str, partner: str) -> HttpResponse:
    """Say who speaks for one organisation."""
    strategy = kept_strategy(request, slug)
    found = _line(strategy, partner)
    form = LineForm(found, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(form, lambda: _set(request, strategy, found, form)):
            messages.success(request, _("Who speaks for the organisation is set."))
            return redirect("reporting:lines", slug=slug)
    except Conflict as conflict:
        theirs = [LineForm(_line(strategy, partner))]
        return conflict_page(request, conflict, thing=found.organisation, theirs=theirs)
    context = {"strategy": strategy, "line": found, "form": form}
    return render(request, "reporting/keeping/line.html", context, status=status_of(form))


def _line(strategy: Strategy, partner: str) -> Line:
    """Return who speaks for an organisation. :raises Http404: for one that was never asked."""
    found = next(iter(reporting_lines(strategy, page_language(), partner)), None)
    if found is None:
        raise Http404
    return found


def _set(request: PersonRequest, strategy: Strategy, found: Line, form: LineForm) -> ReportingLine:
    given = form.cleaned_data
    people = {person.pk: person for person in found.candidates}
    return set_reporting_line(
        strategy_id=strategy.pk,
        organisation=found.organisation,
        contact=people.get(given["contact"]),
        approver=people.get(given["approver"]),
        version=given["version"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def mails(request: PersonRequest, slug: str) -> HttpResponse:
    """List the mails of a strategy: to whom, of what kind, how each stands. Never a link."""
    strategy = kept_strategy(request, slug)
    state = request.GET.get("state", "")
    scope = strategy_scope(strategy.key)
    pages = Paginator(mails_of_scope(scope, state=state), PAGE)
    everything = delivered_of_scope(scope)
    page = pages.get_page(page_number(request))
    context = {
        "strategy": strategy,
        "rows": [(mail, label_of(mail["kind"])) for mail in page],
        "number": page.number,
        "pages": pages.num_pages,
        "count": everything.written,
        "undelivered": everything.undelivered,
        "states": MailState.choices,
        "state": state,
    }
    return render(request, "reporting/keeping/mails.html", context)
