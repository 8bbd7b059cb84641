"""What waits for a person in all apps that told of it, in one visible list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from headway.foundation.core.fields import TranslatedTextField
from headway.foundation.core.texts import EMPTY
from headway.monitoring.strategy.hooks import TASKS, Row

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.hooks import Source, Task

COLUMNS = {
    "key": Value(""),
    "words": Value(EMPTY, output_field=TranslatedTextField()),
    "of": Value(EMPTY, output_field=TranslatedTextField()),
    "name": Value(""),
    "slug": Value(""),
    "besides": Value(""),
    "due_on": Cast(Value(None), DateField()),
    "number": Value(0),
}
"""What stands in each column of a `Row` after its kind, where a source has nothing for it."""


def tasks_for(user: User, *, at: datetime) -> list[Task]:
    """Return what waits for a person, the next due first. One query for all sources."""
    first, *rest = (_read(source, user) for source in TASKS.sources.values())
    found = [Row(*each) for each in first.union(*rest, all=True)]
    rows = sorted(found, key=lambda row: (row.due_on or date.max, row.kind, row.key))
    return [TASKS.sources[row.kind].told(row, at) for row in rows]


def _read(source: Source, user: User) -> QuerySet[Any, Any]:
    """Return what waits for a person, in the columns of all sources."""
    columns = {
        f"task_{name}": F(source.columns[name]) if name in source.columns else empty
        for name, empty in COLUMNS.items()
    }
    rows = source.rows(user).order_by().annotate(task_kind=Value(source.kind), **columns)
    found: QuerySet[Any, Any] = rows.values_list("task_kind", *columns)
    return found
