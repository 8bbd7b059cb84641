"""Restores a backup into an empty installation, in steps of which each can be begun again."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError

from config.backups.anchors import audit_head
from config.backups.archive import FILES, damaged
from config.backups.loading import finish, is_empty, is_unfinished, load, wipe
from config.backups.manifest import refuse_other_migrations
from config.backups.places import put, sync
from config.backups.tables import migrations_of_code
from config.installation import DEMO, ENDING, LOADED, RESTORING
from config.refusals import Refusal
from headway.foundation.attachments.places import path_of
from headway.foundation.audit.verifying import verify
from headway.foundation.publication.services import renew_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from config.backups.reading import Backup

OURS = ("files", "static", "prepared", "demo")
"""What a restore puts into the data folder beside the database."""


def refuse_unfit(backup: Backup) -> None:
    """See that this code reads the backup, and that there is nothing in the way of it.

    :raises Refusal: saying what to do.
    """
    refuse_other_migrations(backup.manifest, migrations_of_code())
    try:
        is_free = is_empty() or is_unfinished()
    except OperationalError as problem:
        sentence = f"the database cannot be reached ({problem}); check HEADWAY_DATABASE."
        raise Refusal(" ".join(sentence.split())) from problem
    if not is_free:
        sentence = "the database is not empty; name an empty one with HEADWAY_DATABASE."
        raise Refusal(sentence)


def restore(backup: Backup, data: Path, *, at: datetime) -> None:
    """Fill an empty installation; until this returns, a mark says that it is unfinished.

    :raises Refusal: if the backup does not give what it says, naming where.
    """
    put(data / RESTORING, backup.manifest.made_at.encode())
    _clear(data)
    load(backup)
    _refuse_broken_trail(backup)
    renew_all(at=at)
    _put_files(backup)
    if backup.manifest.is_demo:
        (data / DEMO).write_text(LOADED)


def complete(data: Path) -> None:
    """Take the marks away: everything is in its place. Whatever moment this ends at, one is known.

    As long as the mark in the database stands, it can be begun anew; once it is gone, the one in
    the folder says that nothing is missing.
    """
    put(data / RESTORING, ENDING.encode())
    finish()
    connection.close()
    (data / RESTORING).unlink()
    sync(data)


def _clear(data: Path) -> None:
    """Take away what a restore left that did not end."""
    for name in OURS:
        path = data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    wipe()


def _refuse_broken_trail(backup: Backup) -> None:
    """Weigh the audit trail. :raises Refusal: if it ends elsewhere than it did, or was altered."""
    if audit_head() != backup.manifest.audit_head:
        sentence = (
            "the audit trail of this backup does not end where its manifest says. "
            "Use another backup, and find out who changed this one."
        )
        raise Refusal(sentence)
    found = verify()
    if found.broken:
        sentence = (
            f"{found.broken} That was so before this backup was made. "
            "Use an older backup, and find out who did it."
        )
        raise Refusal(sentence)


def _put_files(backup: Backup) -> None:
    """Put the files that people brought into their places, as `attachments` does."""
    folders = {Path(settings.MEDIA_ROOT)}
    for member in backup.files():
        sha256 = member.name.removeprefix(FILES)
        place = path_of(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        if _write(place, backup.reader.pieces(member)) != sha256:
            raise damaged(member.name)
        folders.add(place.parent)
    for folder in folders:
        if folder.exists():
            sync(folder)


def _write(place: Path, pieces: Iterator[bytes]) -> str:
    """Write and sync a file; return the digest of its content."""
    digest = hashlib.sha256()
    with place.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
