"""Routes of bodies and meetings: the world's organisation convenes the one that is its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from headway.foundation.attachments.models import StoredFile
from headway.monitoring.meetings.calendars import token_of
from headway.monitoring.meetings.invitations import token_of as invitation_token
from headway.monitoring.meetings.models import Body, Meeting, Member
from headway.monitoring.meetings.services import add_paper, make_feed
from headway.monitoring.meetings.tests.factories import (
    AT,
    REASON,
    activity,
    begun,
    decided,
    follow_up,
    invited,
    joined,
    point,
)
from headway.monitoring.meetings.tests.factories import world as body_of
from headway.monitoring.strategy.tests.factories import StrategyFactory
from tests.access.row import PUBLIC, Row
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.monitoring.meetings.tests.factories import World as Convened
    from tests.access.row import Arguments
    from tests.access.world import World

OF_STRATEGY = frozenset({"administrator", "coordinator"})
KEEPERS = OF_STRATEGY | {"reporter", "approver"}
INSIDE = KEEPERS | {"reader", "auditor"}
STRANGERS = frozenset({"reader", "reporter", "approver"})
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
NOT_NOW = frozenset({409})
"""The meeting is too early or too late for it, or no version was sent; a page says so."""
NOT_ALL = frozenset({403})
"""Whoever sees it may look; only who is to do it, and who convenes, may report."""
UNREADABLE = frozenset({400})
"""The file of these tests is on no disk, or nothing was sent."""


def convene(world: World, *, is_own: bool) -> Convened:
    """Return a body that the world's organisation convenes, or one of which nobody here knows."""
    of = body_of(strategy=world.strategy if is_own else StrategyFactory.create())
    if is_own:
        bodies = Body.objects.unrestricted(reason=REASON).filter(pk=of.body.pk)
        bodies.update(organisation=world.organisation)
        of.body.organisation = world.organisation
    return of


def of_body(of: Convened) -> dict[str, Any]:
    return {"slug": of.body.slug}


def of_member(of: Convened) -> dict[str, Any]:
    return {"slug": of.body.slug, "pk": of.members[0].pk}


def of_activity(of: Convened) -> dict[str, Any]:
    return {"slug": of.body.slug, "key": activity(of).key}


def ahead(of: Convened) -> Meeting:
    """Return a meeting to which everybody was invited, and which lies ahead."""
    meeting = invited(of)
    later = timezone.now() + (meeting.ends_at - meeting.starts_at)
    rows = Meeting.objects.unrestricted(reason=REASON).filter(pk=meeting.pk)
    rows.update(starts_at=timezone.now(), ends_at=later)
    return meeting


def of_meeting(of: Convened) -> dict[str, Any]:
    return {"key": ahead(of).key}


def of_step(of: Convened) -> dict[str, Any]:
    return {"key": ahead(of).key, "step": "begin"}


def of_pack(of: Convened) -> dict[str, Any]:
    return {"key": ahead(of).key, "kind": "pack", "ending": "docx"}


def of_paper(of: Convened) -> dict[str, Any]:
    meeting = ahead(of)
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, uploaded_at=AT)
    paper = add_paper(meeting_id=meeting.pk, title="A", file=file, by=of.coordinator, at=AT)
    return {"key": meeting.key, "pk": paper.pk}


def running(of: Convened) -> dict[str, Any]:
    return {"key": begun(of).key}


def of_point(of: Convened) -> dict[str, Any]:
    meeting = begun(of)
    return {"key": meeting.key, "pk": point(meeting, of).pk}


def of_decision(of: Convened) -> dict[str, Any]:
    meeting = begun(of)
    at_point = point(meeting, of)
    return {"key": meeting.key, "pk": at_point.pk, "decision": decided(at_point, of).pk}


def of_follow_up(of: Convened) -> dict[str, Any]:
    return {"key": follow_up(begun(of), of).key}


def made(world: World, make: Callable[[Convened], dict[str, Any]], *, is_own: bool) -> Any:  # noqa: ANN401
    return make(convene(world, is_own=is_own))


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: Callable[[Convened], dict[str, Any]],
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(made, make=make, is_own=True)
    foreign: Arguments = partial(made, make=make, is_own=False)
    return Row(name, who, methods, own, foreign, also=also)


def of_strategy(world: World) -> dict[str, str]:
    return {"slug": world.strategy.slug}


def of_another(_world: World) -> dict[str, str]:
    return {"slug": StrategyFactory.create().slug}


