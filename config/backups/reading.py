"""Reads a backup: whether every byte is as it was written, and where its parts stand."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.backups.archive import (
    CHECKSUM,
    FILES,
    MANIFEST,
    SEALED,
    Member,
    Reader,
    damaged,
)
from config.backups.manifest import read
from config.backups.rows import Digest, unpacked
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.backups.archive import Digested
    from config.backups.manifest import Manifest, Part, TableKept
    from config.backups.rows import Row


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose every byte was found to be as it was written."""

    reader: Reader
    manifest: Manifest
    tables: dict[str, Member]
    """Parts with rows, by name."""
    first_file: Member | None
    sealed: Member | None

    def rows(self, kept: TableKept) -> Iterator[Row]:
        """Yield the rows of a table. :raises Refusal: if a part has changed since it was read."""
        for part in kept.parts:
            yield from self.rows_of(part, width=len(kept.columns))

    def rows_of(self, part: Part, *, width: int) -> Iterator[Row]:
        content = self.reader.content(self.tables[part.name])
        if hashlib.sha256(content).hexdigest() != part.sha256:
            raise damaged(part.name)
        yield from unpacked(content, name=part.name, size=part.unpacked, width=width)

    def files(self) -> Iterator[Member]:
        """Yield the files that people brought, as they follow each other."""
        yield from self.reader.files_from(self.first_file)


@dataclass(slots=True)
class _Found:
    """What was met on the way through the file."""

    tables: dict[str, Digested]
    names: hashlib._Hash
    files: int = 0
    size: int = 0
    first_file: Member | None = None
    sealed: Digested | None = None
    manifest: Digested | None = None
    checksum: Member | None = None


@contextmanager
def opened_backup(path: Path) -> Iterator[Backup]:
    """Give a backup, after every byte of it was read.

    :raises Refusal: if there is none, if a byte of it has changed, or if a newer Headway wrote it.
    """
    try:
        file = path.open("rb")
    except OSError as problem:
        sentence = f"{path} cannot be read ({problem.strerror or problem})."
        raise Refusal(sentence) from problem
    with file:
        reader = Reader(file)
        found = _Found(tables={}, names=hashlib.sha256())
        for part in reader.parts():
            _note(found, part)
        manifest = _manifest(reader, found)
        sealed = found.sealed.member if found.sealed else None
        members = {name: each.member for name, each in found.tables.items()}
        yield Backup(reader, manifest, members, found.first_file, sealed)


def _note(found: _Found, part: Digested) -> None:
    """Note a part. :raises Refusal: for a file whose content does not fit its name."""
    name = part.member.name
    if (found.manifest is not None) != (name == CHECKSUM):
        raise damaged(name)
    if name.startswith(FILES):
        sha256 = name.removeprefix(FILES)
        if part.sha256 != sha256:
            raise damaged(name)
        found.names.update(f"{sha256}\n".encode())
        found.files, found.size = found.files + 1, found.size + part.member.size
        found.first_file = found.first_file or part.member
    elif name == SEALED:
        found.sealed = part
    elif name == MANIFEST:
        found.manifest = part
    elif name == CHECKSUM:
        found.checksum = part.member
    elif found.first_file or found.sealed or name in found.tables:
        raise damaged(name)
    else:
        found.tables[name] = part


def _manifest(reader: Reader, found: _Found) -> Manifest:
    """Read the manifest, after the checksum and all parts were held against it.

    :raises Refusal: naming the part that is not as it was written.
    """
    if found.manifest is None or found.checksum is None:
        raise damaged(MANIFEST)
    told = reader.content(found.checksum).decode("ascii", "replace")
    is_whole = told[:65] == f"{reader.before_checksum}\n"
    is_manifest = told[65:] == f"{found.manifest.sha256}\n"
    if not is_manifest:
        raise damaged(CHECKSUM if is_whole else MANIFEST)
    manifest = read(reader.content(found.manifest.member))
    _compare(found, manifest)
    if not is_whole:
        raise damaged(CHECKSUM)
    return manifest


def _compare(found: _Found, manifest: Manifest) -> None:
    """Hold what was met against what the manifest says. :raises Refusal: naming what differs."""
    for part in manifest.parts.values():
        met = found.tables.get(part.name)
        if met is None or (met.sha256, met.member.size) != (part.sha256, part.size):
            raise damaged(part.name)
    for name in found.tables.keys() - manifest.parts.keys():
        raise damaged(name)
    files = manifest.files
    if (files.count, files.size, files.digest) != (
        found.files, found.size, found.names.hexdigest(),
    ):  # fmt: skip
        raise damaged(FILES)
    if manifest.secrets != (found.sealed.sha256 if found.sealed else ""):
        raise damaged(SEALED)


def digest_matches(digest: Digest, kept: TableKept) -> bool:
    return (digest.rows, str(digest)) == (kept.rows, kept.digest)
