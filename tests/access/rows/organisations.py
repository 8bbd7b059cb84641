from __future__ import annotations

from tests.access.row import Row
from tests.access.world import READS_EVERYTHING, World

ADMINISTRATOR = frozenset({"administrator"})
BOTH = ("GET", "POST")


def own(world: World) -> dict[str, str]:
    return {"slug": world.organisation.slug}


def anothers(world: World) -> dict[str, str]:
    return {"slug": world.other.slug}


def somebody(world: World) -> dict[str, int]:
    return {"pk": world.people["reader"].pk}


def membership(world: World) -> dict[str, int]:
    return {"pk": world.membership.pk}


ROWS = (
    Row(
        "organisations:edit",
        ADMINISTRATOR | {"approver"},
        BOTH,
        own,
        foreign=anothers,
        unseen=frozenset({"coordinator"}),
    ),
    Row("organisations:people", READS_EVERYTHING),
    Row("organisations:invite", ADMINISTRATOR, BOTH),
    Row("organisations:person", READS_EVERYTHING, ("GET",), somebody),
    Row("organisations:person_change", ADMINISTRATOR, ("POST",), somebody),
    Row("organisations:close", ADMINISTRATOR, ("POST",), somebody),
    Row("organisations:sessions_end", ADMINISTRATOR, ("POST",), somebody),
    Row("organisations:reopen", ADMINISTRATOR, ("POST",), somebody, also=frozenset({409})),
    Row("organisations:role_give", ADMINISTRATOR, ("POST",), somebody),
    Row("organisations:role_end", ADMINISTRATOR, ("POST",), membership),
)
