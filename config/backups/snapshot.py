"""The database as it was at one moment, through its own snapshot, while others go on writing.

SQLite keeps it in the write-ahead log for a transaction that reads; PostgreSQL for a transaction
that may repeat what it read. Neither waits for a writer, nor lets one wait.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.backups.tables import Table


@contextmanager
def snapshot() -> Iterator[None]:
    """Let every query of this connection see the database as it is at the first of them."""
    if connection.in_atomic_block:  # it sees one moment already
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # `atomic` would keep writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def database_size() -> int:
    """Return how many bytes the database takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def highest(table: Table) -> int:
    """Return the highest number that a row of a table was ever given; 0 if none was.

    A row that is gone keeps its number: what the audit trail tells of it must not fit another.
    """
    if not table.is_numbered:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.quoted, table.key])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 -- a name of the database
        return int(cursor.fetchone()[0])
