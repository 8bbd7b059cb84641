"""Migrations of which each is made and noted in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import atomic

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Applies migrations so that one is noted as done exactly if its tables are there.

    Django notes one that adds keys or indexes after their transaction. Whoever is killed between
    the two is left with tables that no migration is known to have made, and never gets further.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        connection = self.connection
        if not (migration.atomic and connection.features.can_rollback_ddl):
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite leaves foreign keys alone only outside a transaction
        with connection.constraint_checks_disabled(), atomic(connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)
