"""The list of public tables with everything a reader must know to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from headway.foundation.formats.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from headway.foundation.formats.types import Table


def dictionary(tables: Iterable[Table], request: HttpRequest) -> list[dict[str, Any]]:
    """Return each table with columns, filters and full addresses, in the active language."""
    return [
        {
            "name": table.name,
            "title": str(table.title),
            "description": str(table.description),
            "columns": [column.described() for column in table.columns],
            "filters": [each.described() for each in table.filters],
            "files": {code: request.build_absolute_uri(_path(table, code)) for code in WRITERS},
        }
        for table in tables
    ]


def _path(table: Table, code: str) -> str:
    return reverse("api:table", kwargs={"name": table.name, "code": code})
