"""A review is written beside the frozen edition; what is typed is kept meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.peerreview.finding import open_review
from headway.cooperation.peerreview.forms.reviews import ReviewForm
from headway.cooperation.peerreview.permissions import can_write_review, takes_writing
from headway.cooperation.peerreview.queries.reviews import edition_given, typed_of, verdicts_of
from headway.cooperation.peerreview.services import save_review, type_review
from headway.cooperation.peerreview.wording import arguments_of, plan_name
from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.autosave import autosaved
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse, JsonResponse

    from headway.cooperation.peerreview.models import Review
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def _to_write(request: PersonRequest, slug: str, key: str, review: str) -> Review:
    found = open_review(request, slug, key, review)
    require(can_write_review(request.user, found))
    require_now(takes_writing(found))
    return found


@never_cache
@require_http_methods(FORM)
def write(request: PersonRequest, slug: str, key: str, review: str) -> HttpResponse:
    """Write a review beside the edition that was frozen for it."""
    found = _to_write(request, slug, key, review)
    verdicts = verdicts_of(found)
    if request.method != "POST":
        typed = typed_of(found, writer=writer_of(request.user))
        form = ReviewForm(
            found,
            verdicts,
            typed=typed.typed if typed else None,
            seen=typed.seen_version if typed else None,
        )
        return _page(request, found, form)
    form = ReviewForm(found, verdicts, chosen(request.POST))
    try:
        if kept(form, lambda: _save(request, found, form)):
            messages.success(request, _("The review is saved. Nobody else reads it yet."))
            if request.POST.get("stay"):
                return redirect("peerreview:write", slug, key, review)
            return redirect("peerreview:review", slug, key, review)
    except Conflict as conflict:
        now = _to_write(request, slug, key, review)
        theirs = [ReviewForm(now, verdicts_of(now))]
        return conflict_page(request, conflict, thing=now, theirs=theirs)
    return _page(request, found, form)


def _save(request: PersonRequest, found: Review, form: ReviewForm) -> None:
    save_review(
        review_id=found.pk,
        said=form.said(),
        language=form.cleaned_data["language"],
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _page(request: PersonRequest, found: Review, form: ReviewForm) -> HttpResponse:
    given = edition_given(found)
    context = {
        "project": found.reviewed.session.project,
        "session": found.reviewed.session,
        "review": found,
        "arguments": [*arguments_of(found.reviewed.session), found.key],
        "plan": plan_name(found.reviewed),
        "edition": given,
        "text_of": given.text,
        "form": form,
        "newer": "" if form.is_of_now else _newer(),
    }
    return render(request, "peerreview/write.html", context, status=status_of(form))


def _newer() -> str:
    return _("Somebody else saved this review meanwhile. You will see both when you save.")


@require_POST
def typed(request: PersonRequest, slug: str, key: str, review: str) -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong."""
    found = open_review(request, slug, key, review)
    require(can_write_review(request.user, found))

    def keep(words: dict[str, str], seen: int) -> datetime:
        return type_review(
            review_id=found.pk, typed=words, seen_version=seen, by=request.user, at=timezone.now()
        ).saved_at

    return autosaved(request, keep, version=lambda: found.version)
