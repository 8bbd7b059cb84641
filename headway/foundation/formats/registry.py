"""All tables of all apps. Every app of Headway may have a `tables.py` with a tuple `TABLES`."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.formats.types import Table

OURS = "headway."
NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = frozenset({"language", "separator", "headings"})
"""What a request for any table may say; so no filter can be called that."""

_registered: dict[str, Table] = {}


def discover() -> None:
    """Read the `tables.py` of every app of ours. Other people's may mean something else by it."""
    for config in apps.get_app_configs():
        if config.name.startswith(OURS) and module_has_submodule(config.module, "tables"):
            register(import_module(f"{config.name}.tables").TABLES)


def register(tables: Iterable[Table]) -> None:
    """Add tables to those that can be downloaded.

    :raises ImproperlyConfigured: for a name that is taken, doubled or not a plain word.
    """
    for table in tables:
        if _registered.get(table.name, table) is not table:
            message = f"Two tables are called {table.name}."
            raise ImproperlyConfigured(message)
        _check(table)
        _registered[table.name] = table


def registered_tables(*, public_only: bool = False) -> tuple[Table, ...]:
    """Return the tables in the order of their names."""
    ordered = sorted(_registered.values(), key=lambda table: table.name)
    return tuple(table for table in ordered if table.public or not public_only)


def table_named(name: str) -> Table | None:
    return _registered.get(name)


def _check(table: Table) -> None:
    columns = [column.name for column in table.columns]
    filters = [each.name for each in table.filters]
    wrong = {name for name in [table.name, *columns, *filters] if not NAME.fullmatch(name)}
    wrong |= {name for names in (columns, filters) for name, n in Counter(names).items() if n > 1}
    wrong |= RESERVED.intersection(filters)
    if wrong:
        message = (
            f"Table {table.name}: {', '.join(sorted(wrong))} is doubled, reserved,"
            f" or not of the form {NAME.pattern}."
        )
        raise ImproperlyConfigured(message)
