"""The parts of a plan as forms: its own words, its planned actions; what is typed is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.plans import services
from headway.cooperation.plans.finding import action_in, kept_plan
from headway.cooperation.plans.findings import told_of
from headway.cooperation.plans.forms.parts import action_forms, context_forms
from headway.cooperation.plans.forms.plans import ActionTitleForm
from headway.cooperation.plans.permissions import can_edit_now
from headway.cooperation.plans.queries.choices import action_choices, recommendation_choices
from headway.cooperation.plans.queries.plans import typed_of
from headway.cooperation.plans.queries.texts import text_of, written
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import row_id
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.autosave import autosaved
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpResponse, QueryDict

    from headway.cooperation.plans.facts import ActionText, PlanText
    from headway.cooperation.plans.forms.parts import PartForms
    from headway.cooperation.plans.models import Plan, PlannedAction
    from headway.cooperation.plans.queries.plans import Typed
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def writable(request: PersonRequest, slug: str, plan: str, part: str = "") -> Plan:
    one = kept_plan(request, slug, plan, typed_in=part)
    require_now(can_edit_now(one))
    return one


def _sent(request: PersonRequest) -> QueryDict | None:
    return chosen(request.POST) if request.method == "POST" else None


def _typed(request: PersonRequest, plan: Plan) -> Typed | None:
    return None if request.method == "POST" else typed_of(plan)


@never_cache
@require_http_methods(FORM)
def context(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Write a plan's own words."""
    one = writable(request, slug, plan)
    text, typed = written(one, with_nodes=False).text, _typed(request, one)
    forms = _context_forms(request, one, text, _sent(request), typed=typed)
    try:
        if forms.form.is_bound and forms.kept(
            lambda: services.change_context(
                plan_id=one.pk,
                said=forms.said(),
                version=forms.form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        ):
            messages.success(request, _("The plan is saved."))
            return redirect("plans:plan", slug=slug, plan=plan)
    except Conflict as conflict:
        now = kept_plan(request, slug, plan)
        theirs = _context_forms(request, now, text_of(now), None)
        return conflict_page(request, conflict, thing=one, theirs=theirs.all)
    told = [each for each in told_of(text) if not each.finding.action]
    shown = {"told": told, "part": "", "text": text}
    return _page(request, one, forms, shown, typed, version=one.version)


def _context_forms(
    request: PersonRequest,
    one: Plan,
    text: PlanText,
    data: QueryDict | None,
    *,
    typed: Typed | None = None,
) -> PartForms:
    recommendations = recommendation_choices(one.project, user=request.user)
    version = typed.seen_version if typed else one.version
    return context_forms(text, version, recommendations, data, typed=typed.typed if typed else None)


@never_cache
@require_http_methods(FORM)
def action(request: PersonRequest, slug: str, plan: str, action: str) -> HttpResponse:
    """Write a planned action with all its rows."""
    one = writable(request, slug, plan, action)
    found, typed = written(one, with_nodes=False), _typed(request, one)
    if action not in found.rows:
        raise Http404
    row, text = found.rows[action], found.text
    row.plan = one
    forms = _action_forms(request, row, text, _sent(request), typed=typed)
    try:
        if forms.form.is_bound and forms.kept(lambda: _change(request, row, forms)):
            messages.success(request, _("The planned action is saved."))
            return _onward(request, slug, plan, action)
    except Conflict as conflict:
        now = action_in(request, one, action)
        theirs = _action_forms(request, now, written(one, with_nodes=False).text, None)
        return conflict_page(request, conflict, thing=now, theirs=theirs.all)
    told = [each for each in told_of(text) if each.finding.action == action]
    shown = {"told": told, "part": action, "action": row, "text": text}
    return _page(request, one, forms, shown, typed, version=row.version)


def _change(request: PersonRequest, row: PlannedAction, forms: PartForms) -> PlannedAction:
    return services.change_action(
        action_id=row.pk,
        said=forms.said(),
        version=forms.form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _onward(request: PersonRequest, slug: str, plan: str, action: str) -> HttpResponse:
    """Stay, for more rows; or go back to the plan."""
    if request.POST.get("stay"):
        return redirect("plans:action", slug=slug, plan=plan, action=action)
    return redirect("plans:plan", slug=slug, plan=plan)


def _action_forms(
    request: PersonRequest,
    row: PlannedAction,
    text: PlanText,
    data: QueryDict | None,
    *,
    typed: Typed | None = None,
) -> PartForms:
    choices = action_choices(row, user=request.user)
    version = typed.seen_version if typed else row.version
    said = typed.typed if typed else None
    one = replace(_action_text(text, row), nodes=choices.touched)
    return action_forms(one, version, text.languages, choices, data, typed=said)


def _action_text(text: PlanText, row: PlannedAction) -> ActionText:
    return next(each for each in text.actions if each.key == row.key)


def _page(
    request: PersonRequest,
    one: Plan,
    forms: PartForms,
    shown: Mapping[str, object],
    typed: Typed | None,
    *,
    version: int,
) -> HttpResponse:
    part = shown["part"]
    args = [one.project.slug, one.slug, *([part] if part else [])]
    values = {
        "project": one.project,
        "plan": one,
        "forms": forms,
        "form": forms.form,
        "typed_address": reverse("plans:typed_action" if part else "plans:typed", args=args),
        "checks_address": reverse("plans:checks_action" if part else "plans:checks", args=args),
        "has_typed": typed is not None,
        "newer": _newer() if typed and typed.seen_version != version else "",
        **shown,
    }
    template = "plans/action.html" if part else "plans/context.html"
    return render(request, template, values, status=status_of(forms.form))


def _newer() -> str:
    return _("Somebody else saved this meanwhile. You will see both texts when you save.")


@require_POST
def typed(request: PersonRequest, slug: str, plan: str, action: str = "") -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong."""
    one = kept_plan(request, slug, plan)

    def keep(words: dict[str, str], seen: int) -> datetime:
        return services.type_text(
            plan_id=one.pk,
            part=action,
            typed=words,
            seen_version=seen,
            by=request.user,
            at=timezone.now(),
        ).saved_at

    def version() -> int:
        return action_in(request, one, action).version if action else one.version

    return autosaved(request, keep, version=version)


@never_cache
@require_http_methods(FORM)
def add_action(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Add a planned action by its title; its form comes next."""
    one = writable(request, slug, plan)
    form = ActionTitleForm(one.languages, request.POST if request.method == "POST" else None)
    made: list[PlannedAction] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            services.add_action(
                plan_id=one.pk, title=form.text("title"), by=request.user, at=timezone.now()
            )
        ),
    ):
        return redirect("plans:action", slug=slug, plan=plan, action=made[0].key)
    values = {"project": one.project, "plan": one, "form": form}
    return render(request, "plans/action_add.html", values, status=status_of(form))


@require_POST
def place_action(request: PersonRequest, slug: str, plan: str, action: str) -> HttpResponse:
    """Move a planned action up or down, or take it out."""
    one = writable(request, slug, plan)
    row = action_in(request, one, action)
    try:
        messages.success(request, _placed(request, row, request.POST.get("step", "")))
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("plans:plan", slug=slug, plan=plan)


def _placed(request: PersonRequest, row: PlannedAction, name: str) -> str:
    by, at = request.user, timezone.now()
    if name == "remove":
        version = row_id(request.POST.get("version", "")) or 0
        services.remove_action(action_id=row.pk, version=version, by=by, at=at)
        return _("The planned action is taken out.")
    if name in {"up", "down"}:
        keys = [each.key for each in text_of(row.plan).actions]
        place = keys.index(row.key) + 1 + (-1 if name == "up" else 1)
        services.move_action(action_id=row.pk, place=place, by=by, at=at)
        return _("The order is changed.")
    raise BadInput({"step": _("Choose one of those listed.")})
