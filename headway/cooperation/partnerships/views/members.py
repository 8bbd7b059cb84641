"""The partners of a project, and the policies that it wants to improve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.partnerships.finding import kept_project, open_project
from headway.cooperation.partnerships.forms import InstrumentForm, MemberForm
from headway.cooperation.partnerships.permissions import can_keep_project
from headway.cooperation.partnerships.queries import instruments_of, members_of
from headway.cooperation.partnerships.services import (
    add_instrument,
    add_member,
    change_instrument,
    change_member,
)
from headway.cooperation.partnerships.views.forms import answer, page_of, seen, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def members(request: PersonRequest, slug: str) -> HttpResponse:
    """List the partners with their roles and budgets."""
    found = open_project(request, slug)
    keep = can_keep_project(request.user, found)
    context = {"project": found, "members": members_of(found), "keep": keep}
    return render(request, "partnerships/members.html", context)


@never_cache
@require_safe
def instruments(request: PersonRequest, slug: str) -> HttpResponse:
    """List the policies that the project wants to improve."""
    found = open_project(request, slug)
    keep = can_keep_project(request.user, found)
    context = {"project": found, "instruments": instruments_of(found), "keep": keep}
    return render(request, "partnerships/instruments.html", context)


@never_cache
@require_http_methods(FORM)
def member_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a partner."""
    found = kept_project(request, slug)
    form = MemberForm(sent(request))
    return answer(
        request,
        page_of(found, "members", _("Add a partner"), save=_("Add the partner")),
        form,
        lambda: add_member(
            project_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


@never_cache
@require_http_methods(FORM)
def member(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a partner's role, region, budget and dates."""
    found = kept_project(request, slug)
    rows = found.members.select_related("organisation", "region")
    row = get_object_or_404(rows, pk=pk)
    form = MemberForm(sent(request), of=row)
    return answer(
        request,
        page_of(found, "members", _("Change the partner’s part"), lead=str(row.organisation)),
        form,
        lambda: change_member(
            member_id=pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=row.organisation,
        theirs=lambda: MemberForm(of=rows.get(pk=pk)),
    )


@never_cache
@require_http_methods(FORM)
def instrument_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a policy instrument."""
    found = kept_project(request, slug)
    form = InstrumentForm(found, sent(request))
    return answer(
        request,
        page_of(found, "instruments", _("Add a policy instrument"), save=_("Add the instrument")),
        form,
        lambda: add_instrument(
            project_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


@never_cache
@require_http_methods(FORM)
def instrument(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change a policy instrument."""
    found = kept_project(request, slug)
    row = get_object_or_404(found.instruments, key=key)
    form = InstrumentForm(found, sent(request), of=row)
    return answer(
        request,
        page_of(found, "instruments", _("Change the policy instrument")),
        form,
        lambda: change_instrument(
            instrument_id=row.pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=row,
        theirs=lambda: InstrumentForm(found, of=found.instruments.get(key=key)),
    )
