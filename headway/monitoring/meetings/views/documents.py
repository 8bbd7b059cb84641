"""The meeting pack and the minutes as files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.foundation.core.limits import MAKING, limited
from headway.foundation.core.verdicts import require
from headway.foundation.formats.papers import DOCX, paper_docx, paper_pdf
from headway.monitoring.meetings.documents import (
    MINUTES,
    PACK,
    minutes_of,
    pack_of,
    title_of_document,
)
from headway.monitoring.meetings.finding import open_meeting, page_language
from headway.monitoring.meetings.permissions import can_read_minutes

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest

MAKERS = {"pdf": (paper_pdf, "application/pdf"), "docx": (paper_docx, DOCX)}


@never_cache
@require_safe
@limited(MAKING)
def document(request: PersonRequest, key: str, kind: str, ending: str) -> HttpResponse:
    """Hand out the pack or the minutes of a meeting, in the language of the address."""
    meeting = open_meeting(request, key)
    if kind not in {PACK, MINUTES} or ending not in MAKERS:
        raise Http404
    if kind == MINUTES:
        require(can_read_minutes(request.user, meeting))
    zone = ZoneInfo(meeting.body.strategy.time_zone)
    blocks = pack_of(meeting) if kind == PACK else minutes_of(meeting)
    make, media_type = MAKERS[ending]
    title = title_of_document(meeting, kind)
    content = make(blocks, language=page_language(), title=title, at=meeting.changed_at)
    day = f"{meeting.starts_at.astimezone(zone):%Y-%m-%d}"
    name = f"{meeting.body.slug}-{day}-{kind}.{ending}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
