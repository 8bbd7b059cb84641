"""Rows that hold from one edition until another, written for a draft alone.

A row that an edition in force also reads is ended at the draft's number and written anew; a row
that only the draft reads is changed in place. Apps above keep rows of their own this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.strategy.models import FOREVER, Edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

    from headway.foundation.core.scoping import ScopedQuerySet

REASON = "the service checks its own permission"


def write_row(row: Model, draft: Edition, columns: Mapping[str, object]) -> None:
    """Write columns of a row for the draft only: in place, or as a new row from its number."""
    if row.from_number != draft.number:  # type: ignore[attr-defined]  # see EditionRow
        _rows(type(row)).filter(pk=row.pk).update(until_number=draft.number)
        row.pk = None
        row._state.adding = True
        row.from_number, row.version = draft.number, 0  # type: ignore[attr-defined]
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    row.save()


def end_row(row: Model, draft: Edition) -> None:
    """End a row with the draft; one that only the draft reads goes."""
    if row.from_number == draft.number:  # type: ignore[attr-defined]  # see EditionRow
        row.delete()
    else:
        row.until_number = draft.number  # type: ignore[attr-defined]
        row.save(update_fields=["until_number"])


def discard_rows(model: type[Model], draft: Edition) -> None:
    """Take back what a draft wrote, and let go on what it had ended."""
    rows = _rows(model).filter(strategy=draft.strategy_id)
    rows.filter(from_number=draft.number).delete()
    rows.filter(until_number=draft.number).update(until_number=FOREVER)


def _rows(model: type[Model]) -> ScopedQuerySet[Model]:
    return model._default_manager.unrestricted(reason=REASON)  # type: ignore[no-any-return, attr-defined]
