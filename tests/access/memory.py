"""Canaries of the legal memory: amendments that made no text, meetings, what nobody confirmed.

They stand in a public strategy with a public body, so that only what is confidential keeps them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Agreement, Operation
from headway.monitoring.amendments.states import Outcome, Stance
from headway.monitoring.amendments.tests.factories import (
    BY,
    agreements,
    amendment,
    decided,
    operation,
    proposed,
)
from headway.monitoring.meetings.calendars import token_of
from headway.monitoring.meetings.facts import Said
from headway.monitoring.meetings.models import AgendaPoint, Decision, Member, Paper
from headway.monitoring.meetings.services import (
    add_paper,
    answer_invitation,
    confirm_minutes,
    finish_minutes,
    make_feed,
    save_minutes,
    type_minutes,
)
from headway.monitoring.meetings.states import Answer
from headway.monitoring.meetings.tests import factories as meeting
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.meetings.models import Activity, FollowUp, Meeting
    from headway.monitoring.meetings.tests.factories import World as Sitting
    from headway.monitoring.strategy.models import Node, Strategy

MEMORY, WAITING, CONSULTED = "CANARY-MEMORY", "CANARY-WAITING", "CANARY-CONSULTED"
BODY, MINUTES = "CANARY-BODY", "CANARY-MINUTES"
MEMORY_WORDS = {
    MEMORY: "amendments that made no text, and what nobody adopted of one that did",
    WAITING: "an amendment that waits for a decision: who convenes a body may put it on an agenda",
    CONSULTED: "an amendment that the first partner is asked about",
    BODY: "what the members of a body were told, and nobody else",
    MINUTES: "meetings that are only planned, and minutes while they are written",
}
DECIDED, CHANGED = "Three stands in public", "Quay in public"
"""What everybody may read: a confirmed decision, and what was adopted of an amendment."""
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
        sitting.body, sitting.coordinator, name=f"{BODY} member", email="canary.m@example.org"
    )
    meetings = (
        _under_way(sitting, node), _written(sitting, node), _planned(sitting),
        _confirmed(sitting, node), _answered(sitting),
    )  # fmt: skip
    said: dict[str, Any] = {"words": text(f"{BODY} duty")}
    feed = make_feed(body_id=sitting.body.pk, by=sitting.coordinator, at=AT)
    return Memory(
        amendments=tuple(_amendments(strategy, node, asked)),
        sitting=sitting,
        meetings=meetings,
        follow_up=meeting.follow_up(meetings[0], sitting, **said),
        activity=meeting.activity(sitting, audience=text(f"{BODY} audience"), **said),
        token=token_of(feed.key),
    )


def _amendments(strategy: Strategy, node: Node, asked: Organisation) -> list[Amendment]:
    """Leave one of each: a draft, proposed, refused, withdrawn, and one that a partner is asked."""
    draft, refused, withdrawn = (_written_one(strategy, node, MEMORY) for _ in range(3))
    waiting = _written_one(strategy, node, WAITING)
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


def adopt_in_part(strategy: Strategy, node: Node, other: Node, asked: Organisation) -> Amendment:
    """Adopt one of two changes in public: nothing else that is said of them is for everybody."""
    one = amendment(strategy, "Quays", rationale=text("Ships grow"))
    operation(one, "reword_node", node.key, title=text(CHANGED))
    operation(
        one, "reword_node", other.key, title=text(f"{MEMORY} wording"),
        rationale=text(f"{MEMORY} reason"),
    )  # fmt: skip
    kept, dropped = Operation.objects.unrestricted(reason=WHY).filter(amendment=one)
    told: dict[str, Any] = {"by": BY, "at": AT}
    proposed(one)
    services.consult_on_amendment(amendment_id=one.pk, organisation_ids=[asked.pk], **told)
    [agreement] = agreements(one)
    services.answer_agreement(
        agreement_id=agreement.pk, stance=Stance.OBJECTS, words=f"{MEMORY} objection",
        version=agreement.version, **told,
    )  # fmt: skip
    services.comment_on_words(
        operation_id=kept.pk, where="title.en", quote=CHANGED, text=f"{MEMORY} comment",
        request_key="canary", **told,
    )  # fmt: skip
    outcomes = {kept.key: Outcome.ADOPTED, dropped.key: Outcome.REFUSED}
    decided(one, outcomes=outcomes, words=f"{MEMORY} although", at=AT)
    return one


def _under_way(of: Sitting, node: Node) -> Meeting:
    """Leave a meeting whose minutes are being written."""
    held = meeting.begun(of, title=text(f"{BODY} meeting"), link=f"https://example.org/{BODY}")
    point = _decided(held, of, node, word=MINUTES)
    told: dict[str, Any] = {"by": of.coordinator, "at": meeting.START}
    save_minutes(point_id=point.pk, words=text(f"{MINUTES} words"), version=point.version, **told)
    type_minutes(point_id=point.pk, typed={"en": f"{MINUTES} typed"}, seen_version=1, **told)
    _add_paper(held, of)
    meeting.point(held, of, f"{BODY} undecided", kind="decision")
    return held


def _add_paper(held: Meeting, of: Sitting) -> None:
    said: dict[str, Any] = {"title": f"{BODY} paper", "address": "/strategies/"}
    add_paper(meeting_id=held.pk, **said, by=of.coordinator, at=AT)


def _decided(
    held: Meeting, of: Sitting, node: Node, *, word: str = BODY, words: str = ""
) -> AgendaPoint:
    point = meeting.point(held, of, f"{BODY} point", note=text(f"{BODY} note"), kind="decision")
    meeting.voted(point, of, "yes", "yes", excluded={of.members[-1].pk: f"{word} conflict"})
    meeting.decided(point, of, words or f"{word} decision", node_ids=[node.pk])
    return point


def _written(of: Sitting, node: Node) -> Meeting:
    """Leave a meeting whose minutes wait for confirmation."""
    held = meeting.begun(of, note=text(f"{BODY} invited"))
    _decided(held, of, node)
    finish_minutes(meeting_id=held.pk, by=of.coordinator, at=meeting.START + timedelta(days=1))
    return held


def _confirmed(of: Sitting, node: Node) -> Meeting:
    """Confirm minutes of which everybody may read the decision alone."""
    held = meeting.begun(
        of, title=text(f"{BODY} held"), note=text(f"{BODY} invited"), place=text(f"{BODY} place")
    )
    point = _decided(held, of, node, words=DECIDED)
    told: dict[str, Any] = {"by": of.coordinator, "at": meeting.START}
    save_minutes(point_id=point.pk, words=text(f"{BODY} words"), version=point.version, **told)
    _add_paper(held, of)
    finish_minutes(meeting_id=held.pk, **told)
    confirm_minutes(meeting_id=held.pk, **told)
    return held


def _planned(of: Sitting) -> Meeting:
    title, note = text(f"{MINUTES} planned"), text(f"{MINUTES} ahead")
    ahead = meeting.planned(of, title=title, note=note)
    meeting.point(ahead, of, f"{MINUTES} question")
    return ahead


def _answered(of: Sitting) -> Meeting:
    """Leave a meeting to which a member sends somebody else: who invites is told, nobody else."""
    ahead = meeting.invited(of, title=text(f"{BODY} ahead"))
    member = of.members[-1]
    answer_invitation(
        meeting_id=ahead.pk, member_id=member.pk, by=meeting.who(member), at=AT,
        said=Said(Answer.SUBSTITUTED, substitute_name=f"{MINUTES} stand-in"),
    )  # fmt: skip
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
