"""Which content versions are current: asked before each answer, so it must cost next to nothing.

Each thread has a connection of its own to the database, beside Django’s, on which nothing is ever
written. It asks for a mark that differs whenever anything may have changed, and reads the versions
only when it does: of SQLite `PRAGMA data_version`, which changes with every commit of anybody else
and costs microseconds; of PostgreSQL the sum of the versions, which only grow.
"""

from __future__ import annotations

import hashlib
import threading
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import Error

from headway.foundation.publication.store.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper

OPEN_FOR = 60.0
"""Seconds after which a connection is opened anew, as Django’s own are."""
STATEMENT = b"headway_versions"
ANSWERED = (1, 2)
"""libpq's `ExecStatusType` for a command that is done, and for rows."""
ROWS = "SELECT scope, number, CAST(renewed_at AS text) FROM publication_contentversion"
MARKS = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT CAST(sum(number) AS text), CAST(max(renewed_at) AS text) "
    "FROM publication_contentversion",
}


class Known:
    """The content versions at one moment."""

    __slots__ = ("_digests", "_versions")

    def __init__(self, rows: Iterable[tuple[str, int, object]]) -> None:
        """Take rows of scope, number, and when it was renewed.

        A number may come again, where a backup was restored: then that moment is another.
        """
        self._versions: Mapping[str, str] = {
            scope: f"{number} {renewed_at}" for scope, number, renewed_at in sorted(rows)
        }
        self._digests: dict[frozenset[str], str] = {}

    def of(self, scopes: frozenset[str]) -> str:
        """Return the version of a page that draws on these scopes."""
        found = self._digests.get(scopes)
        if found is None:
            found = self._digests[scopes] = self._digest(scopes)
        return found

    def _digest(self, scopes: frozenset[str]) -> str:
        whole = tuple(scope for scope in scopes if not scope or scope.endswith(":"))
        named = [
            f"{scope} {version}"
            for scope, version in self._versions.items()
            if scope in scopes or scope.startswith(whole)
        ]
        return hashlib.sha256("\n".join(named).encode()).hexdigest()


class Versions:
    """Tells what is current, on a connection of each thread’s own."""

    def __init__(self, alias: str = DEFAULT_DB_ALIAS) -> None:
        self._alias = alias
        self._trouble = Trouble("The content versions cannot be read, so no page is stored")
        self._of_thread = threading.local()

    def current(self) -> Known | None:
        """Return the versions of now; None, if the database does not say."""
        reader: _Reader | None = getattr(self._of_thread, "reader", None)
        try:
            if reader is None or time.monotonic() > reader.until:
                reader = self._opened(reader)
            known = reader.read()
        except _errors(self._alias) as problem:
            self._closed(reader)
            self._trouble.met(problem)
            return None
        self._trouble.over()
        return known

    def _opened(self, before: _Reader | None) -> _Reader:
        self._closed(before)
        reader = self._of_thread.reader = _Reader(self._alias)
        return reader

    def _closed(self, reader: _Reader | None) -> None:
        self._of_thread.reader = None
        if reader:
            reader.close()


class _Reader:
    """One connection, and what was read on it."""

    def __init__(self, alias: str) -> None:
        self.until = time.monotonic() + OPEN_FOR
        self._wrapper: BaseDatabaseWrapper = connections.create_connection(alias)
        self._wrapper.ensure_connection()
        self._raw: Any = self._wrapper.connection
        self._asked = self._asking(MARKS[self._wrapper.vendor])
        self._mark: object = None
        self._known = Known(())

    def read(self) -> Known:
        mark = self._asked()
        if mark != self._mark:
            # After the mark, so that what is committed in between is read again, never missed.
            self._known = Known(self._raw.execute(ROWS).fetchall())
            self._mark = mark
        return self._known

    def _asking(self, sql: str) -> Callable[[], object]:
        """Return what asks for the mark: of PostgreSQL by libpq itself, past psycopg’s cursors.

        :raises Error: of the library, as do its answers, if the database does not say.
        """
        if self._wrapper.vendor != "postgresql":
            return lambda: self._raw.execute(sql).fetchone()
        line, words = self._raw.pgconn, sql.encode()
        if settings.POOLED:  # each transaction may meet another server, which knows no statement
            return lambda: self._row(line.exec_params(words, None))
        self._row(line.prepare(STATEMENT, words))
        return lambda: self._row(line.exec_prepared(STATEMENT, None))

    def _row(self, found: Any) -> list[bytes | None]:  # noqa: ANN401 -- of a library not imported here
        if found.status not in ANSWERED:
            wrapper: Any = self._wrapper
            raise wrapper.Database.errors.error_from_result(found)
        return [found.get_value(0, column) for column in range(found.nfields)]

    def close(self) -> None:
        self._wrapper.close()


def _errors(alias: str) -> tuple[type[Exception], ...]:
    """Return what is raised by Django, and by the library that it does not see us use."""
    wrapper: Any = connections[alias]
    return Error, wrapper.Database.Error
