"""Puts rows into an empty database: tables first, then rows, then what holds them together."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from config.backups.reading import digest_matches
from config.backups.rows import Digest, insert, rows_of
from config.backups.tables import tables
from config.refusals import Refusal
from headway.foundation.core.statistics import renew_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.backups.manifest import TableKept
    from config.backups.reading import Backup
    from config.backups.tables import Table

RESTORING = "headway_restoring"
"""A table that is there as long as a restore has not ended: no server starts beside it."""
COMPANIONS = ("", "-wal", "-shm", "-journal")


def is_unfinished() -> bool:
    """Tell whether a restore into this database has begun and not ended."""
    return RESTORING in connection.introspection.table_names()


def is_empty() -> bool:
    return not connection.introspection.table_names()


def wipe() -> None:
    """Take away what a restore left that did not end. The database was empty before it."""
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        connection.close()
        for companion in COMPANIONS:
            Path(path + companion).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for table in sorted(names, key=lambda name: name == RESTORING):  # the mark goes last
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc "
            "WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS "
            "(SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def load(backup: Backup) -> None:
    """Fill an empty database from a backup, and see that it then holds just that.

    Triggers and foreign keys are taken away meanwhile, for rows come table by table, and the
    audit trail refuses what a restore must do; both are back and hold before this returns.

    :raises Refusal: if a table cannot hold its rows, or holds others afterwards.
    """
    _run(f"CREATE TABLE {RESTORING} (begun integer)")
    call_command("migrate", verbosity=0, interactive=False)
    kept = {table.name: table for table in backup.manifest.tables}
    ours = {table.name: table for table in tables()}
    if {name: table.names for name, table in ours.items()} != {
        name: table.columns for name, table in kept.items()
    }:
        sentence = (
            "this backup has other tables than this Headway; restore it with the one that "
            f"wrote it ({backup.manifest.headway})."
        )
        raise Refusal(sentence)
    with _triggers_off(), _foreign_keys_off():
        for table in ours.values():
            _run(f"DELETE FROM {table.quoted}")  # noqa: S608 -- what `migrate` put there
        for name, table in ours.items():
            _fill(table, kept[name], backup)
    for name, table in ours.items():
        _set_highest(table, kept[name].highest)
        _refuse_other_rows(table, kept[name])


def finish() -> None:
    """Say that the database is whole."""
    renew_statistics()
    _run(f"DROP TABLE {RESTORING}")


def _fill(table: Table, kept: TableKept, backup: Backup) -> None:
    """Load the rows of a table, each part in a transaction of its own."""
    try:
        for part in kept.parts:
            with transaction.atomic():
                insert(table, backup.rows_of(part, width=len(kept.columns)))
    except (DatabaseError, ValueError, TypeError, ArithmeticError) as problem:
        reason = " ".join(str(problem).split())
        sentence = f"the table {table.name} cannot be restored: {reason}"
        raise Refusal(sentence) from problem


def _refuse_other_rows(table: Table, kept: TableKept) -> None:
    """Read back what was loaded. :raises Refusal: if it differs from what the backup says."""
    digest = Digest(table)
    with transaction.atomic():
        for row in rows_of(table):
            digest.add(row)
    if not digest_matches(digest, kept):
        sentence = (
            f"the table {table.name} does not hold what the backup says: {digest.rows} rows "
            f", of {kept.rows}, or other values."
        )
        raise Refusal(sentence)


@contextmanager
def _triggers_off() -> Iterator[None]:
    if connection.vendor == "postgresql":
        names = [table.quoted for table in tables()]
        for name in names:
            _run(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in names:
            _run(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    for name, _statement in triggers:
        _run(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    yield
    for _name, statement in triggers:
        _run(statement)


@contextmanager
def _foreign_keys_off() -> Iterator[None]:
    """Load rows in any order; afterwards each points to one that is there.

    :raises Refusal: if one does not.
    """
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            yield
        _refuse_loose_ends()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype = 'f' "
            "AND connamespace = current_schema()::regnamespace"
        )
        keys = cursor.fetchall()
    for table, name, _definition in keys:
        _run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    try:
        for table, name, definition in keys:
            _run(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    except DatabaseError as problem:
        raise _loose(" ".join(str(problem).split())) from problem


def _refuse_loose_ends() -> None:
    """Follow every foreign key. :raises Refusal: if one leads nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        found = cursor.fetchone()
    if found:
        reason = f"row {found[1]} of {found[0]} points to a row of {found[2]}"
        raise _loose(reason)


def _loose(reason: str) -> Refusal:
    return Refusal(f"a row of this backup points to one that is not in it: {reason}.")


def _set_highest(table: Table, number: int) -> None:
    """Go on counting where the backup stopped, so that no number is given twice."""
    if not table.is_numbered:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            if number:
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.name, number])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [table.quoted, table.key, max(number, 1), bool(number)],
            )


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
