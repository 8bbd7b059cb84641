from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.places import path_of
from headway.foundation.attachments.sizes import ENDINGS
from headway.foundation.attachments.states import ScanState
from headway.foundation.core.errors import HeadwayError
from headway.foundation.ui.pictures import PictureShown, PictureSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.attachments.models import Picture

WHY = "the caller found the picture to be for this person"
TYPE_OF_ENDING = {ending: media_type for media_type, ending in ENDINGS.items()}


class NoFile(HeadwayError):
    """The file cannot be opened; the sentence says why."""


def open_file(file: StoredFile) -> BinaryIO:
    """Open a file that the caller found to be for this person.

    :raises NoFile: if a scanner found something in it, or it is not on the disk.
    """
    if file.scan_state == ScanState.INFECTED:
        sentence = _("“%(name)s” carries a virus and stays closed. Hand in a clean file.")
        raise NoFile(sentence % {"name": file.name})
    try:
        return path_of(file.sha256).open("rb")
    except FileNotFoundError:
        sentence = _("“%(name)s” is no longer kept. Hand it in again.")
        raise NoFile(sentence % {"name": file.name}) from None


def open_copy(picture: Picture, *, width: int, ending: str) -> BinaryIO:
    """Open a copy of a picture that the caller found to be for this person. One query.

    :raises NoFile: if there is no such copy, a scanner found something in it, or it is not on the
        disk.
    """
    sha256 = picture.copies.get(str(width), {}).get(TYPE_OF_ENDING.get(ending, ""))
    kept = StoredFile.objects.unrestricted(reason=WHY).filter(sha256=sha256 or "").first()
    if kept is None:
        raise NoFile(_("There is no such copy of the picture."))
    return open_file(kept)


def shown_picture(picture: Picture, *, address: Callable[[int, str], str]) -> PictureShown:
    """Return what the component of a picture is given. No query.

    `address` says where the app that shows the picture hands out a copy: of its width in pixels
    and the ending of its kind of file.
    """
    widths = sorted(int(each) for each in picture.copies)
    sources = {
        media_type: ", ".join(f"{address(width, ending)} {width}w" for width in widths)
        for media_type, ending in ENDINGS.items()
    }
    widest = widths[-1]
    return PictureShown(
        alternative=picture.alternative.passage(get_language() or "en"),
        credit=picture.credit,
        licence=picture.licence,
        width=widest,
        height=max(1, round(picture.height * widest / picture.width)),
        address=address(widest, ENDINGS["image/jpeg"]),
        sources=tuple(PictureSource(kind, found) for kind, found in sources.items()),
    )
