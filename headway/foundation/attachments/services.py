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

from headway.foundation.attachments.models import Picture, StoredFile
from headway.foundation.attachments.places import path_of
from headway.foundation.attachments.sizes import ENDINGS, LARGEST_PICTURE
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import tidied
from headway.foundation.core.words import too_long
from headway.foundation.formats.libraries import Library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.foundation.attachments import drawing
    from headway.foundation.core.actors import Actor
    from headway.foundation.core.texts import TranslatedText
else:
    drawing = Library("headway.foundation.attachments.drawing")  # Pillow, which few requests need

LARGEST = 50 * 1024 * 1024
"""Bytes."""
KEPT_WITHOUT_ROW = timedelta(days=1)  # architecture, section 11.8
NAME_LENGTH = 255
UPLOADER_LENGTH = 200
LONGEST_ALTERNATIVE = 500  # signs
LONGEST_CREDIT, LONGEST_LICENCE = 200, 100  # signs


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
def keep_picture(
    *,
    content: Iterable[bytes],
    name: str,
    alternative: TranslatedText,
    credit: str,
    licence: str,
    by: Actor,
    at: datetime,
    key: str = "",
) -> Picture:
    """Keep a picture for a page, and the copies that are drawn of it.

    :raises BadInput: for what is no picture or too large a one, and where it is not said what it
        shows, whose it is, and under which licence it may stand on a page.
    """
    words = {"credit": tidied(credit), "licence": tidied(licence)}
    problems = _problems_of_words(alternative, **words)
    try:
        file = b"".join(_first(content, LARGEST_PICTURE + 1))
        found = drawing.drawn(file)
    except BadInput as refused:
        raise BadInput({**refused.problems, **problems}) from refused
    if problems:
        raise BadInput(problems)
    original = keep_file(
        content=[file], name=name, media_type="application/octet-stream", by=by, at=at
    )
    copies: dict[str, dict[str, str]] = {}
    for each in found.copies:
        kept = keep_file(
            content=[each.content],
            name=f"{each.width}.{ENDINGS[each.media_type]}",
            media_type=each.media_type,
            by=by,
            at=at,
        )
        copies.setdefault(str(each.width), {})[each.media_type] = kept.sha256
    return Picture.objects.create(
        key=key or new_key(),
        original=original,
        width=found.width,
        height=found.height,
        alternative=alternative,
        copies=copies,
        **words,
    )


def _problems_of_words(alternative: TranslatedText, *, credit: str, licence: str) -> dict[str, str]:
    problems = {}
    if not alternative:
        problems["alternative"] = _("Say what the picture shows, for those who cannot see it.")
    for language in alternative.languages:
        if len(alternative.words(language)) > LONGEST_ALTERNATIVE:
            sentence = too_long(LONGEST_ALTERNATIVE)
            problems[f"alternative.{language}"] = sentence
    if not credit:
        problems["credit"] = _("Say whose picture it is.")
    if not licence:
        problems["licence"] = _("Say under which licence it may be shown, such as CC BY 4.0.")
    for field, words, most in (
        ("credit", credit, LONGEST_CREDIT),
        ("licence", licence, LONGEST_LICENCE),
    ):
        if len(words) > most:
            problems[field] = too_long(most)
    return problems


def _first(content: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Pass pieces on until there are so many bytes: more than can be taken is not held."""
    left = most
    for piece in content:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


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
