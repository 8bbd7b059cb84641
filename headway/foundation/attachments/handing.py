"""Answers with files that somebody brought: what they may do in a browser, copies of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse

from headway.foundation.attachments.queries import TYPE_OF_ENDING, open_copy, open_file

if TYPE_CHECKING:
    from headway.foundation.attachments.models import Picture, StoredFile

NOTHING = {"default-src": ["'none'"], "sandbox": [""], "frame-ancestors": ["'none'"]}
"""What a file that somebody brought may do in a browser."""


def handed_out(picture: Picture, width: int, ending: str) -> HttpResponse:
    """Answer with a copy of a picture that the caller found to be for this person.

    :raises Http404: if there is no copy of this width and kind.
    :raises NoFile: if the copy cannot be opened, which its sentence tells.
    """
    if ending not in TYPE_OF_ENDING or str(width) not in picture.copies:
        raise Http404
    with open_copy(picture, width=width, ending=ending) as file:
        return HttpResponse(file.read(), content_type=TYPE_OF_ENDING[ending])


def saved(file: StoredFile) -> FileResponse:
    """Answer with a file that the caller found to be for this person: to be saved, never run.

    :raises NoFile: if it cannot be opened, which its sentence tells.
    """
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
