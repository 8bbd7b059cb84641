"""Files that come with a form: kept as they come, so that none has to be sent twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import FileResponse

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.requests import PersonRequest


@dataclass(frozen=True, slots=True)
class Brought:
    """The file that a form brought, or carries from the last try; or why it could not be kept."""

    file: StoredFile | None = None
    problem: str = ""

    def checked(self, field: str) -> StoredFile | None:
        """Return the file. :raises BadInput: if it could not be kept."""
        if self.problem:
            raise BadInput({field: self.problem})
        return self.file


def brought(request: PersonRequest, field: str, *, at: datetime) -> Brought:
    """Keep the file that was sent; else return what the form carries, if the person brought it."""
    sent = request.FILES.get(field)
    if sent is not None and not isinstance(sent, list):
        try:
            kept = keep_file(
                content=sent.chunks(),
                name=sent.name or "",
                media_type=sent.content_type or "",
                by=request.user,
                at=at,
            )
        except BadInput as refused:
            return Brought(problem=str(refused))
        return Brought(kept)
    number = row_id(request.POST.get("brought", ""))
    own = StoredFile.objects.visible_to(request.user)
    return Brought(own.filter(pk=number).first() if number else None)


def handed_out(file: StoredFile) -> FileResponse:
    """Answer with a file that the caller found to be for this person."""
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
