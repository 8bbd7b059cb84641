"""Canaries of the legal memory: amendments that made no text, meetings, what nobody confirmed.

They stand in a public strategy with a public body, so that only what is confidential keeps them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Agreement, Operation
from headway.monitoring.amendments.tests.factories import BY, amendment, operation, proposed
from headway.monitoring.meetings.calendars import token_of
from headway.monitoring.meetings.models import AgendaPoint, Decision, Member, Paper
from headway.monitoring.meetings.services import (
    add_paper,
    finish_minutes,
    make_feed,
    save_minutes,
    type_minutes,
)
from headway.monitoring.meetings.tests import factories as meeting
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.meetings.models import Activity, FollowUp, Meeting
    from headway.monitoring.meetings.tests.factories import World as Sitting
    from headway.monitoring.strategy.models import Node, Strategy

MEMORY, CONSULTED = "CANARY-MEMORY", "CANARY-CONSULTED"
WHY = "a test looks at everything"
AT = meeting.AT


@dataclass(frozen=True, slots=True)
class Memory:
    """What was planted, and the secret address of a calendar."""

    amendments: tuple[Amendment, ...]
    sitting: Sitting
    meetings: tuple[Meeting, ...]
    follow_up: FollowUp
    activity: Activity
    token: str


def plant_memory(strategy: Strategy, node: Node, asked: Organisation) -> Memory:
    """Plant amendments in every state that made no text, and a body with all that it keeps."""
    sitting = meeting.world(strategy=strategy, is_public=True)
    meeting.joined(
        sitting.body, sitting.coordinator, name=f"{MEMORY} member", email="canary.m@example.org"
    )
    meetings = (_under_way(sitting, node), _written(sitting, node), _planned(sitting))
    said: dict[str, Any] = {"words": text(f"{MEMORY} duty")}
    feed = make_feed(body_id=sitting.body.pk, by=sitting.coordinator, at=AT)
    return Memory(
        amendments=tuple(_amendments(strategy, node, asked)),
        sitting=sitting,
        meetings=meetings,
        follow_up=meeting.follow_up(meetings[0], sitting, **said),
        activity=meeting.activity(sitting, audience=text(f"{MEMORY} audience"), **said),
        token=token_of(feed.key),
    )


def _amendments(strategy: Strategy, node: Node, asked: Organisation) -> list[Amendment]:
    """Leave one of each: a draft, proposed, refused, withdrawn, and one that a partner is asked."""
    draft, waiting, refused, withdrawn = (_written_one(strategy, node, MEMORY) for _ in range(4))
    for each in (waiting, refused):
        proposed(each)
    told: dict[str, Any] = {"by": BY, "at": AT}
    services.refuse_amendment(amendment_id=refused.pk, words=f"{MEMORY} refused", **told)
    services.withdraw_amendment(amendment_id=withdrawn.pk, reason=f"{MEMORY} withdrawn", **told)
    consulted = proposed(_written_one(strategy, node, CONSULTED))
    services.consult_on_amendment(amendment_id=consulted.pk, organisation_ids=[asked.pk], **told)
    return [draft, waiting, refused, withdrawn, consulted]


def _written_one(strategy: Strategy, node: Node, word: str) -> Amendment:
    one = amendment(strategy, f"{word} title", rationale=text(f"{word} rationale"))
    operation(
        one, "reword_node", node.key, title=text(f"{word} wording"),
        rationale=text(f"{word} reason"),
    )  # fmt: skip
    return one


def _under_way(of: Sitting, node: Node) -> Meeting:
    """Leave a meeting whose minutes are being written."""
    held = meeting.begun(of, title=text(f"{MEMORY} meeting"), link=f"https://example.org/{MEMORY}")
    point = _decided(held, of, node)
    told: dict[str, Any] = {"by": of.coordinator, "at": meeting.START}
    save_minutes(point_id=point.pk, words=text(f"{MEMORY} minutes"), version=point.version, **told)
    type_minutes(point_id=point.pk, typed={"en": f"{MEMORY} typed"}, seen_version=1, **told)
    add_paper(
        meeting_id=held.pk,
        title=f"{MEMORY} paper",
        address="/strategies/",
        by=of.coordinator,
        at=AT,
    )
    return held


def _decided(held: Meeting, of: Sitting, node: Node) -> AgendaPoint:
    point = meeting.point(held, of, f"{MEMORY} point", note=text(f"{MEMORY} note"))
    meeting.voted(point, of, "yes", "yes", excluded={of.members[-1].pk: f"{MEMORY} conflict"})
    meeting.decided(point, of, f"{MEMORY} decision", node_ids=[node.pk])
    return point


def _written(of: Sitting, node: Node) -> Meeting:
    """Leave a meeting whose minutes wait for confirmation."""
    held = meeting.begun(of, note=text(f"{MEMORY} invited"))
    _decided(held, of, node)
    finish_minutes(meeting_id=held.pk, by=of.coordinator, at=meeting.START + timedelta(days=1))
    return held


def _planned(of: Sitting) -> Meeting:
    ahead = meeting.planned(of, title=text(f"{MEMORY} planned"), note=text(f"{MEMORY} ahead"))
    meeting.point(ahead, of, f"{MEMORY} question")
    return ahead


def names_of(found: Memory, names: Sequence[str]) -> dict[str, list[Any]]:
    """Return what stands for the planted things in an address, by the argument's name."""
    keys = [each.key for each in found.amendments] + [each.key for each in found.meetings]
    pks: dict[str, list[int]] = {
        model.__name__: list(model.objects.unrestricted(reason=WHY).values_list("pk", flat=True))
        for model in (AgendaPoint, Paper, Member, Agreement, Decision)
    }
    operations = Operation.objects.unrestricted(reason=WHY).values_list("key", flat=True)
    strategy = found.sitting.strategy
    return {
        "slug": [found.sitting.body.slug, strategy.slug],
        "key": [*keys, found.follow_up.key, found.activity.key],
        "pk": sorted({pk for found in pks.values() for pk in found}),
        "operation": list(operations),
        "kind": ["pack", "minutes"] if "ending" in names else ["reword_node"],
        "ending": ["docx"],
        "step": ["begin"],
        "decision": pks["Decision"],
        "token": ["unknown"],
        "number": [each.number for each in found.amendments],
    }
