"""The status of many nodes at once: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY
from headway.foundation.core.verdicts import require
from headway.monitoring.strategy.models import LifeRecord, Node, Strategy
from headway.monitoring.strategy.permissions import can_set_life
from headway.monitoring.strategy.queries.nodes import records_by_node, set_together
from headway.monitoring.strategy.services.life import LifeSaid, LivesWriting

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
    provenance: Provenance | None = UNKNOWN
    """None leaves what was noted of its source."""


class RowsRefused(BadInput):
    """Sentences by the key of the node; `tokens` of rows that somebody else changed."""

    def __init__(self, problems: dict[str, str], tokens: dict[str, str]) -> None:
        super().__init__(problems)
        self.tokens = tokens


@transaction.atomic
def set_lives(
    *, strategy_id: int, entries: Sequence[LifeEntry], by: User | SystemActor, at: datetime
) -> int:
    """Set the status of many nodes and leave their notes; return how many were set.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises RowsRefused: if one of them cannot be set, or was set by somebody else since; with a
        sentence for each. Then none is.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_set_life(by, strategy))
    found = Node.objects.filter(strategy=strategy, key__in=[entry.key for entry in entries])
    nodes = {node.key: node for node in found}
    writing = LivesWriting(strategy, nodes.values(), at=at)
    problems: dict[str, str] = {}
    tokens: dict[str, str] = {}
    known = [entry for entry in entries if entry.key in nodes]
    for entry in known:
        node = nodes[entry.key]
        life = writing.lives.get(node.pk)
        note, before = (life.note, life.provenance) if life else (EMPTY, UNKNOWN)
        provenance = before if entry.provenance is None else entry.provenance
        said = LifeSaid(entry.status, entry.status_on, note, entry.version, provenance)
        try:
            writing.say(node, said)
        except BadInput as refused:
            problems[entry.key] = str(refused)
        except Conflict as conflict:
            theirs = next((c.theirs for c in conflict.clashes), "–")
            sentence = _("Somebody else set it to “%(theirs)s” just now. Save again to keep yours.")
            problems[entry.key] = sentence % {"theirs": theirs}
            tokens[entry.key] = conflict.token
    if problems:
        raise RowsRefused(problems, tokens)
    writing.keep(by=by, at=at)
    return len(known)


@dataclass(frozen=True, slots=True)
class Undone:
    """How many things are as they were, and the names of those that stay, changed since."""

    count: int
    stayed: tuple[str, ...]

    @property
    def sentence(self) -> str:
        if not self.stayed:
            return _("Everything is back as it was.")
        sentence = ngettext(
            "%(count)s is back as it was. Changed since, and so left alone: %(names)s.",
            "%(count)s are back as they were. Changed since, and so left alone: %(names)s.",
            self.count,
        )
        return sentence % {"count": self.count, "names": ", ".join(self.stayed)}


@transaction.atomic
def undo_lives(*, record_id: int, by: User | SystemActor, at: datetime) -> Undone:
    """Put back the statuses that were set together with one, where nobody has set them since.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    """
    record = LifeRecord.objects.select_related("node").get(pk=record_id)
    strategy = Strategy.objects.select_for_update().get(pk=record.node.strategy_id)
    require(can_set_life(by, strategy))
    together = set_together(record)
    histories = records_by_node(each.node for each in together)
    writing = LivesWriting(strategy, [each.node for each in together], at=at)
    stayed = []
    for each in together:
        history = histories[each.node_id]
        place = history.index(each)
        before = history[place - 1] if place else LifeRecord(node=each.node)
        life = writing.lives[each.node_id]
        if (life.status, life.status_on) == (before.status, before.status_on):
            continue
        if history[-1] != each:
            stayed.append(writing.code(each.node))
            continue
        said = LifeSaid(
            before.status, before.status_on, before.note, life.version, before.provenance
        )
        writing.say(each.node, said)
    writing.keep(by=by, at=at)
    return Undone(len(together) - len(stayed), tuple(stayed))
