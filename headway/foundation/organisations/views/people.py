from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.accounts.models import User
from headway.foundation.accounts.permissions import (
    can_deactivate_person,
    can_invite_person,
    can_see_people,
)
from headway.foundation.accounts.proof import proven_lately
from headway.foundation.accounts.queries import people as everyone
from headway.foundation.accounts.requests import absolute
from headway.foundation.accounts.services import (
    change_person,
    deactivate_person,
    end_sessions,
    invite_person,
    reactivate_person,
)
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.problems import show_problems
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.forms import InviteForm, PersonForm, RoleForm
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.permissions import can_give_role
from headway.foundation.organisations.queries import all_roles
from headway.foundation.organisations.services import end_role, give_role
from headway.foundation.ui.conflicts import chosen, conflict_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """List everyone who has an account, with their roles."""
    require(can_see_people(request.user))
    roles = all_roles(request.user)
    rows = [(person, roles.get(person.pk, [])) for person in everyone()]
    context = {"rows": rows, "can_invite": can_invite_person(request.user)}
    return render(request, "organisations/people.html", context)


@proven_lately
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    """Give somebody an account, and tell them by mail where to sign in."""
    require(can_invite_person(request.user))
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            person = invite_person(
                by=request.user,
                at=timezone.now(),
                sign_in_address=absolute(request, reverse("accounts:sign_in_link")),
                **form.cleaned_data,
            )
        except BadInput as refused:
            show_problems(form, refused)
        else:
            messages.success(request, _("%(name)s has an account now.") % {"name": person})
            return redirect("organisations:person", pk=person.pk)
    return render(request, "organisations/invite.html", {"form": form})


@never_cache
@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one account with its roles."""
    require(can_see_people(request.user))
    found = get_object_or_404(User, pk=pk)
    return _page(request, found, PersonForm.of(found))


def _page(
    request: PersonRequest,
    found: User,
    form: PersonForm,
    role_form: RoleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "person": found,
        "form": form,
        "roles": all_roles(request.user).get(found.pk, []),
        "role_form": role_form or RoleForm(initial={"since": timezone.localdate()}),
        "can_give_role": can_give_role(request.user),
        "can_deactivate": can_deactivate_person(request.user, found),
        "can_change": can_invite_person(request.user),
    }
    return render(request, "organisations/person.html", context, status=status)


@proven_lately
@require_POST
def person_change(request: PersonRequest, pk: int) -> HttpResponse:
    """Change somebody's account. People change their own on its own page."""
    require(can_invite_person(request.user))
    found = get_object_or_404(User, pk=pk)
    form = PersonForm(chosen(request.POST))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        change_person(person_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
    except BadInput as refused:
        show_problems(form, refused)
        return _page(request, found, form, status=422)
    except Conflict as conflict:
        found.refresh_from_db()
        return conflict_page(request, conflict, thing=found, theirs=[PersonForm.of(found)])
    messages.success(request, _("The account is changed."))
    return redirect("organisations:person", pk=found.pk)


@proven_lately
@require_POST
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Close somebody's account."""
    found = get_object_or_404(User, pk=pk)
    deactivate_person(person_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The account of %(name)s is closed.") % {"name": found})
    return redirect("organisations:person", pk=pk)


@proven_lately
@require_POST
def sessions_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    require(can_invite_person(request.user))
    found = get_object_or_404(User, pk=pk)
    end_sessions(person_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": found})
    return redirect("organisations:person", pk=pk)


@proven_lately
@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Open somebody's account again."""
    found = get_object_or_404(User, pk=pk)
    reactivate_person(person_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The account of %(name)s is open again.") % {"name": found})
    return redirect("organisations:person", pk=pk)


@proven_lately
@require_POST
def role_give(request: PersonRequest, pk: int) -> HttpResponse:
    """Give somebody a role in an organisation."""
    require(can_give_role(request.user))
    found = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            _give(request, found, form)
        except BadInput as refused:
            show_problems(form, refused)
        else:
            return redirect("organisations:person", pk=pk)
    kept = PersonForm.of(found)
    return _page(request, found, kept, form, status=422)


def _give(request: PersonRequest, found: User, form: RoleForm) -> None:
    membership = give_role(
        user_id=found.pk,
        organisation_id=form.cleaned_data["organisation"],
        role=form.cleaned_data["role"],
        since=form.cleaned_data["since"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Given: %(role)s.") % {"role": membership})


@proven_lately
@require_POST
def role_end(request: PersonRequest, pk: int) -> HttpResponse:
    """End a role today."""
    require(can_give_role(request.user))
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    end_role(
        membership_id=membership.pk, until=timezone.localdate(), by=request.user, at=timezone.now()
    )
    messages.success(request, _("The role has ended."))
    return redirect("organisations:person", pk=membership.user_id)
