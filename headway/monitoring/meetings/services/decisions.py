"""Decisions: recorded under the next number of the year, changed or removed until confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Decision
from headway.monitoring.meetings.permissions import can_keep_body, takes_minutes
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.services.common import (
    LONGEST_WORDS,
    REASON,
    locked_body,
    locked_point,
    told,
)
from headway.monitoring.meetings.states import VoteResult
from headway.monitoring.strategy.models import Node
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.meetings.models import Body
    from headway.monitoring.meetings.permissions import Keeper

WORDS_WANTED = "words"


@transaction.atomic
def record_decision(
    *,
    point_id: int,
    words: TranslatedText,
    by: Keeper,
    at: datetime,
    node_ids: Iterable[int] = (),
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Decision:
    """Record what was decided at a point: by the votes that stand there, else by consensus.

    Its number is the next of the body in the year of the meeting, on the strategy's clocks.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way and has a quorum, or if the vote did not
        carry.
    :raises BadInput: without words, or for too many.
    """
    point = locked_point(point_id)
    meeting = point.meeting
    body = locked_body(meeting.body_id)
    require(can_keep_body(by, body))
    require_now(takes_minutes(meeting))
    present = present_at(meeting)
    if not present.is_enough:
        raise WrongState(present.sentence)
    voting = voting_at(point, present)
    if voting.result not in {VoteResult.NONE, VoteResult.CARRIED}:
        sentence = _("%(sentence)s Nothing was decided by this vote.")
        raise WrongState(sentence % {"sentence": voting.sentence})
    refuse(_problems(words))
    decisions = Decision.objects.unrestricted(reason=REASON)
    year = day_of(body.strategy, meeting.starts_at).year
    tally = voting.tally if voting.tally.cast else None
    decision = decisions.create(
        key=key or new_key(),
        body=body,
        meeting=meeting,
        point=point,
        year=year,
        number=_last_number(body, year) + 1,
        words=words,
        votes_yes=tally.yes if tally else None,
        votes_no=tally.no if tally else None,
        votes_abstained=tally.abstained if tally else None,
        made_at=at,
        provenance=provenance,
    )
    decision.nodes.set(_nodes(body, node_ids))
    _tell(verbs.DECISION_MADE, decision, by=by, at=at)
    return decision


def _last_number(body: Body, year: int) -> int:
    decisions = Decision.objects.unrestricted(reason=REASON).filter(body=body, year=year)
    return decisions.aggregate(last=Max("number"))["last"] or 0


def _nodes(body: Body, node_ids: Iterable[int]) -> list[Node]:
    """Return measures of the body's own strategy; of any other nothing is decided here."""
    return list(Node.objects.filter(strategy=body.strategy, pk__in=tuple(node_ids)))


def _problems(words: TranslatedText) -> dict[str, str]:
    return text_problems(
        [(WORDS_WANTED, words, LONGEST_WORDS)],
        wanted={WORDS_WANTED: _("Write what was decided.")},
    )


def _tell(verb: Verb, decision: Decision, *, by: Keeper, at: datetime) -> None:
    payload = {"number": decision.code}
    told(verb, decision.meeting, of=decision.body, by=by, at=at, payload=payload)


@transaction.atomic
def change_decision(
    *,
    decision_id: int,
    words: TranslatedText,
    node_ids: Iterable[int],
    version: int,
    by: Keeper,
    at: datetime,
) -> Decision:
    """Change the words of a decision, or what it is about, while the minutes are written.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way.
    :raises BadInput: without words, or for too many.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    decision = _taken(decision_id, by)
    require_seen(
        version,
        current=decision.version,
        theirs=texts_shown(words=decision.words),
        mine=texts_shown(words=words),
        labels={"words": _("What was decided")},
    )
    refuse(_problems(words))
    decision.words = words
    keep(decision, "words")
    decision.nodes.set(_nodes(decision.body, node_ids))
    _tell(verbs.DECISION_CHANGED, decision, by=by, at=at)
    return decision


@transaction.atomic
def remove_decision(*, decision_id: int, by: Keeper, at: datetime) -> None:
    """Remove the newest decision of a year, so that its numbers stay without a gap.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: unless the meeting is under way, and for any decision but the newest.
    """
    decision = _taken(decision_id, by)
    if decision.number != _last_number(decision.body, decision.year):
        raise WrongState(
            _("Later decisions have numbers already. Change the words of this one instead.")
        )
    _tell(verbs.DECISION_REMOVED, decision, by=by, at=at)
    decision.nodes.clear()
    decision.delete()


def _taken(decision_id: int, by: Keeper) -> Decision:
    decisions = Decision.objects.unrestricted(reason=REASON)
    point = locked_point(decisions.values_list("point_id", flat=True).get(pk=decision_id))
    body = locked_body(point.meeting.body_id)
    require(can_keep_body(by, body))
    require_now(takes_minutes(point.meeting))
    decision = decisions.get(pk=decision_id)
    decision.point, decision.meeting, decision.body = point, point.meeting, body
    return decision
