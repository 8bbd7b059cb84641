"""Django's `migrate`, by an executor that can be killed at any moment."""

from __future__ import annotations

from django.core.management.commands import migrate

from headway.foundation.core.migrating import WholeExecutor

migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # its command offers no other way


class Command(migrate.Command):
    pass
