"""Pages of amendments: of those who keep the strategy, and of a partner that is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.queries.amendments import points_for
from headway.monitoring.amendments.services import consult_on_amendment
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    agreements,
    proposed,
    reworded,
    rows,
)
from headway.monitoring.amendments.tests.factories import world as strategy_world
from headway.monitoring.meetings.services import add_points, invite
from headway.monitoring.meetings.tests.factories import AT as MET
from headway.monitoring.meetings.tests.factories import joined, planned
from headway.monitoring.meetings.tests.factories import world as body_of
from headway.monitoring.strategy.tests.factories import CoordinatorFactory
from tests.access.row import Row
from tests.access.rows.strategy import BOTH, KEEPERS, POST, READERS, STRANGERS
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

STALE = frozenset({409})
"""An empty form says of no version that it was read."""
UNSAID = frozenset({404})
"""Nobody has said anything there yet."""
NOT_ALL = frozenset({403})
"""Whoever was asked may look; only those who answer for the organisation may send."""


def place(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, object]:
    """Make an amendment of the coordinator, or of nobody here, and name its parts."""
    of = strategy_world()
    if is_own:
        CoordinatorFactory.create(strategy=of.strategy, user=world.people["coordinator"])
    one = reworded(of, "New quay")
    found: dict[str, object] = {"slug": of.strategy.slug}
    if "key" in parts:
        found["key"] = one.key
    if "kind" in parts:
        found["kind"] = "add_node"
    if "operation" in parts:
        found["operation"] = rows(one)[0].key
    if "proposed" in parts:
        proposed(one)
    return found


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    *parts: str,
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(place, parts=parts, is_own=True)
    foreign: Arguments = partial(place, parts=parts, is_own=False)
    return Row(f"amendments:{name}", who, methods, own, foreign, STRANGERS, also)


def asked(world: World, *, is_own: bool) -> dict[str, object]:
    """Ask the organisation of the reader, reporter and approver, or another, to agree."""
    of = strategy_world()
    if is_own:
        CoordinatorFactory.create(strategy=of.strategy, user=world.people["coordinator"])
    one = proposed(reworded(of, "New quay"))
    organisation = world.organisation if is_own else world.other
    consult_on_amendment(amendment_id=one.pk, organisation_ids=[organisation.pk], by=BY, at=AT)
    return {"key": one.key, "pk": agreements(one)[0].pk}


def discussed(world: World, *, is_own: bool) -> dict[str, object]:
    """Name an operation of an amendment that the organisation is asked about."""
    found = asked(world, is_own=is_own)
    one = Amendment.objects.unrestricted(reason="test").get(key=found["key"])
    return {"key": one.key, "operation": rows(one)[0].key}


def only_key(world: World, *, is_own: bool) -> dict[str, object]:
    return {"key": asked(world, is_own=is_own)["key"]}


def on_agenda(world: World, *, is_own: bool) -> dict[str, object]:
    """Put an amendment on the agenda of a body; in one's own sit the reader and the reporter."""
    found = place(world, ("slug", "key", "proposed"), is_own=is_own)
    one = Amendment.objects.unrestricted(reason="test").get(key=found["key"])
    body = body_of(strategy=one.strategy)
    for name in ("reader", "reporter") if is_own else ():
        joined(body.body, body.coordinator, user_id=world.people[name].pk)
    meeting = planned(body)
    waiting = points_for(body.body, MET.date())
    add_points(meeting_id=meeting.pk, points=waiting, by=body.coordinator, at=MET)
    invite(meeting_id=meeting.pk, by=body.coordinator, at=MET)
    return found


ROWS = (
    row("list", READERS, ("GET",)),
    row("add", KEEPERS, BOTH),
    Row(
        "amendments:amendment",
        READERS | {"reader", "reporter"},
        ("GET",),
        partial(on_agenda, is_own=True),
        partial(on_agenda, is_own=False),
        unseen=STRANGERS - {"reader", "reporter"},
    ),
    row("edit", KEEPERS, BOTH, "key"),
    row("choose", KEEPERS, ("GET",), "key"),
    row("operation_add", KEEPERS, BOTH, "key", "kind"),
    row("operation", KEEPERS, BOTH, "key", "operation", also=STALE),
    row("operation_step", KEEPERS, POST, "key", "operation"),
    row("propose", KEEPERS, POST, "key"),
    row("consult", KEEPERS, BOTH, "key", "proposed"),
    row("revise", KEEPERS, BOTH, "key", "proposed"),
    row("withdraw", KEEPERS, BOTH, "key", "proposed"),
    row("refuse", KEEPERS, BOTH, "key", "proposed"),
    row("decide", KEEPERS, BOTH, "key", "proposed"),
    Row(
        "amendments:agreement",
        SIGNED_IN,
        BOTH,
        partial(asked, is_own=True),
        partial(asked, is_own=False),
        also=NOT_ALL,
    ),
    Row(
        "amendments:quote",
        SIGNED_IN,
        BOTH,
        partial(discussed, is_own=True),
        partial(discussed, is_own=False),
        also=NOT_ALL,
    ),
    Row(
        "amendments:say",
        SIGNED_IN,
        POST,
        partial(only_key, is_own=True),
        partial(only_key, is_own=False),
        also=UNSAID,
    ),
)
