"""What is said about a good practice between its organisation and the lead partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.cooperation.exchange.finding import open_practice
from headway.cooperation.exchange.permissions import can_discuss_practice, can_write_practice
from headway.cooperation.exchange.talk import WHOLE
from headway.cooperation.exchange.views.practices import shown_practice
from headway.cooperation.partnerships.queries import lead_of
from headway.foundation.conversations.services import comment
from headway.foundation.conversations.talking import Sent, ident_of, take_step, thread_at
from headway.foundation.core.errors import BadInput
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.conversations.models import Comment

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
    return redirect(f"{reverse('exchange:practice_kept', args=[slug, key])}#{ident_of(WHOLE)}")


def _step(request: PersonRequest, found: GoodPractice) -> None:
    """Take the step that was asked for in the thread of a good practice."""
    sent, by, at = Sent.of(request.POST), request.user, timezone.now()
    verdict = can_discuss_practice(by, found)

    def say() -> Comment:
        return comment(
            thing=found,
            place=WHOLE,
            place_name=PLACE,
            text=sent.text,
            by=by,
            side=_side(request, found),
            at=at,
            verdict=verdict,
            request_key=sent.request_key,
        )

    take_step(
        sent,
        thing=found,
        place=WHOLE,
        thread=thread_at(found, WHOLE),
        say=say,
        by=by,
        at=at,
        verdict=verdict,
    )


def _side(request: PersonRequest, found: GoodPractice) -> str:
    """Say for whom somebody speaks: its organisation, or the lead partner."""
    if can_write_practice(request.user, found):
        return named(found.organisation)
    lead = lead_of(found.project)
    return named(lead) if lead else ""
