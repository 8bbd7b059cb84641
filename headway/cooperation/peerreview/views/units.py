"""Review units: added, changed, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.peerreview.finding import kept_session, kept_unit
from headway.cooperation.peerreview.forms.sessions import UnitForm
from headway.cooperation.peerreview.permissions import takes_units
from headway.cooperation.peerreview.queries.sessions import plans_of
from headway.cooperation.peerreview.services import add_unit, change_unit, remove_unit
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.peerreview.models import ReviewUnit
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Add a unit to a session."""
    session = kept_session(request, slug, key)
    require_now(takes_units(session))
    sent = request.POST if request.method == "POST" else None
    form = UnitForm(*plans_of(session.project), sent)
    if form.is_bound and kept(
        form,
        lambda: add_unit(
            session_id=session.pk, plan=form.plan_of_unit(), by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, _("The unit is added. Pair the units when all are there."))
        return redirect("peerreview:session", slug, key)
    context = {"project": session.project, "session": session, "unit": None, "form": form}
    return render(request, "peerreview/unit_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str, unit: str) -> HttpResponse:
    """Change who makes up a unit, or which plan it presents."""
    found = kept_unit(request, slug, key, unit)
    session = found.session
    require_now(takes_units(session))
    sent = request.POST if request.method == "POST" else None
    form = UnitForm(*plans_of(session.project), sent, of=found, version=session.version)
    if form.is_bound and kept(form, lambda: _change(request, found, form)):
        messages.success(request, _("The unit is changed."))
        return redirect("peerreview:session", slug, key)
    context = {"project": session.project, "session": session, "unit": found, "form": form}
    return render(request, "peerreview/unit_form.html", context, status=status_of(form))


def _change(request: PersonRequest, found: ReviewUnit, form: UnitForm) -> None:
    change_unit(
        unit_id=found.pk,
        plan=form.plan_of_unit(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def remove(request: PersonRequest, slug: str, key: str, unit: str) -> HttpResponse:
    """Take a unit out of a session."""
    found = kept_unit(request, slug, key, unit)
    remove_unit(unit_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The unit is taken out."))
    return redirect("peerreview:session", slug, key)
