"""Life of a node: its status and note, set at once, whatever edition is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
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
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor


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
    life = Life.objects.filter(node=node).first() or Life(node=node, version=0)
    if (life.status, life.status_on, life.note) == (status, status_on, note) and life.version:
        return life
    if version != life.version:
        clashes = clashing(
            {
                "status": (_("Status"), _word(node, life.status), _word(node, status)),
                "status_on": (_("Status of"), life.status_on, status_on),
                "note": (_("Note"), life.note, note),
            }
        )
        raise Conflict(stale_sentence(), clashes=clashes, token=str(life.version))
    today = at.astimezone(ZoneInfo(node.strategy.time_zone)).date()
    if status_on and status_on > today:
        raise BadInput({"status_on": _("This day lies ahead. Choose today or an earlier one.")})
    text = _refuse_bad(node, status, on=status_on or today)
    before = life.status
    life.status, life.status_on, life.note = status, status_on, note
    life.provenance, life.version = provenance, life.version + 1
    life.save()
    LifeRecord.objects.create(
        node=node,
        recorded_at=at,
        recorded_by=str(by),
        status=status,
        status_on=status_on,
        note=note,
        provenance=provenance,
    )
    payload = {"from": before, "to": status}
    record(LIFE_SET, node, by=by, at=at, name=str(text or node), payload=payload)
    renew_if_public(node.strategy, at=at)
    return life


def _word(node: Node, status: str) -> str:
    """Return the strategy's own word for a status, in the language of whoever writes."""
    option = next((each for each in node.strategy.statuses if each.code == status), None)
    return str(option.label.passage(get_language() or "en")) if option else status


def _refuse_bad(node: Node, status: str, *, on: date) -> NodeText | None:
    """Check a status against the strategy's list and the node's kind; return the node's text."""
    strategy = node.strategy
    option = next((option for option in strategy.statuses if option.code == status), None)
    if status and option is None:
        known = ", ".join(option.code for option in strategy.statuses)
        sentence = _("“%(status)s” is not in this strategy’s list: %(known)s.")
        raise BadInput({"status": sentence % {"status": status, "known": known}})
    text, edition = text_of(node, strategy, on=on)
    if (
        option
        and option.canonical == Canonical.DONE
        and text
        and edition
        and is_done_too_early(
            kind=text.kind,
            canonical=option.canonical,
            horizon=edition.frame.horizon,
            on=on,
        )
    ):
        sentence = _("A continuous measure is not done before the horizon. Say “in progress”.")
        raise BadInput({"status": sentence})
    return text


def text_of(node: Node, strategy: Strategy, *, on: date) -> tuple[NodeText | None, Edition | None]:
    """Return what the node says in the edition in force on a day, and that edition.

    Before the first edition is in force its draft speaks. The frame is read when it is asked for.
    """
    editions = tuple(
        Edition.objects.unrestricted(reason="the service checks its own permission")
        .filter(strategy=strategy)
        .exclude(state=EditionState.DISCARDED)
        .defer("frame", "title", "act_body", "provenance")
        .order_by("-number")
    )
    edition = in_force(editions, on=on) or next(iter(editions), None)
    if edition is None:
        return None, None
    return NodeText.objects.of(edition).filter(node=node).first(), edition
