"""Which tables a page asks, and which a service writes: what it did not read, it does not show."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from headway.foundation.publication.models import ContentVersion
from headway.foundation.publication.tests.sites import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from datetime import datetime

WORD = re.compile(r"\w+")
NO_TABLE: dict[str, frozenset[str]] = {}
"""Addresses whose pages asked no table, which no service can change, each with where it leads."""


def tables() -> frozenset[str]:
    """Return all tables but that of the content versions, of which no page says anything."""
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models if model is not ContentVersion)


@contextmanager
def noted(found: set[str], *, writes: bool = False) -> Generator[None]:
    """Note every table that a statement names; with `writes`, of those that do more than read."""
    known = tables()

    def note(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if not (writes and sql.lstrip().upper().startswith("SELECT")):
            found.update(known.intersection(WORD.findall(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


class WatchedSite(Site):
    """A site that knows which tables each of its pages asked when it was rendered."""

    def __init__(self, at: datetime) -> None:
        self.asked: dict[str, set[str]] = defaultdict(set)
        self._handler = WSGIHandler()
        super().__init__(at, application=self._watched)

    def links(self, path: str) -> frozenset[str] | None:
        """Return where a page leads; one that asked no table is read but once."""
        if path in NO_TABLE:
            return NO_TABLE[path]
        found = super().links(path)
        if found is not None and not self.asked[path]:
            NO_TABLE[path] = found
        return found

    def _watched(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        with noted(self.asked[environ["PATH_INFO"]]):
            return self._handler(environ, start)
