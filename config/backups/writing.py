"""Writes a backup: everything from one snapshot, part by part."""

from __future__ import annotations

import hashlib
import os
from importlib import metadata
from typing import TYPE_CHECKING

from django.db import connection

from config.backups.anchors import audit_head
from config.backups.archive import PIECE, SEALED, Writer
from config.backups.manifest import FORMAT, FilesKept, Manifest, Part, TableKept, written
from config.backups.places import refuse_little_space, unfinished
from config.backups.rows import Digest, as_line, packed, rows_of
from config.backups.sealing import sealed
from config.backups.snapshot import database_size, highest, snapshot
from config.backups.tables import RENEWED, migrations_of_code, tables
from config.secrets import secrets_of
from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.places import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from config.backups.rows import Row
    from config.backups.tables import Table

WHY = "a backup holds every file that a row names"


def write_backup(
    target: Path, *, data: Path, is_demo: bool, passphrase: str, at: datetime
) -> Manifest:
    """Write a backup of the installation, and return what it says of itself.

    Without a passphrase the secrets are left out.

    :raises Refusal: if there is such a file, too little room for it, or it cannot be written.
    """
    with unfinished(target) as file, snapshot():
        _refuse_little_space(target.parent)
        archive = Writer(file)
        kept = [_write_table(archive, table) for table in tables()]
        files = _write_files(archive)
        secrets = _write_secrets(archive, data, passphrase)
        manifest = Manifest(
            format=FORMAT,
            headway=metadata.version("headway"),
            engine=connection.vendor,
            made_at=at.isoformat(timespec="seconds"),
            is_demo=is_demo,
            secrets=secrets,
            migrations=migrations_of_code(),
            audit_head=audit_head(),
            tables=kept,
            files=files,
            digest=digest_of(kept),
        )
        archive.end(written(manifest))
    return manifest


def digest_of(kept: Iterable[TableKept]) -> str:
    """Return one digest of all tables but those that a restore renews."""
    total = hashlib.sha256()
    for table in kept:
        if table.name not in RENEWED:
            total.update(f"{table.name} {table.digest}\n".encode())
    return total.hexdigest()


def _refuse_little_space(folder: Path) -> None:
    rows = StoredFile.objects.unrestricted(reason=WHY).values_list("sha256", "size").distinct()
    needed = database_size() + sum(size for _sha256, size in rows.iterator())
    remedy = "make room, or name a file on another disk"
    refuse_little_space(folder, needed=needed, purpose="the backup", remedy=remedy)


def _write_table(archive: Writer, table: Table) -> TableKept:
    digest = Digest(table)
    parts: list[Part] = []
    for content, unpacked in packed(_lines(table, digest)):
        name = f"tables/{table.name}.{len(parts) + 1:06}.jsonl.gz"
        parts.append(Part(name, len(content), archive.add(name, content), unpacked))
    return TableKept(
        name=table.name,
        columns=table.names,
        rows=digest.rows,
        digest=str(digest),
        highest=highest(table),
        parts=parts,
    )


def _lines(table: Table, digest: Digest) -> Iterator[bytes]:
    row: Row
    for row in rows_of(table):
        line = as_line(row)
        digest.add(row, line)
        yield line


def _write_files(archive: Writer) -> FilesKept:
    """Write each file that a row names, once; note those that are not there as they came."""
    rows = StoredFile.objects.unrestricted(reason=WHY).order_by("sha256")
    names, missing = hashlib.sha256(), []
    count = total = 0
    for sha256 in rows.values_list("sha256", flat=True).distinct().iterator():
        size = _write_file(archive, sha256)
        if size is None:
            missing.append(sha256)
            continue
        names.update(f"{sha256}\n".encode())
        count, total = count + 1, total + size
    return FilesKept(count, total, names.hexdigest(), missing)


def _write_secrets(archive: Writer, data: Path, passphrase: str) -> str:
    """Seal the secrets and return the digest of that; leave them out without a passphrase."""
    if not passphrase:
        return ""
    return archive.add(SEALED, sealed(secrets_of(data), passphrase=passphrase))


def _write_file(archive: Writer, sha256: str) -> int | None:
    """Write one file and return its size; nothing, if it is not on the disk as it was brought."""
    try:
        file = path_of(sha256).open("rb")
    except FileNotFoundError:
        return None
    with file:
        digest = hashlib.sha256()
        for piece in _pieces(file):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            return None
        size = os.fstat(file.fileno()).st_size
        file.seek(0)
        archive.add_pieces(f"files/{sha256}", size, _pieces(file))
        return size


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
