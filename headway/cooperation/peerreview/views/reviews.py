"""A review as it is read, the edition that it is about, and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from headway.cooperation.peerreview.finding import open_review
from headway.cooperation.peerreview.permissions import (
    can_answer_suggestions,
    can_write_review,
    takes_answers,
    takes_back,
    takes_submission,
    takes_writing,
)
from headway.cooperation.peerreview.queries.reviews import edition_given, said_of, verdicts_of
from headway.cooperation.peerreview.rules import missing
from headway.cooperation.peerreview.services import submit_review, take_back_review
from headway.cooperation.peerreview.wording import arguments_of, plan_name

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

STEPS = {
    "submit": (submit_review, gettext_lazy("The review is submitted. Its authors get a mail.")),
    "take-back": (take_back_review, gettext_lazy("The review is yours again to change.")),
}


@never_cache
@require_safe
def review(request: PersonRequest, slug: str, key: str, review: str) -> HttpResponse:
    """Show what a review says, and what the authors answered."""
    found = open_review(request, slug, key, review)
    verdicts = verdicts_of(found)
    lacks = missing(said_of(verdicts))
    suggested = [each for each in verdicts if each.suggestion]
    context = {
        "project": found.reviewed.session.project,
        "session": found.reviewed.session,
        "review": found,
        "arguments": [*arguments_of(found.reviewed.session), found.key],
        "plan": plan_name(found.reviewed),
        "verdicts": verdicts,
        "lacking": {point for point, _field in lacks},
        "count_suggested": len(suggested),
        "count_answered": sum(bool(each.reply) for each in suggested),
        "write": can_write_review(request.user, found),
        "writes": takes_writing(found),
        "submit": takes_submission(found, lacks),
        "back": takes_back(found, verdicts),
        "answer": can_answer_suggestions(request.user, found),
        "answers": takes_answers(found),
    }
    return render(request, "peerreview/review.html", context)


@never_cache
@require_safe
def edition(request: PersonRequest, slug: str, key: str, review: str) -> HttpResponse:
    """Show the frozen edition that was given to those who write a review."""
    found = open_review(request, slug, key, review)
    given = edition_given(found)
    context = {
        "project": found.reviewed.session.project,
        "session": found.reviewed.session,
        "review": found,
        "plan": plan_name(found.reviewed),
        "edition": given,
        "text_of": given.text,
    }
    return render(request, "peerreview/edition.html", context)


@require_POST
def step(request: PersonRequest, slug: str, key: str, review: str, step: str) -> HttpResponse:
    """Submit a review, or take it back."""
    if step not in STEPS:
        raise Http404
    found = open_review(request, slug, key, review)
    service, words = STEPS[step]
    service(review_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, str(words))
    return redirect("peerreview:review", slug, key, review)
