"""The status of many nodes at once: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.texts import EMPTY
from headway.foundation.core.verdicts import require
from headway.monitoring.strategy.models import Life, LifeRecord, Node, Strategy
from headway.monitoring.strategy.permissions import can_set_life
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.nodes import set_together
from headway.monitoring.strategy.services.life import set_life, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor


@dataclass(frozen=True, slots=True)
class LifeEntry:
    """What one row says of one node; `version` is the one that its writer saw."""

    key: str
    status: str
    status_on: date | None
    version: int


class RowsRefused(BadInput):
    """Sentences by the key of the node; `tokens` of rows that somebody else changed."""

    def __init__(self, problems: dict[str, str], tokens: dict[str, str]) -> None:
        super().__init__(problems)
        self.tokens = tokens


@transaction.atomic
def set_lives(
    *, strategy_id: int, entries: Sequence[LifeEntry], by: User | SystemActor, at: datetime
) -> tuple[LifeRecord, ...]:
    """Set the status of many nodes and leave their notes; return what now stands of each.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises RowsRefused: if one of them cannot be set, or was set by somebody else since; with a
        sentence for each. Then none is.
    """
    strategy = Strategy.objects.get(pk=strategy_id)
    require(can_set_life(by, strategy))
    nodes = {
        node.key: node
        for node in Node.objects.filter(strategy=strategy, key__in=[e.key for e in entries])
    }
    notes = dict(Life.objects.filter(node__in=nodes.values()).values_list("node__key", "note"))
    problems: dict[str, str] = {}
    tokens: dict[str, str] = {}
    known = [entry for entry in entries if entry.key in nodes]
    for entry in known:
        try:
            set_life(
                node_id=nodes[entry.key].pk,
                status=entry.status,
                status_on=entry.status_on,
                note=notes.get(entry.key, EMPTY),
                version=entry.version,
                by=by,
                at=at,
            )
        except BadInput as refused:
            problems[entry.key] = str(refused)
        except Conflict as conflict:
            theirs = next((c.theirs for c in conflict.clashes), "–")
            sentence = _("Somebody else set it to “%(theirs)s” just now. Save again to keep yours.")
            problems[entry.key] = sentence % {"theirs": theirs}
            tokens[entry.key] = conflict.token
    if problems:
        raise RowsRefused(problems, tokens)
    records = LifeRecord.objects.filter(node__key__in=[entry.key for entry in known])
    newest = {record.node_id: record for record in records.order_by("recorded_at", "pk")}
    return tuple(newest.values())


@dataclass(frozen=True, slots=True)
class Undone:
    """How many statuses are as they were, and the names of those that stay, set anew since."""

    count: int
    stayed: tuple[str, ...]


@transaction.atomic
def undo_lives(*, record_id: int, by: User | SystemActor, at: datetime) -> Undone:
    """Put back the statuses that were set together with one, where nobody has set them since.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    """
    record = LifeRecord.objects.select_related("node").get(pk=record_id)
    strategy = Strategy.objects.select_for_update().get(pk=record.node.strategy_id)
    require(can_set_life(by, strategy))
    stayed = []
    together = set_together(record)
    for each in together:
        if not _put_back(each, by=by, at=at):
            text, _edition = text_of(each.node, strategy, on=day_of(strategy, at))
            stayed.append(text.code or str(text.title) if text else str(each.node))
    return Undone(len(together) - len(stayed), tuple(stayed))


def _put_back(record: LifeRecord, *, by: User | SystemActor, at: datetime) -> bool:
    """Set what stood before a record, and tell whether it stands now."""
    records = LifeRecord.objects.filter(node=record.node).order_by("-recorded_at", "-pk")
    before = records.exclude(pk=record.pk).filter(recorded_at__lte=record.recorded_at).first()
    before = before or LifeRecord(node=record.node)
    life = Life.objects.get(node=record.node)
    if (life.status, life.status_on) == (before.status, before.status_on):
        return True
    if records[0] != record:
        return False
    set_life(
        node_id=record.node_id,
        status=before.status,
        status_on=before.status_on,
        note=before.note,
        version=life.version,
        provenance=before.provenance,
        by=by,
        at=at,
    )
    return True
