"""Keeps files: on the disk first, then the row; a file without a row is swept after a day."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.places import path_of
from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.foundation.core.actors import Actor

LARGEST = 50 * 1024 * 1024
"""Bytes; as much as the largest kind of file that `formats` reads."""
KEPT_WITHOUT_ROW = timedelta(days=1)  # architecture, section 11.8
NAME_LENGTH = 255
UPLOADER_LENGTH = 200


@transaction.atomic
def keep_file(
    *, content: Iterable[bytes], name: str, media_type: str, by: Actor, at: datetime
) -> StoredFile:
    """Keep a file that somebody brought. Nothing of it is trusted or opened here.

    :raises BadInput: if it is empty, or larger than 50 MB.
    """
    sha256, size = _put_on_disk(content)
    return StoredFile.objects.create(
        sha256=sha256,
        name=(PurePath(name.replace("\\", "/")).name or "file")[-NAME_LENGTH:],
        media_type=media_type,
        size=size,
        uploader_id="" if by.pk is None else str(by.pk),
        uploader_name=str(by)[:UPLOADER_LENGTH],
        uploaded_at=at,
    )


def _put_on_disk(content: Iterable[bytes]) -> tuple[str, int]:
    """Write, sync, rename; return fingerprint and size.

    :raises BadInput: if it is empty, or larger than 50 MB.
    """
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder, prefix="part-", delete=False) as file:
        written = Path(file.name)
        try:
            for piece in _checked(content):
                size += len(piece)
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            written.unlink()
            raise
    place = path_of(digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    written.replace(place)
    _sync(place.parent)
    return digest.hexdigest(), size


def _checked(content: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the pieces on. :raises BadInput: if they are too many, or none."""
    size = 0
    for piece in content:
        size += len(piece)
        if size > LARGEST:
            raise BadInput({"file": _("The file is larger than 50 MB. Split it.")})
        yield piece
    if not size:
        raise BadInput({"file": _("The file is empty. Choose another.")})


def _sync(folder: Path) -> None:
    """Make a rename outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@transaction.atomic
def sweep_files(*, at: datetime) -> int:
    """Remove files that no row names and that are older than a day; return how many."""
    removed = 0
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if not path.is_file() or path.stat().st_mtime > (at - KEPT_WITHOUT_ROW).timestamp():
            continue
        rows = StoredFile.objects.unrestricted(reason="does any row name this file?")
        if not rows.filter(sha256=path.name).exists():
            path.unlink()
            removed += 1
    return removed
