"""Papers of a meeting: added, handed out, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_meeting, open_meeting
from headway.monitoring.meetings.forms.meetings import PaperForm
from headway.monitoring.meetings.models import Paper
from headway.monitoring.meetings.permissions import takes_changes
from headway.monitoring.meetings.queries.meetings import points_of
from headway.monitoring.meetings.services import add_paper, remove_paper

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import Meeting

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, key: str) -> HttpResponse:
    """Add a file to be read before a meeting."""
    meeting = kept_meeting(request, key)
    require_now(takes_changes(meeting))
    sent = request.POST if request.method == "POST" else None
    form = PaperForm(points_of(meeting), sent, request.FILES or None)
    if form.is_bound and kept(form, lambda: _keep(request, meeting, form)):
        messages.success(request, _("The paper is added."))
        return redirect("meetings:meeting", key=key)
    context = {"meeting": meeting, "body": meeting.body, "form": form}
    return render(request, "meetings/paper_form.html", context, status=status_of(form))


def _keep(request: PersonRequest, meeting: Meeting, form: PaperForm) -> None:
    at, given = timezone.now(), form.cleaned_data
    brought, file = given["file"], None
    if brought is not None and not given["address"]:
        file = keep_file(
            content=brought.chunks(),
            name=brought.name,
            media_type=brought.content_type or "",
            by=request.user,
            at=at,
        )
    add_paper(
        meeting_id=meeting.pk,
        title=given["title"],
        file=file,
        address=_path(request, given["address"]),
        point_id=given["point"],
        by=request.user,
        at=at,
    )


def _path(request: PersonRequest, address: str) -> str:
    """Return the path of a page of ours, without its language; nothing for no address.

    :raises BadInput: for the address of another site.
    """
    parts = urlsplit(address.strip())
    if not address.strip():
        return ""
    is_ours = parts.netloc in {"", request.get_host()} and parts.path.startswith("/")
    if not is_ours or parts.scheme not in {"", "http", "https"}:
        raise BadInput({"address": _("This is no page of this site. Copy it from the browser.")})
    language, _slash, rest = parts.path.removeprefix("/").partition("/")
    path = f"/{rest}" if language in settings.INTERFACE_LANGUAGES else parts.path
    return f"{path}?{parts.query}" if parts.query else path


def _paper(request: PersonRequest, meeting: Meeting, pk: int) -> Paper:
    papers = Paper.objects.visible_to(request.user).select_related("file")
    return get_object_or_404(papers, meeting=meeting, pk=pk)


@require_safe
def paper(request: PersonRequest, key: str, pk: int) -> FileResponse:
    """Hand out the file of a paper to who may see the meeting."""
    found = _paper(request, open_meeting(request, key), pk)
    if found.file is None:
        raise Http404
    return FileResponse(
        open_file(found.file),
        as_attachment=True,
        filename=found.file.name,
        content_type="application/octet-stream",
    )


@require_POST
def remove(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Take a paper from a meeting."""
    found = _paper(request, kept_meeting(request, key), pk)
    remove_paper(paper_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The paper is removed."))
    return redirect("meetings:meeting", key=key)
