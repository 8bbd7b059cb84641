"""From a planned action to an amendment of a strategy: made as a draft, or linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.adoption.finding import open_plan, takes_part
from headway.cooperation.adoption.forms import LinkForm
from headway.cooperation.adoption.models import ActionAmendment
from headway.cooperation.adoption.permissions import can_amend_from
from headway.cooperation.adoption.queries import (
    amendments_to_link,
    decided_text,
    standing_amendment,
    strategies_known,
)
from headway.cooperation.adoption.services import (
    link_amendment,
    propose_amendment,
    unlink_amendment,
)
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.adoption.queries import Decided
    from headway.cooperation.plans.facts import ActionText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Strategy

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def amend(request: PersonRequest, slug: str, plan: str, action: str, strategy: str) -> HttpResponse:
    """Make a draft amendment from a planned action, or link one that exists."""
    one = open_plan(request, slug, plan)
    of = _strategy(request, one, strategy)
    decided, text = _action(request, one, action)
    require(can_amend_from(request.user, of))
    choices = amendments_to_link(of, user=request.user)
    is_link = request.method == "POST" and request.POST.get("step") == "link"
    if request.method == "POST" and not is_link:
        return _propose(request, one, text, of)
    form = LinkForm(choices, request.POST if is_link else None)
    if form.is_bound and kept(form, lambda: _link(request, one, text, form)):
        messages.success(request, _("The planned action and the amendment lead to each other."))
        return redirect("adoption:plan", slug=slug, plan=plan)
    context = {
        "project": one.project,
        "plan": one,
        "inside": takes_part(one, user=request.user),
        "title": decided.edition.text.title,
        "action": text,
        "strategy": of,
        "standing": standing_amendment(one, text.key, of),
        "touched": [each for each in text.nodes if each.strategy == of.slug],
        "fresh": [each for each in text.indicators if not each.indicator],
        "choices": choices,
        "form": form,
    }
    return render(request, "adoption/amend.html", context, status=status_of(form))


def _strategy(request: PersonRequest, plan: Plan, slug: str) -> Strategy:
    """Return a strategy by its address; without asking, if it is the one that the plan is for."""
    own: Strategy | None = plan.instrument.strategy
    if own and own.slug == slug:
        return own
    found = strategies_known([slug], user=request.user)
    if not found:
        raise Http404
    return found[0]


def _action(request: PersonRequest, plan: Plan, key: str) -> tuple[Decided, ActionText]:
    """Return what was decided on, and an action of it, as far as the person may read it."""
    decided = decided_text(plan, user=request.user)
    if decided is not None:
        for action in decided.actions:
            if action.key == key:
                return decided, action
    raise Http404


def _propose(request: PersonRequest, plan: Plan, action: ActionText, of: Strategy) -> HttpResponse:
    try:
        made = propose_amendment(
            plan_id=plan.pk,
            action_key=action.key,
            strategy_slug=of.slug,
            by=request.user,
            at=timezone.now(),
        )
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
        return redirect("adoption:plan", slug=plan.project.slug, plan=plan.slug)
    messages.success(request, _("A draft is made. Word it for the strategy."))
    for sentence in made.left_out:
        messages.warning(request, sentence)
    return redirect("amendments:amendment", slug=of.slug, key=made.amendment.key)


def _link(
    request: PersonRequest, plan: Plan, action: ActionText, form: LinkForm
) -> ActionAmendment:
    return link_amendment(
        plan_id=plan.pk,
        action_key=action.key,
        amendment_id=form.cleaned_data["amendment"],
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def unlink(request: PersonRequest, slug: str, plan: str, pk: int) -> HttpResponse:
    """Take a link out that was made in error."""
    one = open_plan(request, slug, plan)
    link = get_object_or_404(ActionAmendment.objects.visible_to(request.user), plan=one, pk=pk)
    try:
        unlink_amendment(link_id=link.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The link is taken out."))
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    return redirect("adoption:plan", slug=slug, plan=plan)
