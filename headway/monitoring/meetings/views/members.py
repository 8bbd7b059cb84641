"""Who sits in a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_body
from headway.monitoring.meetings.forms.bodies import EndForm, MemberForm
from headway.monitoring.meetings.models import Member
from headway.monitoring.meetings.queries.people import current_members, in_order
from headway.monitoring.meetings.services import add_member, change_member, end_member
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Body

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add somebody to a body."""
    body, at = kept_body(request, slug), timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = MemberForm(in_order(current_members(body)), day_of(body.strategy, at), sent)
    if form.is_bound and kept(
        form, lambda: add_member(body_id=body.pk, plan=form.plan(), by=request.user, at=at)
    ):
        messages.success(request, _("The member is added."))
        return redirect("meetings:body", slug=slug)
    return _page(request, body, form)


def _page(
    request: PersonRequest,
    body: Body,
    form: MemberForm,
    *,
    member: Member | None = None,
    end_form: EndForm | None = None,
) -> HttpResponse:
    context = {"body": body, "form": form, "member": member, "end_form": end_form}
    shown = [form, end_form] if end_form else [form]
    return render(request, "meetings/member_form.html", context, status=status_of(*shown))


def _member(request: PersonRequest, body: Body, pk: int) -> Member:
    members = Member.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(members, body=body, pk=pk)


@never_cache
@require_http_methods(FORM)
def member(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change what somebody does in a body."""
    body, at = kept_body(request, slug), timezone.now()
    found, today = _member(request, body, pk), day_of(body.strategy, at)
    others = in_order(current_members(body))
    sent = chosen(request.POST) if request.method == "POST" else None
    form = MemberForm(others, today, sent, of=found)
    try:
        if form.is_bound and kept(form, lambda: _change(request, found, form)):
            messages.success(request, _("What the member does here is changed."))
            return redirect("meetings:body", slug=slug)
    except Conflict as conflict:
        theirs = [MemberForm(others, today, of=_member(request, body, pk))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    return _page(request, body, form, member=found, end_form=EndForm(initial={"until": today}))


def _change(request: PersonRequest, found: Member, form: MemberForm) -> Member:
    return change_member(
        member_id=found.pk,
        plan=form.plan(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's work in a body."""
    body, at = kept_body(request, slug), timezone.now()
    found = _member(request, body, pk)
    end_form = EndForm(request.POST)
    if kept(
        end_form,
        lambda: end_member(
            member_id=found.pk, until=end_form.cleaned_data["until"], by=request.user, at=at
        ),
    ):
        messages.success(request, _("Their work here has ended."))
        return redirect("meetings:body", slug=slug)
    form = MemberForm(in_order(current_members(body)), day_of(body.strategy, at), of=found)
    return _page(request, body, form, member=found, end_form=end_form)
