"""Comments at the exact words of a plan, and what is said in their threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.plans.finding import kept_plan
from headway.cooperation.plans.forms.plans import QuoteForm
from headway.cooperation.plans.permissions import can_write_plan
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.services import comment_on_plan
from headway.cooperation.plans.talk import box_of
from headway.foundation.conversations.services import comment
from headway.foundation.conversations.talking import Sent, ident_of, take_step, thread_at
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.conversations.models import Comment
    from headway.foundation.conversations.queries import ThreadShown

FORM = ["GET", "HEAD", "POST"]


def _page_of(one: Plan) -> str:
    return reverse("plans:plan", args=[one.project.slug, one.slug])


@never_cache
@require_http_methods(FORM)
def quote(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Comment on words of a plan; the address may name in which text."""
    one = kept_plan(request, slug, plan)
    sent = request.POST if request.method == "POST" else None
    form = QuoteForm(text_of(one), sent, where=request.GET.get("where", ""))
    made: list[Comment] = []
    if form.is_bound and kept(form, lambda: made.append(_quote(request, one, form))):
        return redirect(f"{_page_of(one)}#{ident_of(made[0].thread.place)}")
    context = {"project": one.project, "plan": one, "form": form, "back": _page_of(one)}
    return render(request, "plans/quote.html", context, status=status_of(form))


def _quote(request: PersonRequest, one: Plan, form: QuoteForm) -> Comment:
    given = form.cleaned_data
    return comment_on_plan(
        plan_id=one.pk,
        where=given["where"],
        quote=given["quote"],
        text=given["text"],
        request_key=given["request_key"] or new_key(),
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def say(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Add to a thread, resolve or reopen it, or take one's own last comment back."""
    one = kept_plan(request, slug, plan)
    place = request.POST.get("place", "")
    thread = thread_at(one, place)
    if thread is None:
        raise Http404
    try:
        _step(request, one, thread)
    except BadInput as refused:
        box = box_of(
            one,
            thread,
            by=request.user,
            may=can_write_plan(request.user, one),
            at=timezone.now(),
            text=request.POST.get("text", ""),
            problem=" ".join(refused.problems.values()),
        )
        context = {"project": one.project, "plan": one, "box": box, "back": _page_of(one)}
        return render(request, "plans/say.html", context, status=422)
    return redirect(f"{_page_of(one)}#{ident_of(place)}")


def _step(request: PersonRequest, one: Plan, thread: ThreadShown) -> None:
    """Take the step that was asked for in a thread of a plan."""
    sent, by, at = Sent.of(request.POST), request.user, timezone.now()
    verdict = can_write_plan(by, one)

    def say() -> Comment:
        return comment(
            thing=one,
            place=thread.place,
            place_name=thread.place_name,
            text=sent.text,
            by=by,
            side=_("author"),
            at=at,
            verdict=verdict,
            request_key=sent.request_key,
        )

    take_step(
        sent, thing=one, place=thread.place, thread=thread, say=say, by=by, at=at, verdict=verdict
    )
