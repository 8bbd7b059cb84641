"""What a page asks the database, and what asking costs without the page around it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test import Client

from config.bench.data import SLUG
from headway.monitoring.indicators.queries.overview import overview
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Asked = tuple[str, Any]

REASON = "the bench made it a moment ago"
TIMES = 5
"""How often each is asked; the middle one counts."""
OF_TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def found(pages: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return queries and milliseconds of SQL by page, and the milliseconds of the roll-up."""
    told: dict[str, Any] = {name: _page(path, cookie) for name, path, cookie in pages}
    edition = Edition.objects.unrestricted(reason=REASON).select_related("strategy")
    return {"pages": told, "rollup": _rollup(edition.get(strategy__slug=SLUG))}


def _page(path: str, cookie: str) -> dict[str, float]:
    """Ask for a page twice, then for its SQL alone.

    :raises RuntimeError: if the page cannot be read: then there is nothing to measure.
    """
    headers = {"host": "localhost"} | ({"cookie": cookie} if cookie else {})
    client = Client(headers=headers)
    _read(client, path)
    with _kept() as asked:
        _read(client, path)
    return {"queries": len(asked), "sql_ms": _timed(lambda: _again(asked))}


def _read(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        message = f"{path} answers {answer.status_code}."
        raise RuntimeError(message)
    if answer.streaming:
        for _piece in answer:
            pass


@contextmanager
def _kept() -> Iterator[list[Asked]]:
    """Keep every statement with what it was given."""
    asked: list[Asked] = []

    def keep(
        execute: Callable[..., Any],
        sql: str,
        params: Any,  # noqa: ANN401
        many: bool,
        context: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if not sql.startswith(OF_TRANSACTIONS):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield asked


def _again(asked: Sequence[Asked]) -> None:
    """Ask the same of the database, and read all of what it says."""
    with connection.cursor() as cursor:
        for sql, params in asked:
            if sql.lstrip("( ").startswith(("SELECT", "WITH")):
                cursor.execute(sql, params)
                cursor.fetchall()


def _rollup(edition: Edition) -> dict[str, float]:
    on = day_of(edition.strategy, datetime.now(UTC))
    with _kept() as asked:
        counted = overview(edition, on=on, is_today=True).rollup
    took = _timed(lambda: overview(edition, on=on, is_today=True))
    return {"indicators": counted.total, "queries": len(asked), "p50_ms": took}


def _timed(call: Callable[[], object]) -> float:
    took = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        call()
        took.append((time.perf_counter() - begun) * 1000)
    return round(median(took), 2)
