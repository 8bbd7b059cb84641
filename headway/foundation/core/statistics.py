"""What a database knows of its rows: by it, it chooses among its indexes."""

from __future__ import annotations

from django.db import connection

LOOKED_AT = 1_000
"""Rows of each index, more or less: a database of ten million values is looked over in a moment."""


def renew_statistics() -> None:
    """Let the database count anew how its rows are spread.

    PostgreSQL does so by itself after a while; SQLite must be told, and else takes one strategy to
    have ten measures, and reads all ten thousand of another to find one.
    Source: sqlite.org/lang_analyze.html, "Recommended usage patterns".
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
