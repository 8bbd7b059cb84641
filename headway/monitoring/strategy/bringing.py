"""The file of an act: kept as it comes, so that it need not be sent twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.requests import PersonRequest


@dataclass(frozen=True, slots=True)
class Brought:
    """The file that an act has, if it has one; or why the one sent cannot be kept."""

    file: StoredFile | None = None
    problem: str = ""


def brought_act(request: PersonRequest, *, at: datetime) -> Brought:
    """Keep the file that was sent; else the one that the form carries, if the person brought it."""
    sent = request.FILES.get("act_file")
    if sent is not None and not isinstance(sent, list):
        try:
            return Brought(
                keep_file(
                    content=sent.chunks(),
                    name=sent.name or "",
                    media_type=sent.content_type or "",
                    by=request.user,
                    at=at,
                )
            )
        except BadInput as refused:
            return Brought(problem=str(refused))
    number = row_id(request.POST.get("brought", ""))
    own = StoredFile.objects.visible_to(request.user)
    return Brought(own.filter(pk=number).first() if number else None)
