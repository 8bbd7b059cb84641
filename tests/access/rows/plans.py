"""Pages of a project's plans and recommendations, as their authors and other partners open them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import services
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    adopted,
    complete,
    plan,
    recommendation,
)
from headway.cooperation.plans.tests.factories import world as plans_world
from tests.access.row import Row
from tests.access.rows.strategy import BOTH, POST
from tests.access.world import READS_EVERYTHING

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

WRITERS = frozenset({"reporter", "approver", "administrator"})
READERS = WRITERS | {"reader"} | READS_EVERYTHING
STRANGERS = frozenset({"coordinator"})
STALE = frozenset({409})
"""An empty form says of no version that it was read."""
UNSAID = frozenset({404})
"""Nobody has said anything there yet."""
UNREADABLE = frozenset({400})
"""Nothing was typed."""


def place(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, object]:
    """Make a plan of one's own organisation, or of another, and name its parts."""
    of = plans_world(world.organisation if is_own else world.other)
    found: dict[str, object] = {"slug": of.project.slug}
    one = complete(of, plan(of))
    if "plan" in parts:
        found["plan"] = one.slug
    if "action" in parts:
        found["action"] = actions(one)[0].key
    if "copy" in parts:
        shown = emblem()
        services.set_picture(plan_id=one.pk, picture=shown, by=BY, at=AT)
        found |= {"key": shown.key, "width": 64, "ending": "webp"}
    if "key" in parts:
        found["key"] = recommendation(of).key
    if "name" in parts:
        found["name"] = "analysis_file"
    if "step" in parts:
        adopted(one)
        found["step"] = "revise"
    if "number" in parts:
        services.send_to_review(plan_id=one.pk, by=BY, at=AT)
        found["number"] = 1
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
    return Row(f"plans:{name}", who, methods, own, foreign, STRANGERS, also)


ROWS = (
    row("list", READERS, ("GET",)),
    row("add", WRITERS, BOTH),
    row("plan", READERS, ("GET",), "plan"),
    row("context", WRITERS, BOTH, "plan", also=STALE),
    row("typed", WRITERS, POST, "plan", also=UNREADABLE),
    row("checks", WRITERS, ("GET",), "plan"),
    row("checks_action", WRITERS, ("GET",), "plan", "action"),
    row("add_action", WRITERS, BOTH, "plan"),
    row("action", WRITERS, BOTH, "plan", "action", also=STALE),
    row("typed_action", WRITERS, POST, "plan", "action", also=UNREADABLE),
    row("place_action", WRITERS, POST, "plan", "action"),
    row("step", WRITERS, BOTH, "plan", "step"),
    row("editions", READERS, ("GET",), "plan"),
    row("compare", READERS, ("GET",), "plan"),
    row("edition", READERS, ("GET",), "plan", "number"),
    row("picture", WRITERS, BOTH, "plan"),
    row("action_picture", WRITERS, BOTH, "plan", "action"),
    row("copy", READERS, ("GET",), "plan", "copy"),
    row("quote", WRITERS, BOTH, "plan"),
    row("say", WRITERS, POST, "plan", also=UNSAID),
    row("add_recommendation", WRITERS, BOTH),
    row("recommendation", WRITERS, BOTH, "key", also=STALE),
    row("file", WRITERS, BOTH, "key", "name"),
    row("recommendation_step", WRITERS, POST, "key"),
)
