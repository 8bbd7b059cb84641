"""What is said about a good practice between its organisation and the lead partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.cooperation.exchange.finding import open_practice
from headway.cooperation.exchange.permissions import can_discuss_practice, can_write_practice
from headway.cooperation.exchange.talk import WHOLE, thread_of
from headway.cooperation.exchange.views.practices import shown_practice
from headway.cooperation.partnerships.queries import lead_of
from headway.foundation.conversations.services import (
    comment,
    reopen_thread,
    resolve_thread,
    take_back_comment,
)
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key, row_id
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.requests import PersonRequest

PLACE = gettext_lazy("the good practice")
"""What the place of the thread is called."""


@require_POST
def say(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Comment, resolve or reopen the thread, or take one's own last comment back."""
    found = open_practice(request, slug, key)
    try:
        _step(request, found)
    except BadInput as refused:
        problem = " ".join(refused.problems.values())
        return shown_practice(request, found, text=request.POST.get("text", ""), problem=problem)
    return redirect(f"{reverse('exchange:practice_kept', args=[slug, key])}#thread")


def _step(request: PersonRequest, found: GoodPractice) -> None:
    """Take the step that was asked for; words typed beside another button are said as well."""
    sent, by, at = request.POST, request.user, timezone.now()
    verdict = can_discuss_practice(by, found)
    step, words = sent.get("step", "comment"), sent.get("text", "")
    if step == "take_back":
        _take_back(request, found)
    seen = row_id(sent.get("seen", ""))
    if step == "comment" or words.strip():
        written = comment(
            thing=found,
            place=WHOLE,
            place_name=PLACE,
            text=words,
            by=by,
            side=_side(request, found),
            at=at,
            verdict=verdict,
            request_key=sent.get("request_key", "") or new_key(),
        )
        seen = written.pk
    if step in {"resolve", "reopen"} and thread_of(found) is None:
        raise Http404
    if step == "resolve":
        resolve_thread(thing=found, place=WHOLE, by=by, at=at, verdict=verdict, seen=seen)
    elif step == "reopen" and not words.strip():
        reopen_thread(thing=found, place=WHOLE, by=by, at=at, verdict=verdict)


def _take_back(request: PersonRequest, found: GoodPractice) -> None:
    thread, pk = thread_of(found), row_id(request.POST.get("comment", "")) or 0
    if thread is None or pk not in {said.id for said in thread.comments}:
        raise Http404
    verdict = can_discuss_practice(request.user, found)
    take_back_comment(
        thing=found, comment_id=pk, by=request.user, at=timezone.now(), verdict=verdict
    )


def _side(request: PersonRequest, found: GoodPractice) -> str:
    """Say for whom somebody speaks: its organisation, or the lead partner."""
    if can_write_practice(request.user, found):
        return named(found.organisation)
    lead = lead_of(found.project)
    return named(lead) if lead else ""
