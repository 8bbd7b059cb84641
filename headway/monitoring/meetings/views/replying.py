"""Members answer an invitation: signed in, or by the link in their mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import open_meeting
from headway.monitoring.meetings.forms.attending import ReplyForm
from headway.monitoring.meetings.invitations import meant_by
from headway.monitoring.meetings.permissions import takes_answers
from headway.monitoring.meetings.queries.replying import (
    answer_of,
    invitation_of,
    member_in,
    stand_ins,
)
from headway.monitoring.meetings.services import answer_invitation
from headway.monitoring.meetings.wording import Told

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Meeting, Member
    from headway.monitoring.meetings.permissions import Keeper

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def answer(request: PersonRequest, key: str) -> HttpResponse:
    """Let a member who is signed in say whether they come."""
    meeting = open_meeting(request, key)
    member = member_in(meeting, request.user)
    if member is None:
        raise Http404
    return _asked(request, meeting, member, by=request.user, is_by_link=False)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(FORM)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever has the link say whether its member comes; looking changes nothing.

    It opens no session, and shows what the mail said.
    """
    meant = meant_by(token)
    found = invitation_of(*meant) if meant else None
    if found is None:
        raise Http404
    meeting, member = found
    by = member.user or SystemActor(str(member))
    return _asked(request, meeting, member, by=by, is_by_link=True)


def _asked(
    request: HttpRequest, meeting: Meeting, member: Member, *, by: Keeper, is_by_link: bool
) -> HttpResponse:
    at, now = timezone.now(), takes_answers(meeting)
    asked, sent = answer_of(meeting, member), request.POST if request.method == "POST" else None
    form = ReplyForm(asked, stand_ins(meeting, member), sent)
    if form.is_bound:
        require_now(now)
    if form.is_bound and kept(
        form,
        lambda: answer_invitation(
            meeting_id=meeting.pk, member_id=member.pk, said=form.said(), by=by, at=at
        ),
    ):
        return redirect(request.path)
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "member": member,
        "of": Told(meeting, at=at),
        "asked": asked,
        "now": now,
        "form": form,
        "is_by_link": is_by_link,
    }
    return render(request, "meetings/answer.html", context, status=status_of(form))
