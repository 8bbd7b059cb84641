"""A migration that is cut off before it is noted has not been made."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import get_commands
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import AutoField, Field, Index, IntegerField

from headway.foundation.core.management.commands.migrate import Command
from headway.foundation.core.migrating import WholeExecutor

TABLE = "core_trial"


class CutOffError(Exception):
    """The process ends here."""


def trial() -> Migration:
    """Return a migration whose index is added when its table has been."""
    columns: list[tuple[str, Field[Any, Any]]]
    columns = [("id", AutoField(primary_key=True)), ("number", IntegerField())]
    options = {"indexes": [Index(fields=["number"], name="trial_number")]}
    found = Migration("0001_trial", "core")
    vars(found)["operations"] = [CreateModel("Trial", columns, options)]
    return found


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("executor", "is_left"), [(WholeExecutor, False), (MigrationExecutor, True)]
)
def test_what_is_not_noted_is_not_made(
    executor: type[MigrationExecutor], monkeypatch: pytest.MonkeyPatch, *, is_left: bool
) -> None:
    """By Django's own executor it is, and cannot be made again."""

    def cut_off(*_given: object) -> None:
        raise CutOffError

    monkeypatch.setattr(executor, "record_migration", cut_off)
    with pytest.raises(CutOffError):
        executor(connection).apply_migration(ProjectState(), trial())
    found = TABLE in connection.introspection.table_names()
    if found:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {TABLE}")
    assert found == is_left


def test_the_command_migrates_so() -> None:
    assert get_commands()["migrate"] == "headway.foundation.core"
    assert vars(migrate)["MigrationExecutor"] is WholeExecutor
    assert issubclass(Command, migrate.Command)
