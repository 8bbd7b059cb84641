from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from headway.foundation.attachments.places import path_of
from headway.foundation.attachments.states import ScanState
from headway.foundation.core.errors import HeadwayError

if TYPE_CHECKING:
    from headway.foundation.attachments.models import StoredFile


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
