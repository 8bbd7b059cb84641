"""Life of a node: its status and note, set at once, whatever edition is in force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.audit.services import Deed, record_many
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.monitoring.strategy.models import Edition, Life, LifeRecord, Node, NodeText, Strategy
from headway.monitoring.strategy.permissions import can_set_life
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.rules import is_done_too_early
from headway.monitoring.strategy.services.clashes import clashing
from headway.monitoring.strategy.services.strategies import renew_if_public
from headway.monitoring.strategy.states import Canonical, EditionState
from headway.monitoring.strategy.verbs import LIFE_SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.errors import Clash
    from headway.monitoring.strategy.frame import StatusOption

WRITTEN = ("status", "status_on", "note", "provenance", "version")


@dataclass(frozen=True, slots=True)
class LifeSaid:
    """What somebody says of how far a node has got; `version` is the one that they saw."""

    status: str
    status_on: date | None = None
    note: TranslatedText = EMPTY
    version: int = 0
    """0 for a node that nothing was said of yet."""
    provenance: Provenance = UNKNOWN


@transaction.atomic
def set_life(
    *,
    node_id: int,
    status: str,
    by: User | SystemActor,
    at: datetime,
    status_on: date | None = None,
    note: TranslatedText = EMPTY,
    version: int = 0,
    provenance: Provenance = UNKNOWN,
) -> Life:
    """Set how far a node has got. What was said before stays in its records.

    `version` is the one that the writer saw; 0 for a node that nothing was said of yet. What
    stands already is set no second time, whoever saw what: two presses of a button are one.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a status that is not in the strategy's list, one of a day that lies
        ahead in the strategy's time zone, or a continuous measure called done before the horizon.
    :raises Conflict: if somebody else set it since.
    """
    # Taken with its strategy, whose list of statuses must not change meanwhile.
    nodes = Node.objects.select_related("strategy").select_for_update(of=("strategy",))
    node = nodes.get(pk=node_id)
    require(can_set_life(by, node.strategy))
    writing = LivesWriting(node.strategy, [node], at=at)
    writing.say(node, LifeSaid(status, status_on, note, version, provenance))
    writing.keep(by=by, at=at)
    return writing.lives[node.pk]


class LivesWriting:
    """The lives of some nodes of a strategy, read and written at once, however many they are.

    The caller has taken the strategy for writing and asked for permission.
    """

    def __init__(self, strategy: Strategy, nodes: Iterable[Node], *, at: datetime) -> None:
        self.strategy = strategy
        self.nodes = {node.pk: node for node in nodes}
        self.lives = {life.node_id: life for life in Life.objects.filter(node__in=self.nodes)}
        self._today = at.astimezone(ZoneInfo(strategy.time_zone)).date()
        self._said: dict[int, tuple[str, str]] = {}
        self._texts: dict[int, dict[int, NodeText]] = {}

    def say(self, node: Node, said: LifeSaid) -> None:
        """Take in what is said of a node; it is written by `keep`.

        :raises BadInput, Conflict: as `set_life` does.
        """
        life = self.lives.get(node.pk) or Life(node=node, version=0)
        same = (life.status, life.status_on, life.note) == (said.status, said.status_on, said.note)
        if same and life.version:
            return
        if said.version != life.version:
            raise Conflict(
                stale_sentence(), clashes=self._clashes(life, said), token=str(life.version)
            )
        if said.status_on and said.status_on > self._today:
            raise BadInput({"status_on": _("This day lies ahead. Choose today or an earlier one.")})
        text, edition = self._text_of(node, on=said.status_on or self._today)
        self._refuse_bad(said, text, edition)
        self.lives[node.pk] = life
        self._said[node.pk] = (life.status, str(text or node))
        life.status, life.status_on, life.note = said.status, said.status_on, said.note
        life.provenance, life.version = said.provenance, life.version + 1

    def keep(self, *, by: User | SystemActor, at: datetime) -> None:
        """Write what was said, its records and the audit trail. Four queries and the renewal."""
        lives = [self.lives[pk] for pk in self._said]
        if not lives:
            return
        Life.objects.bulk_create(
            lives, update_conflicts=True, unique_fields=["node"], update_fields=WRITTEN
        )
        LifeRecord.objects.bulk_create(
            LifeRecord(
                node_id=life.node_id,
                recorded_at=at,
                recorded_by=str(by),
                status=life.status,
                status_on=life.status_on,
                note=life.note,
                provenance=life.provenance,
            )
            for life in lives
        )
        deeds = [
            Deed(self.nodes[pk], name=name, payload={"from": before, "to": self.lives[pk].status})
            for pk, (before, name) in self._said.items()
        ]
        record_many(LIFE_SET, deeds, by=by, at=at)
        renew_if_public(self.strategy, at=at)

    def code(self, node: Node) -> str:
        """Call a node by its code, or by its title where it has none."""
        text, _edition = self._text_of(node, on=self._today)
        return text.code or str(text.title) if text else str(node)

    def _clashes(self, life: Life, said: LifeSaid) -> Sequence[Clash]:
        status = (_("Status"), self._word(life.status), self._word(said.status))
        return clashing(
            {
                "status": status,
                "status_on": (_("Status of"), life.status_on, said.status_on),
                "note": (_("Note"), life.note, said.note),
            }
        )

    def _word(self, status: str) -> str:
        """Return the strategy's own word for a status, in the language of whoever writes."""
        option = self._option(status)
        return str(option.label.passage(get_language() or "en")) if option else status

    def _option(self, status: str) -> StatusOption | None:
        return next((each for each in self.strategy.statuses if each.code == status), None)

    def _refuse_bad(self, said: LifeSaid, text: NodeText | None, edition: Edition | None) -> None:
        """Check a status against the strategy's list and the node's kind."""
        option = self._option(said.status)
        if said.status and option is None:
            known = ", ".join(option.code for option in self.strategy.statuses)
            sentence = _("“%(status)s” is not in this strategy’s list: %(known)s.")
            raise BadInput({"status": sentence % {"status": said.status, "known": known}})
        if (
            option
            and option.canonical == Canonical.DONE
            and text
            and edition
            and is_done_too_early(
                kind=text.kind,
                canonical=option.canonical,
                horizon=edition.frame.horizon,
                on=said.status_on or self._today,
            )
        ):
            sentence = _("A continuous measure is not done before the horizon. Say “in progress”.")
            raise BadInput({"status": sentence})

    def _text_of(self, node: Node, *, on: date) -> tuple[NodeText | None, Edition | None]:
        """Return what the node says in the edition in force on a day, and that edition.

        Before the first edition is in force its draft speaks.
        """
        edition = in_force(self._editions, on=on) or next(iter(self._editions), None)
        if edition is None:
            return None, None
        if edition.pk not in self._texts:
            rows = NodeText.objects.of(edition).filter(node__in=self.nodes)
            self._texts[edition.pk] = {row.node_id: row for row in rows}
        return self._texts[edition.pk].get(node.pk), edition

    @cached_property
    def _editions(self) -> tuple[Edition, ...]:
        """The newest first. Their frames are read when they are asked for."""
        return tuple(
            Edition.objects.unrestricted(reason="the service checks its own permission")
            .filter(strategy=self.strategy)
            .exclude(state=EditionState.DISCARDED)
            .defer("frame", "title", "act_body", "provenance")
            .order_by("-number")
        )
