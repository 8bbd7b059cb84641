"""Comments at the exact words, and what is said in their threads, for both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.conversations.services import comment
from headway.foundation.conversations.talking import Sent, ident_of, take_step, thread_at
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.amendments.finding import discussed_amendment, operation_of
from headway.monitoring.amendments.forms.comments import QuoteForm
from headway.monitoring.amendments.models import Agreement
from headway.monitoring.amendments.permissions import can_comment, can_keep_amendments
from headway.monitoring.amendments.queries.people import side_of
from headway.monitoring.amendments.services import comment_on_words
from headway.monitoring.amendments.shown import shown_operation
from headway.monitoring.amendments.talk import box_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.conversations.models import Comment
    from headway.foundation.conversations.queries import ThreadShown
    from headway.monitoring.amendments.models import Amendment, Operation

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def quote(request: PersonRequest, key: str, operation: str) -> HttpResponse:
    """Comment on words of an operation."""
    one = discussed_amendment(request, key)
    side = side_of(request.user, one)
    require(can_comment(request.user, one, is_asked=bool(side)))
    of = operation_of(request, one, operation)
    form = QuoteForm(of, request.POST if request.method == "POST" else None)
    made: list[Comment] = []
    if form.is_bound and kept(form, lambda: made.append(_quote(request, of, form))):
        place = made[0].thread.place
        return redirect(f"{_page_of(request, one)}#{ident_of(place)}")
    context = {"amendment": one, "each": shown_operation(of, 1), "form": form}
    context["back"] = _page_of(request, one)
    return render(request, "amendments/quote.html", context, status=status_of(form))


def _quote(request: PersonRequest, of: Operation, form: QuoteForm) -> Comment:
    given = form.cleaned_data
    return comment_on_words(
        operation_id=of.pk,
        where=given["where"],
        quote=given["quote"],
        text=given["text"],
        request_key=given["request_key"] or new_key(),
        by=request.user,
        at=timezone.now(),
    )


def _page_of(request: PersonRequest, one: Amendment) -> str:
    """Return where a person reads an amendment: in the workspace, or as a partner that is asked."""
    if request.user.reads_everything or can_keep_amendments(request.user, one.strategy):
        return reverse("amendments:amendment", args=[one.strategy.slug, one.key])
    asked = Agreement.objects.visible_to(request.user).filter(amendment=one).first()
    return reverse("amendments:agreement", args=[one.key, asked.pk]) if asked else "/"


@require_POST
def say(request: PersonRequest, key: str) -> HttpResponse:
    """Add to a thread, resolve or reopen it, or take one's own last comment back."""
    one = discussed_amendment(request, key)
    place = request.POST.get("place", "")
    thread = thread_at(one, place)
    if thread is None:
        raise Http404
    try:
        _step(request, one, thread)
    except BadInput as refused:
        may = can_comment(request.user, one, is_asked=bool(side_of(request.user, one)))
        box = box_of(
            one,
            thread,
            by=request.user,
            may=may,
            at=timezone.now(),
            text=request.POST.get("text", ""),
            problem=" ".join(refused.problems.values()),
        )
        context = {"amendment": one, "box": box, "back": _page_of(request, one)}
        return render(request, "amendments/say.html", context, status=422)
    return redirect(f"{_page_of(request, one)}#{ident_of(place)}")


def _step(request: PersonRequest, one: Amendment, thread: ThreadShown) -> None:
    """Take the step that was asked for in a thread of an amendment."""
    sent, by, at = Sent.of(request.POST), request.user, timezone.now()
    side = side_of(by, one)
    verdict = can_comment(by, one, is_asked=bool(side))

    def say() -> Comment:
        return comment(
            thing=one,
            place=thread.place,
            place_name=thread.place_name,
            text=sent.text,
            by=by,
            side=side or _("coordinator"),
            at=at,
            verdict=verdict,
            request_key=sent.request_key,
        )

    take_step(
        sent, thing=one, place=thread.place, thread=thread, say=say, by=by, at=at, verdict=verdict
    )
