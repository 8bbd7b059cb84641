"""The authors answer one suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.cooperation.peerreview.finding import open_review
from headway.cooperation.peerreview.forms.reviews import AnswerForm
from headway.cooperation.peerreview.permissions import can_answer_suggestions, takes_answers
from headway.cooperation.peerreview.queries.reviews import later_editions, verdicts_of
from headway.cooperation.peerreview.services import answer_suggestion
from headway.cooperation.peerreview.states import Point
from headway.cooperation.peerreview.wording import arguments_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from headway.cooperation.peerreview.models import PointVerdict, Review
    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, slug: str, key: str, review: str, point: str) -> HttpResponse:
    """Say whether a suggestion is accepted, adapted or declined, why, and where it is seen."""
    found = open_review(request, slug, key, review)
    require(can_answer_suggestions(request.user, found))
    require_now(takes_answers(found))
    verdicts = verdicts_of(found)
    verdict = _at(verdicts, point)
    editions = later_editions(found)
    sent = chosen(request.POST) if request.method == "POST" else None
    form = AnswerForm(verdict, editions, sent)
    try:
        if form.is_bound and kept(form, lambda: _save(request, verdict, form)):
            messages.success(request, _("The answer is saved. The reviewers read it."))
            return _onward(request, found, verdicts, verdict)
    except Conflict as conflict:
        now = _at(verdicts_of(found), point)
        thing = Point(point).label
        return conflict_page(request, conflict, thing=thing, theirs=[AnswerForm(now, editions)])
    context = {
        "project": found.reviewed.session.project,
        "session": found.reviewed.session,
        "review": found,
        "verdict": verdict,
        "label": Point(point).label,
        "form": form,
        "arguments": [*arguments_of(found.reviewed.session), found.key],
        "is_more": bool(_open_after(verdicts, verdict)),
    }
    return render(request, "peerreview/answer.html", context, status=status_of(form))


def _at(verdicts: Sequence[PointVerdict], point: str) -> PointVerdict:
    """Return the verdict on a point, if something is suggested there."""
    found = next((each for each in verdicts if each.point == point and each.suggestion), None)
    if found is None:
        raise Http404
    return found


def _save(request: PersonRequest, verdict: PointVerdict, form: AnswerForm) -> None:
    given = form.cleaned_data
    answer_suggestion(
        verdict_id=verdict.pk,
        reply=given["reply"],
        words=given["words"],
        language=given["language"],
        seen_in=given.get("seen_in"),
        version=given["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _open_after(verdicts: Sequence[PointVerdict], verdict: PointVerdict) -> PointVerdict | None:
    """Return the next suggestion without an answer: further on, else from the beginning."""
    here = [each.pk for each in verdicts].index(verdict.pk)
    order = (*verdicts[here + 1 :], *verdicts[:here])
    return next((each for each in order if each.suggestion and not each.reply), None)


def _onward(
    request: PersonRequest,
    found: Review,
    verdicts: Sequence[PointVerdict],
    verdict: PointVerdict,
) -> HttpResponse:
    arguments = [*arguments_of(found.reviewed.session), found.key]
    following = _open_after(verdicts, verdict) if request.POST.get("next") else None
    if following:
        return redirect("peerreview:answer", *arguments, following.point)
    return redirect(f"{reverse('peerreview:review', args=arguments)}#{verdict.point}")
