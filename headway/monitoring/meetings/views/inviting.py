"""The invitation as it will go, and cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require_now
from headway.foundation.notices.rendering import Addressee, rendered
from headway.foundation.ui.context import own_name
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings import notices
from headway.monitoring.meetings.finding import kept_meeting
from headway.monitoring.meetings.forms.meetings import CancelForm
from headway.monitoring.meetings.permissions import can_move_now
from headway.monitoring.meetings.queries.people import invited_to
from headway.monitoring.meetings.services import cancel_meeting, invite
from headway.monitoring.meetings.wording import Told, sender_context
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.notices.rendering import Words
    from headway.monitoring.meetings.models import Meeting

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def invitation(request: PersonRequest, key: str) -> HttpResponse:
    """Show the invitation as it will go and to whom; send it."""
    meeting = kept_meeting(request, key)
    require_now(can_move_now(meeting))
    problem = ""
    if request.method == "POST":
        try:
            count = invite(meeting_id=meeting.pk, by=request.user, at=timezone.now())
        except BadInput as refused:
            problem = str(refused)
        else:
            words = ngettext(
                "An invitation is on its way to %(count)d person.",
                "Invitations are on their way to %(count)d people.",
                count,
            )
            messages.success(request, words % {"count": count})
            return redirect("meetings:meeting", key=key)
    people, silent = invited_to(meeting, day_of(meeting.body.strategy, meeting.starts_at))
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "problem": problem,
        "people": people,
        "silent": silent,
        "mails": [_mail(meeting, code) for code in settings.INTERFACE_LANGUAGES],
    }
    status = 422 if problem else 200
    return render(request, "meetings/invite.html", context, status=status)


def _mail(meeting: Meeting, language: str) -> tuple[str, str, Words]:
    """Return the invitation in one language: its code, its name, its words."""
    about = {"of": Told(meeting, at=timezone.now()), "has_account": True}
    words = rendered(
        notices.INVITATION,
        to=Addressee("", "", language),
        context={"meeting": meeting, **about, **sender_context(meeting.body)},
        link="a link for each",
    )
    return language, own_name(language), words


@never_cache
@require_http_methods(FORM)
def cancel(request: PersonRequest, key: str) -> HttpResponse:
    """Cancel a meeting, with a reason."""
    meeting = kept_meeting(request, key)
    require_now(can_move_now(meeting))
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and kept(
        form,
        lambda: cancel_meeting(
            meeting_id=meeting.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The meeting is cancelled."))
        return redirect("meetings:meeting", key=key)
    context = {"meeting": meeting, "body": meeting.body, "form": form}
    return render(request, "meetings/cancel.html", context, status=status_of(form))
