"""The steps of a plan, and its editions: read, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.plans import services
from headway.cooperation.plans.comparing import compared
from headway.cooperation.plans.finding import edition_in, kept_plan, open_plan
from headway.cooperation.plans.forms.plans import ReasonForm
from headway.cooperation.plans.hooks import STEP_WAYS
from headway.cooperation.plans.queries.plans import editions_of
from headway.cooperation.plans.states import PLAN_STEPS
from headway.cooperation.plans.views.pictures import shown_in
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
STEPS: dict[str, Callable[..., object]] = {
    "send_to_review": services.send_to_review,
    "finish_revision": services.finish_revision,
    "publish": services.publish_plan,
}
WITH_WHY: dict[str, Callable[..., object]] = {
    "revise": services.revise_plan,
}


@never_cache
@require_http_methods(FORM)
def step(request: PersonRequest, slug: str, plan: str, step: str) -> HttpResponse:
    """Take a step, or ask why it is taken. What a body decides is told elsewhere."""
    if step in STEP_WAYS:
        messages.error(
            request, _("This step is taken here: who decides, and by which act, is kept.")
        )
        return redirect(STEP_WAYS[step], slug=slug, plan=plan)
    if step in WITH_WHY:
        return _why(request, slug, plan, step)
    if step not in STEPS:
        raise Http404
    one = kept_plan(request, slug, plan)
    if request.method == "POST":
        try:
            STEPS[step](plan_id=one.pk, by=request.user, at=timezone.now())
            messages.success(request, _done()[step])
        except BadInput as refused:
            messages.error(request, _("It is not ready. Mend what is asked for before publishing."))
            for sentence in list(refused.problems.values())[:5]:
                messages.error(request, sentence)
    return redirect("plans:plan", slug=slug, plan=plan)


def _why(request: PersonRequest, slug: str, plan: str, step: str) -> HttpResponse:
    one = kept_plan(request, slug, plan)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and kept(
        form,
        lambda: WITH_WHY[step](
            plan_id=one.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _done()[step])
        return redirect("plans:plan", slug=slug, plan=plan)
    label = PLAN_STEPS.steps[step].label
    context = {"project": one.project, "plan": one, "form": form, "label": label}
    return render(request, "plans/why.html", context, status=status_of(form))


def _done() -> dict[str, str]:
    return {
        "send_to_review": _("An edition is frozen for the review. The lead partner reads it."),
        "finish_revision": _("The revision is finished, and an edition frozen."),
        "publish": _("The plan is published."),
        "revise": _("The plan is open again. The public goes on reading what was published."),
    }


@never_cache
@require_safe
def edition(request: PersonRequest, slug: str, plan: str, number: int) -> HttpResponse:
    """Show an edition as it was frozen, with its fingerprint."""
    one = open_plan(request, slug, plan)
    found = edition_in(request, one, number)
    context = {
        "project": one.project,
        "plan": one,
        "edition": found,
        "text": found.text,
        "pictures": shown_in(one, found.text),
    }
    return render(request, "plans/edition.html", context)


@never_cache
@require_safe
def compare(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Lay two editions beside each other; without numbers, the newest and the one before."""
    one = open_plan(request, slug, plan)
    editions = editions_of(one, user=request.user)
    numbers = [each.number for each in editions]
    asked = [row_id(request.GET.get(name, "")) for name in ("from", "to")]
    before, after = (
        wanted if wanted in numbers else default
        for wanted, default in zip(
            asked,
            [numbers[1] if len(numbers) > 1 else None, next(iter(numbers), None)],
            strict=True,
        )
    )
    parts = []
    if before and after:
        old, new = edition_in(request, one, before), edition_in(request, one, after)
        parts = [(title, lines) for title, lines in compared(old.text, new.text) if lines]
    context = {
        "project": one.project,
        "plan": one,
        "editions": editions,
        "before": before,
        "after": after,
        "parts": parts,
    }
    return render(request, "plans/compare.html", context)
