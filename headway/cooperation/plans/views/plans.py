"""The plans of a project: the list, one with what it lacks, a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.plans.facts import PlanText
from headway.cooperation.plans.finding import open_plan, open_project
from headway.cooperation.plans.findings import told_of
from headway.cooperation.plans.forms.plans import PlanForm
from headway.cooperation.plans.hooks import PLAN_WAYS, STEP_WAYS
from headway.cooperation.plans.permissions import (
    can_begin_plan,
    can_edit_now,
    can_read_plan_draft,
    can_step,
    can_write_plan,
)
from headway.cooperation.plans.queries.choices import instrument_choices, member_choices, own_parts
from headway.cooperation.plans.queries.plans import (
    editions_of,
    newest_editions,
    plans_of,
    recommendations_of,
)
from headway.cooperation.plans.queries.texts import text_of, written, written_of
from headway.cooperation.plans.services import create_plan
from headway.cooperation.plans.states import PLAN_STEPS, PlanState
from headway.cooperation.plans.talk import threads_of
from headway.cooperation.plans.views.pictures import shown_in
from headway.foundation.core.verdicts import deny, require
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.facts import ActionText
    from headway.cooperation.plans.findings import Told
    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.queries.texts import Written
    from headway.foundation.accounts.models import User
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.threads import ThreadBox

FORM = ["GET", "HEAD", "POST"]
ASK_WHY = ("revise",)
"""Steps that somebody says a reason for, on a page of their own."""
NEED_ALL = ("ask_for_adoption", "publish")
"""Steps that a plan takes only once nothing is missing that it must have."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan in the list. Who may not read its draft sees the text of its newest edition."""

    plan: Plan
    text: PlanText
    edition: int | None
    lacks: int
    """How much must be mended before publishing."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step that the state allows or not, with the reason."""

    name: str
    label: str
    verdict: Verdict
    asks_why: bool
    address: str = ""
    """Where it is taken, if on a page of a higher app."""


@dataclass(frozen=True, slots=True)
class ActionShown:
    """A planned action on the page of a plan."""

    number: int
    text: ActionText
    version: int
    told: tuple[Told, ...]
    threads: tuple[ThreadBox, ...]


@never_cache
@require_safe
def plans(request: PersonRequest, slug: str) -> HttpResponse:
    """List the plans and recommendations of a project that the person may know of."""
    project = open_project(request, slug)
    found = plans_of(project, user=request.user)
    own = [each for each in found if can_read_plan_draft(request.user, each)]
    drafts = written_of(own, with_nodes=False)
    context = {
        "project": project,
        "rows": [_listed(each, drafts.get(each.pk)) for each in found],
        "recommendations": recommendations_of(project, user=request.user),
        "begin": can_begin_plan(request.user, project),
    }
    return render(request, "plans/list.html", context)


def _listed(plan: Plan, draft: Written | None) -> Listed:
    """Show a draft to its authors; to others, who see none without an edition, its newest one."""
    if draft is None:
        return Listed(plan, PlanText.from_json(plan.edition_text), plan.edition_number, 0)  # type: ignore[attr-defined]  # annotated
    lacks = sum(each.is_must for each in told_of(draft.text))
    return Listed(plan, draft.text, None, lacks)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a plan."""
    project = open_project(request, slug)
    require(can_begin_plan(request.user, project))
    form = _plan_form(request, project)
    made: list[Plan] = []
    if form.is_bound and kept(form, lambda: made.append(_create(request, project, form))):
        messages.success(request, _("The plan is begun. Nobody but its authors sees it."))
        return redirect("plans:plan", slug=slug, plan=made[0].slug)
    context = {"project": project, "form": form}
    return render(request, "plans/add.html", context, status=status_of(form))


def _plan_form(request: PersonRequest, project: Project) -> PlanForm:
    own, _region = own_parts(project, user=request.user)
    return PlanForm(
        project.languages or ["en"],
        instruments=instrument_choices(project),
        authors=member_choices(project),
        own=own,
        data=request.POST if request.method == "POST" else None,
    )


def _create(request: PersonRequest, project: Project, form: PlanForm) -> Plan:
    given = form.cleaned_data
    return create_plan(
        project_id=project.pk,
        instrument_key=given["instrument"],
        author_slugs=given["authors"],
        slug=form.address(),
        title=form.text("title"),
        languages=given["languages"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
def plan(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Show a plan to its authors with what it lacks; to others what they may read of it."""
    one = open_plan(request, slug, plan)
    context: dict[str, object] = {"project": one.project, "plan": one}
    context["ways"] = PLAN_WAYS.of(one.project.slug, one.slug)
    if not can_read_plan_draft(request.user, one):
        editions = editions_of(one, user=request.user)
        newest = newest_editions([one], user=request.user)[one.pk]
        context |= {"editions": editions, "text": newest.text, "steps": steps_of(one, request.user)}
        return render(request, "plans/editions.html", context)
    context |= _written(request, one)
    return render(request, "plans/plan.html", context)


def _written(request: PersonRequest, one: Plan) -> dict[str, object]:
    """Return a plan as it is being written, with what it lacks and what is said of it."""
    write, found = can_write_plan(request.user, one), written(one)
    told = told_of(found.text)
    musts = sum(each.is_must for each in told)
    threads = threads_of(one, by=request.user, may=write, at=timezone.now())
    return {
        "text": found.text,
        "pictures": shown_in(one, found.text),
        "write": write,
        "edit": can_edit_now(one) if write else write,
        "told": [each for each in told if not each.finding.action],
        "steps": steps_of(one, request.user, missing=musts),
        "musts": musts,
        "shoulds": sum(not each.is_must for each in told),
        "threads": threads.get("", ()),
        "actions": [
            ActionShown(
                number=number,
                text=each,
                version=found.rows[each.key].version,
                told=tuple(one for one in told if one.finding.action == each.key),
                threads=threads.get(each.key, ()),
            )
            for number, each in enumerate(found.text.actions, start=1)
        ],
    }


@never_cache
@require_safe
def editions(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """List the editions of a plan that the person may read."""
    one = open_plan(request, slug, plan)
    found = editions_of(one, user=request.user)
    newest = newest_editions([one], user=request.user).get(one.pk)
    if newest is None:
        require(can_read_plan_draft(request.user, one))
    text = newest.text if newest else text_of(one)
    context = {"project": one.project, "plan": one, "editions": found, "text": text, "steps": ()}
    return render(request, "plans/editions.html", context)


def steps_of(one: Plan, user: User, *, missing: int = 0) -> tuple[StepShown, ...]:
    """Return the steps from where a plan stands, and whether and why not they are possible."""
    write = can_write_plan(user, one)
    found = []
    for name, step in PLAN_STEPS.steps.items():
        if one.state in step.sources and not (name == "publish" and _waits(one)):
            verdict = can_step(one, name) if write else write
            if verdict and missing and name in NEED_ALL:
                verdict = deny(_waits_for(missing))
            way = STEP_WAYS.get(name)
            address = reverse(way, args=[one.project.slug, one.slug]) if way else ""
            label = capfirst(str(step.label))
            found.append(StepShown(name, label, verdict, name in ASK_WHY, address))
    return tuple(found)


def _waits_for(missing: int) -> str:
    words = ngettext(
        "%(count)d thing is still missing. It is told beside the text below.",
        "%(count)d things are still missing. They are told beside the text below.",
        missing,
    )
    return words % {"count": missing}


def _waits(one: Plan) -> bool:
    """Tell whether publishing is no question yet: a body has to adopt the plan first."""
    return one.state == PlanState.REVISED and can_step(one, "ask_for_adoption").allowed