def sat_in(world: World) -> tuple[Meeting, Member]:
    """Return a meeting to which the reader is invited, as a member."""
    of = convene(world, is_own=True)
    member = joined(of.body, of.coordinator, user_id=world.people["reader"].pk)
    return ahead(of), member


def as_member(world: World) -> dict[str, str]:
    return {"key": sat_in(world)[0].key}


def by_invitation(world: World) -> dict[str, str]:
    return {"token": invitation_token(*sat_in(world))}


def own_feed(world: World) -> dict[str, int]:
    return {"pk": make_feed(body_id=None, by=world.people["reporter"], at=AT).pk}


def feed_token(world: World) -> dict[str, str]:
    return {"token": token_of(make_feed(body_id=None, by=world.people["reporter"], at=AT).key)}


ROWS = (
    Row("meetings:bodies", SIGNED_IN),
    Row("meetings:bodies_of", OF_STRATEGY | {"auditor"}, GET, of_strategy, of_another, STRANGERS),
    Row("meetings:body_add", OF_STRATEGY, BOTH, of_strategy, of_another, STRANGERS),
    row("meetings:body", INSIDE, GET, of_body),
    row("meetings:body_edit", KEEPERS, BOTH, of_body),
    row("meetings:decisions", INSIDE, GET, of_body),
    row("meetings:follow_ups", INSIDE, GET, of_body),
    row("meetings:member_add", KEEPERS, BOTH, of_body),
    row("meetings:member", KEEPERS, BOTH, of_member),
    row("meetings:member_end", KEEPERS, POST, of_member),
    row("meetings:meeting_add", KEEPERS, BOTH, of_body),
    row("meetings:programme", INSIDE, GET, of_body),
    row("meetings:activity_add", KEEPERS, BOTH, of_body),
    row("meetings:activity", INSIDE, BOTH, of_activity, NOT_ALL),
    row("meetings:activity_edit", KEEPERS, BOTH, of_activity),
    row("meetings:activity_again", KEEPERS, POST, of_activity, NOT_NOW),
    row("meetings:feed_of_body", INSIDE, POST, of_body),
    Row("meetings:feed_of_person", SIGNED_IN, POST),
    Row(
        "meetings:feed_end",
        frozenset({"reporter"}),
        POST,
        own_feed,
        unseen=SIGNED_IN - {"reporter"},
    ),
    Row("meetings:feed", PUBLIC, GET, feed_token),
    row("meetings:meeting", INSIDE, GET, of_meeting),
    row("meetings:meeting_edit", KEEPERS, BOTH, of_meeting),
    row("meetings:invite", KEEPERS, BOTH, of_meeting, NOT_NOW),
    row("meetings:cancel", KEEPERS, BOTH, of_meeting),
    Row("meetings:answer", frozenset({"reader"}), BOTH, as_member, unseen=SIGNED_IN - {"reader"}),
    Row("meetings:answer_by_link", PUBLIC, BOTH, by_invitation),
    row("meetings:step", KEEPERS, POST, of_step),
    row("meetings:attendance", KEEPERS, BOTH, running),
    row("meetings:document", INSIDE, GET, of_pack),
    row("meetings:paper_add", KEEPERS, BOTH, of_meeting),
    row("meetings:paper", INSIDE, GET, of_paper, UNREADABLE),
    row("meetings:paper_remove", KEEPERS, POST, of_paper),
    row("meetings:point_add", KEEPERS, BOTH, of_meeting),
    row("meetings:point", KEEPERS, BOTH, of_point, NOT_NOW),
    row("meetings:point_edit", KEEPERS, BOTH, of_point),
    row("meetings:point_move", KEEPERS, POST, of_point),
    row("meetings:point_remove", KEEPERS, POST, of_point),
    row("meetings:typed", KEEPERS, POST, of_point, UNREADABLE),
    row("meetings:votes", KEEPERS, BOTH, of_point),
    row("meetings:decision_add", KEEPERS, BOTH, of_point),
    row("meetings:decision", KEEPERS, BOTH, of_decision, NOT_NOW),
    row("meetings:decision_remove", KEEPERS, POST, of_decision),
    row("meetings:follow_up_add", KEEPERS, BOTH, of_point),
    row("meetings:follow_up", INSIDE, BOTH, of_follow_up, NOT_ALL),
    row("meetings:follow_up_edit", KEEPERS, BOTH, of_follow_up),
    row("meetings:follow_up_again", KEEPERS, POST, of_follow_up, NOT_NOW),
    row("workspace:agenda", KEEPERS, BOTH, of_meeting),
)
