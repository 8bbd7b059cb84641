"""Whether a pooler stands before PostgreSQL, and whether Headway was told.

A pooler gives each client a number of its own making for the process that serves it, and another
process may serve each transaction. Cursors that outlive a transaction are lost there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from config.findings import ERROR, FINE, WARNING, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ABOUT = "pooler"


def pooling(_now: datetime) -> Iterator[Finding]:
    """Compare the process that was announced with the one that answers."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        answers = int(cursor.fetchone()[0])
    raw: Any = connection.connection
    yield told(is_there=answers != raw.info.backend_pid)


def told(*, is_there: bool) -> Finding:
    if is_there and not settings.POOLED:
        return Finding(ABOUT, ERROR, "one that Headway was not told of.", "Say HEADWAY_POOLED=yes.")
    if settings.POOLED and not is_there:
        remedy = "Take HEADWAY_POOLED away: whole tables are read into memory for it."
        return Finding(ABOUT, WARNING, "none, though HEADWAY_POOLED says so.", remedy)
    return Finding(ABOUT, FINE, "yes, and known." if is_there else "none.")
