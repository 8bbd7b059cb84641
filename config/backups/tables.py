"""Which tables a backup holds: all that a model stands for, but for what nobody needs again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from config.backups.kinds import Column, column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = {
    "django_migrations": "the manifest says which were applied",
    "accounts_session": "whoever was signed in signs in again",
    "headway_cache": "counts of attempts, which begin anew",
    "audit_turn": "empty but within a transaction",
}
RENEWED = ("publication_contentversion",)
"""Tables that a restore changes, so that no page stored before it is taken for a new one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a backup knows it."""

    name: str
    key: str
    columns: tuple[Column, ...]
    is_numbered: bool
    """Whether the database numbers its rows."""
    sorts_by_text: bool

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def listed(self) -> str:
        """Return the names of its columns for a statement."""
        return ", ".join(connection.ops.quote_name(name) for name in self.names)

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)


def tables() -> list[Table]:
    """Return every table that a backup holds, by name."""
    models_ = (model for model in apps.get_models(include_auto_created=True) if _is_kept(model))
    return sorted((_table(model) for model in models_), key=lambda table: table.name)


def _is_kept(model: type[models.Model]) -> bool:
    about = model._meta
    return about.managed and not about.proxy and about.db_table not in LEFT_OUT


def _table(model: type[models.Model]) -> Table:
    about = model._meta
    key = about.pk
    return Table(
        name=about.db_table,
        key=str(key.column),
        columns=tuple(column_of(field) for field in about.concrete_fields),
        is_numbered=isinstance(key, models.AutoField),
        sorts_by_text=isinstance(key, models.CharField),
    )


def migrations_of_code() -> list[str]:
    """Return the migrations of this code, which a database that is up to date has all."""
    return sorted(_named(MigrationLoader(None)))


def _named(loader: MigrationLoader) -> Iterator[str]:
    return (f"{app}.{name}" for app, name in loader.graph.nodes)
