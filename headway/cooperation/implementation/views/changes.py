"""Policy changes: told, read, revised, asked about, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.implementation.bringing import Brought, brought, handed_out
from headway.cooperation.implementation.finding import (
    change_of,
    led_project,
    monitored_plan,
    open_project,
)
from headway.cooperation.implementation.forms.changes import ChangeForm
from headway.cooperation.implementation.forms.rounds import WordsForm
from headway.cooperation.implementation.permissions import (
    can_monitor,
    can_revise_now,
    can_tell_change,
)
from headway.cooperation.implementation.services import (
    ask_about_change,
    confirm_change,
    revise_change,
    tell_change,
)
from headway.cooperation.implementation.states import CHANGE_STEPS, ChangeState
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from headway.cooperation.implementation.models import PolicyChange
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Tell of a policy change."""
    project = open_project(request, slug)
    found, edition = monitored_plan(request, project, plan)
    require(can_tell_change(request.user, found))
    file = (
        brought(request, "evidence_file", at=timezone.now())
        if request.method == "POST"
        else Brought()
    )
    form = ChangeForm(edition.text, None, request.POST if request.method == "POST" else None)
    made: list[PolicyChange] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            tell_change(
                plan_id=found.pk,
                changed=form.changed(file.checked("evidence_file")),
                by=request.user,
                at=timezone.now(),
            )
        ),
    ):
        messages.success(request, _("The change is told. The lead partner confirms it."))
        return redirect("implementation:change", slug=slug, key=made[0].key)
    context: dict[str, object] = {"project": project, "change": None, "form": form, "brought": file}
    context["back"] = reverse("implementation:table", args=[slug, plan])
    return render(request, "implementation/change_form.html", context, status=status_of(form))


@never_cache
@require_safe
def change(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show a policy change with its evidence."""
    project = open_project(request, slug)
    found = change_of(request, project, key)
    context = {
        "project": project,
        "change": found,
        "monitor": can_monitor(request.user, project),
        "tell": can_tell_change(request.user, found.plan),
        "is_told": found.state == ChangeState.TOLD,
        "is_asked": found.state == ChangeState.ASKED,
        "is_confirmed": found.state == ChangeState.CONFIRMED,
    }
    return render(request, "implementation/change.html", context)


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Tell of a policy change otherwise."""
    project = open_project(request, slug)
    found = change_of(request, project, key)
    require(can_tell_change(request.user, found.plan))
    require_now(can_revise_now(found))
    _plan, edition = monitored_plan(request, project, found.plan.slug)
    sent = chosen(request.POST) if request.method == "POST" else None
    file = brought(request, "evidence_file", at=timezone.now()) if sent is not None else Brought()
    form = ChangeForm(edition.text, found, sent)
    try:
        if form.is_bound and kept(form, lambda: _revise(request, found, form, file)):
            messages.success(request, _("The change is revised."))
            return redirect("implementation:change", slug=slug, key=key)
    except Conflict as conflict:
        theirs = [ChangeForm(edition.text, change_of(request, project, key))]
        return conflict_page(request, conflict, thing=found.title, theirs=theirs)
    context = {"project": project, "change": found, "form": form, "brought": file}
    context["back"] = reverse("implementation:change", args=[slug, key])
    return render(request, "implementation/change_form.html", context, status=status_of(form))


def _revise(request: PersonRequest, found: PolicyChange, form: ChangeForm, file: Brought) -> None:
    revise_change(
        change_id=found.pk,
        changed=form.changed(file.checked("evidence_file") or found.evidence_file),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def ask(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Ask about a policy change."""
    project = led_project(request, slug)
    found = change_of(request, project, key)
    CHANGE_STEPS.target(state=found.state, step="ask")
    sent = request.POST if request.method == "POST" else None
    form = WordsForm(_("Your question"), sent, missing=_("Write what you want to know."))
    if form.is_bound and kept(
        form,
        lambda: ask_about_change(
            change_id=found.pk,
            words=form.cleaned_data["words"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The question is sent."))
        return redirect("implementation:change", slug=slug, key=key)
    words = {
        "title": _("Ask about the policy change"),
        "hint": _("The partner gets it by mail and answers by revising the change."),
        "save": _("Send the question"),
    }
    context = {"project": project, "form": form, "words": words}
    context["back"] = reverse("implementation:change", args=[slug, key])
    return render(request, "implementation/words.html", context, status=status_of(form))


@require_POST
def confirm(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Confirm a policy change."""
    found = change_of(request, led_project(request, slug), key)
    confirm_change(change_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The change is confirmed, and public."))
    return redirect("implementation:change", slug=slug, key=key)


@never_cache
@require_safe
def evidence(request: PersonRequest, slug: str, key: str) -> FileResponse:
    """Hand out the file that shows a policy change."""
    found = change_of(request, open_project(request, slug), key)
    if found.evidence_file is None:
        raise Http404
    return handed_out(found.evidence_file)
