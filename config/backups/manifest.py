"""What a backup says of itself, and whether this Headway can read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from cattrs import Converter
from cattrs.errors import BaseValidationError
from django.utils.version import get_version_tuple

from config.backups.archive import MANIFEST, damaged
from config.refusals import Refusal

FORMAT = 1
"""Grows when a backup is written otherwise than this file and its neighbours say."""
NAMED = 3
"""So many missing migrations are named in a refusal."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table: where they stand, the digest of that, and how large it unpacks."""

    name: str
    size: int
    sha256: str
    unpacked: int


@dataclass(frozen=True, slots=True)
class TableKept:
    """What is kept of one table. The digest is the same on every database."""

    name: str
    columns: list[str]
    rows: int
    digest: str
    highest: int
    """The highest number that was given to a row, which no later row may bear; 0 if none was."""
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class FilesKept:
    """What is kept of the files that people brought; the digest is over their names, in order."""

    count: int
    size: int
    digest: str
    missing: list[str]
    """Files that rows name, and that were not on the disk, or not as they were brought."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is known of a backup beside its content."""

    format: int
    headway: str
    engine: str
    made_at: str
    is_demo: bool
    secrets: str
    """The digest of what is sealed; empty, if the secrets were left out."""
    migrations: list[str]
    audit_head: dict[str, Any]
    tables: list[TableKept]
    files: FilesKept
    digest: str
    """Of all rows but those that a restore renews: equal digests are equal content."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def unpacked(self) -> int:
        """Bytes of all rows, unpacked."""
        return sum(part.unpacked for table in self.tables for part in table.parts)

    @property
    def parts(self) -> dict[str, Part]:
        return {part.name: part for table in self.tables for part in table.parts}


_CONVERTER = Converter(forbid_extra_keys=True)


def written(manifest: Manifest) -> bytes:
    return (json.dumps(_CONVERTER.unstructure(manifest), indent=1) + "\n").encode()


def read(content: bytes) -> Manifest:
    """Read a manifest. :raises Refusal: if it cannot be read, or comes from a newer Headway."""
    try:
        told = json.loads(content)
        number = int(told["format"])
        if number <= FORMAT:
            return _CONVERTER.structure(told, Manifest)
    except (ValueError, KeyError, TypeError, RecursionError, BaseValidationError) as problem:
        raise damaged(MANIFEST) from problem
    sentence = (
        f"this backup has format {number}, and this Headway reads up to {FORMAT}. "
        f"Install the Headway that wrote it: {told.get('headway')}."
    )
    raise Refusal(sentence)


def refuse_newer(manifest: Manifest) -> None:
    """Keep out what a newer Headway wrote.

    :raises Refusal: if so, naming the one to install.
    """
    ours = metadata.version("headway")
    if get_version_tuple(manifest.headway) > get_version_tuple(ours):
        sentence = (
            f"this backup was written by Headway {manifest.headway}, and this is {ours}. "
            f"Install Headway {manifest.headway} or newer, and restore again."
        )
        raise Refusal(sentence)


def refuse_other_migrations(manifest: Manifest, ours: list[str]) -> None:
    """Keep rows and tables together.

    :raises Refusal: if the backup was made after other migrations than this code has, saying
        which Headway restores it.
    """
    unknown = [name for name in manifest.migrations if name not in ours]
    missing = [name for name in ours if name not in manifest.migrations]
    if unknown:
        sentence = (
            f"this backup was made after {_named(unknown)}, which this Headway does not know "
            "; install the Headway that wrote it, or a newer one."
        )
        raise Refusal(sentence)
    if missing:
        sentence = (
            f"this backup was made before {_named(missing)}; restore it with the Headway that"
        )
        sentence = f"{sentence} wrote it ({manifest.headway}), then update and `headway init`."
        raise Refusal(sentence)


def _named(migrations: list[str]) -> str:
    shown = ", ".join(migrations[:NAMED])
    rest = len(migrations) - NAMED
    return f"the migrations {shown}" + (f" and {rest} more" if rest > 0 else "")
