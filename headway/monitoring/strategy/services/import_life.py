"""Writes statuses and notes of an import: at once, whatever edition is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.bulk import insert_rows
from headway.monitoring.strategy.imports.columns import is_life
from headway.monitoring.strategy.imports.texts import revised
from headway.monitoring.strategy.models import Life, LifeRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.monitoring.strategy.imports.plan import Plan

BATCH = 1000
LIFE = tuple(field.name for field in Life._meta.concrete_fields)
LIFE_OF = tuple(field.attname for field in Life._meta.concrete_fields)
RECORD = ("node", "recorded_at", "recorded_by", "status", "status_on", "note", "provenance")


@transaction.atomic
def write_life(*, plan: Plan, created: Sequence[int], by: User | SystemActor, at: datetime) -> bool:
    """Write every status and note that the plan changes, each with a record.

    Return whether a node that stood before was touched: nobody outside sees the others yet.
    """
    names = [(index, name) for index, name in enumerate(plan.fields) if is_life(name)]
    pending: dict[int, Mapping[str, str]] = {}
    for node, said in _said(plan, created, names):
        pending[node] = said
        if len(pending) == BATCH:
            _write(pending, plan.original, by=by, at=at)
            pending = {}
    _write(pending, plan.original, by=by, at=at)
    return any(is_life(change.field) for changed in plan.changed for change in changed.changes)


def _said(
    plan: Plan, created: Sequence[int], names: list[tuple[int, str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    for row, node in zip(plan.created, created, strict=False):
        if said := {name: value for index, name in names if (value := row.values[index])}:
            yield node, said
    for changed in plan.changed:
        if said := {c.field: c.value for c in changed.changes if is_life(c.field)}:
            yield changed.node, said


def _write(
    wanted: Mapping[int, Mapping[str, str]],
    original: str,
    *,
    by: User | SystemActor,
    at: datetime,
) -> None:
    standing = {life.node_id: life for life in Life.objects.filter(node__in=list(wanted))}
    for node, said in wanted.items():
        life = standing.get(node) or Life(node_id=node, version=0)
        if said.get("status", life.status) != life.status:
            # The file does not say since when; the day of the former status would be wrong.
            life.status, life.status_on = said["status"], None
        life.note = revised(life.note, said, "note", original)
        life.version += 1
        standing[node] = life
    lives = [standing[node] for node in wanted]
    insert_rows(
        Life, LIFE, ([getattr(life, n) for n in LIFE_OF] for life in lives if life.version == 1)
    )
    Life.objects.bulk_update(
        [life for life in lives if life.version > 1],
        ["status", "status_on", "note", "version"],
        batch_size=200,
    )
    insert_rows(
        LifeRecord,
        RECORD,
        (
            (each.node_id, at, str(by), each.status, each.status_on, each.note, each.provenance)
            for each in lives
        ),
    )
