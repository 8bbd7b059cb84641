"""Pages of adoptions: of the plan's authors, of who decides, and of the strategy's coordinator."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.cooperation.adoption.services import link_amendment
from headway.cooperation.adoption.tests.factories import AT, BY, adopted, asked, links
from headway.cooperation.adoption.tests.factories import world as adoption_world
from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans.services import set_picture
from headway.monitoring.amendments.tests.factories import amendment
from headway.monitoring.strategy.tests.factories import CoordinatorFactory
from tests.access.row import Row
from tests.access.rows.strategy import BOTH, POST
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

WRITERS = frozenset({"reporter", "approver", "administrator"})
RECORDERS = frozenset({"approver", "coordinator", "administrator"})
KEEPERS = frozenset({"coordinator", "administrator"})
NO_FILE = frozenset({404})
"""The act of this one is no file."""


def place(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, object]:
    """Put a plan of one's organisation, or of another, before the body of its strategy."""
    of = adoption_world(organisation=world.organisation if is_own else world.other)
    if is_own:
        CoordinatorFactory.create(strategy=of.strategy, user=world.people["coordinator"])
    found: dict[str, object] = {"slug": of.of.project.slug, "plan": of.plan.slug}
    if "action" in parts:
        adopted(of)
        found |= {"action": of.action.key, "strategy": of.strategy.slug}
    elif "pk" in parts:
        adopted(of)
        link_amendment(
            plan_id=of.plan.pk, action_key=of.action.key, amendment_id=amendment(of.strategy).pk,
            by=BY, at=AT,
        )  # fmt: skip
        found["pk"] = links(of)[0].pk
    elif "recorded" in parts:
        found["key"] = adopted(of).key
    elif "ready" not in parts:
        if "copy" in parts:
            shown = emblem()
            set_picture(plan_id=of.plan.pk, picture=shown, by=BY, at=AT)
            found |= {"picture": shown.key, "width": 64, "ending": "webp"}
        one = asked(of)
        if "key" in parts:
            found["key"] = one.key
    return found


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    *parts: str,
    also: frozenset[int] = frozenset(),
    unseen: frozenset[str] = frozenset(),
) -> Row:
    own: Arguments = partial(place, parts=parts, is_own=True)
    foreign: Arguments = partial(place, parts=parts, is_own=False)
    return Row(f"adoption:{name}", who, methods, own, foreign, unseen, also)


ROWS = (
    row("plan", SIGNED_IN, ("GET",)),
    row("ask", WRITERS, BOTH, "ready", unseen=frozenset({"coordinator"})),
    row("adoption", SIGNED_IN, ("GET",), "key"),
    row("record", RECORDERS, BOTH, "key"),
    row("correct", RECORDERS, BOTH, "recorded"),
    row("refuse", RECORDERS, BOTH, "key"),
    row("take_back", WRITERS, BOTH, "key"),
    row("act", SIGNED_IN, ("GET",), "key", also=NO_FILE),
    row("copy", SIGNED_IN, ("GET",), "key", "copy"),
    row("amend", KEEPERS, BOTH, "action"),
    row("unlink", KEEPERS, POST, "pk", unseen=frozenset({"reader", "reporter", "approver"})),
)
