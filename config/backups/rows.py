"""Rows on their way: out of the database into parts of a backup, and back. Never all at once."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from django.db import connection

from config.backups.archive import damaged
from config.backups.kinds import Plain, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from config.backups.tables import Table

Row = list[Plain | None]

AT_ONCE = 2000
"""Rows that the database hands out at a time."""
UNPACKED = 4 * 1024 * 1024
"""Bytes of rows after which a part is closed."""
LONGEST_ROW = 128 * 1024 * 1024
"""Bytes; far more than any form or file lets in."""
PIECE = 256 * 1024
GZIP = zlib.MAX_WBITS | 16
LEVEL = 6


def rows_of(table: Table) -> Iterator[Row]:
    """Yield the rows of a table in the order of their key, which is the same on every database."""
    turns = [column.plain for column in table.columns]
    key = connection.ops.quote_name(table.key)
    if table.sorts_by_text and connection.vendor == "postgresql":
        key += ' COLLATE "C"'
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {table.listed()} FROM {table.quoted} ORDER BY {key}")  # noqa: S608 -- names of ours
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield [
                    None if value is None else turn(value)
                    for turn, value in zip(turns, row, strict=True)
                ]


class Digest:
    """A digest of rows that is the same on every database. Content alone goes into it."""

    def __init__(self, table: Table) -> None:
        self._json = [n for n, column in enumerate(table.columns) if column.is_json]
        self._digest = hashlib.sha256()
        self.rows = 0

    def add(self, row: Sequence[Plain | None], line: bytes = b"") -> None:
        """Add a row; `line` is how it is written, if that is known."""
        self.rows += 1
        if self._json or not line:
            plain = list(row)
            for number in self._json:
                text = plain[number]
                if text is not None:
                    plain[number] = canonical(str(text))
            line = as_line(plain)
        self._digest.update(line)

    def __str__(self) -> str:
        return self._digest.hexdigest()


def as_line(row: Sequence[Plain | None]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def packed(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield parts of some megabytes, each packed by itself, and how large each unpacks."""
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size >= UNPACKED:
            yield _pack(kept), size
            kept, size = [], 0
    if kept:
        yield _pack(kept), size


def _pack(lines: list[bytes]) -> bytes:
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    pieces = [packer.compress(line) for line in lines]
    return b"".join([*pieces, packer.flush()])


def unpacked(content: bytes, *, name: str, size: int, width: int) -> Iterator[Row]:
    """Yield the rows of a part. No more is unpacked than the manifest says there is.

    :raises Refusal: if the part is otherwise.
    """
    try:
        for line in _lines(content, size=size):
            row = json.loads(line)
            if not isinstance(row, list) or len(row) != width:
                raise damaged(name)
            yield row
    except (zlib.error, ValueError, RecursionError) as problem:
        raise damaged(name) from problem


def _lines(content: bytes, *, size: int) -> Iterator[bytes]:
    unpacker, left = zlib.decompressobj(wbits=GZIP), size
    begun: list[bytes] = []
    while not unpacker.eof:
        piece = unpacker.decompress(content, PIECE)
        content = unpacker.unconsumed_tail
        left -= len(piece)
        if left < 0 or len(begun) > LONGEST_ROW // PIECE or not (piece or unpacker.eof):
            message = "unpacks to something else than was said"
            raise ValueError(message)
        first, *others = piece.split(b"\n")
        begun.append(first)
        if others:
            yield b"".join(begun)
            yield from others[:-1]
            begun = others[-1:]
    if any(begun) or left or unpacker.unused_data:
        message = "ends otherwise than was said"
        raise ValueError(message)


def insert(table: Table, rows: Iterable[Row]) -> int:
    """Put rows into a table as they are, and return how many."""
    turns = [column.stored(connection.vendor) for column in table.columns]
    stored = (
        tuple(
            None if value is None else turn(value) for turn, value in zip(turns, row, strict=True)
        )
        for row in rows
    )
    return _copy(table, stored) if connection.vendor == "postgresql" else _insert(table, stored)


def _insert(table: Table, rows: Any) -> int:  # noqa: ANN401 -- the stubs know of no iterator
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table.quoted} ({table.listed()}) VALUES ({places})"  # noqa: S608 -- names of ours
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)


def _copy(table: Table, rows: Iterable[tuple[Any, ...]]) -> int:
    number = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table.quoted} ({table.listed()}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            number += 1
    return number
