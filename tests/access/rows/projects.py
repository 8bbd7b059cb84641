"""Routes of projects: the world's organisation leads the one that is its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.partnerships.tests.factories import (
    GroupFactory,
    InstrumentFactory,
    MemberFactory,
    PhaseFactory,
    SemesterFactory,
    emblem,
)
from tests.access.row import PUBLIC, Row
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.partnerships.models import Member
    from tests.access.row import Arguments
    from tests.access.world import World

ADMINISTRATOR = frozenset({"administrator"})
KEEPERS = ADMINISTRATOR | {"reporter", "approver"}
INSIDE = KEEPERS | {"reader", "auditor"}
GET, BOTH = ("GET",), ("GET", "POST")
STRANGERS = SIGNED_IN - INSIDE


def led(world: World, *, is_own: bool) -> Member:
    """Return the part of the lead partner: the world's organisation, or that of nobody here."""
    if is_own:
        return MemberFactory.create(organisation=world.organisation, role=MemberRole.LEAD)
    return MemberFactory.create(organisation=world.other, role=MemberRole.LEAD)


def of_project(lead: Member) -> dict[str, Any]:
    return {"slug": lead.project.slug}


def of_phase(lead: Member) -> dict[str, Any]:
    return {"slug": lead.project.slug, "pk": PhaseFactory.create(project=lead.project).pk}


def of_semester(lead: Member) -> dict[str, Any]:
    return {"slug": lead.project.slug, "pk": SemesterFactory.create(project=lead.project).pk}


def of_member(lead: Member) -> dict[str, Any]:
    return {"slug": lead.project.slug, "pk": lead.pk}


def of_instrument(lead: Member) -> dict[str, Any]:
    made = InstrumentFactory.create(project=lead.project, region=lead.region)
    return {"slug": lead.project.slug, "key": made.key}


def of_group(lead: Member) -> dict[str, Any]:
    made = GroupFactory.create(project=lead.project, region=lead.region)
    return {"slug": lead.project.slug, "key": made.key}


def made(world: World, make: Callable[[Member], dict[str, Any]], *, is_own: bool) -> Any:  # noqa: ANN401
    return make(led(world, is_own=is_own))


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: Callable[[Member], dict[str, Any]] = of_project,
) -> Row:
    own: Arguments = partial(made, make=make, is_own=True)
    foreign: Arguments = partial(made, make=make, is_own=False)
    return Row(f"partnerships:{name}", who, methods, own, foreign, STRANGERS)


def shown(world: World) -> dict[str, Any]:
    return of_project(led(world, is_own=True))


def with_emblem(world: World) -> dict[str, Any]:
    """Return the address of a copy of the emblem of a project."""
    project, picture = led(world, is_own=True).project, emblem()
    project.emblem = picture
    project.save()
    return {"slug": project.slug, "key": picture.key, "width": 64, "ending": "webp"}


ROWS = (
    Row("portal:project", PUBLIC, arguments=shown),
    Row("portal:emblem", PUBLIC, arguments=with_emblem),
    Row("partnerships:projects", SIGNED_IN),
    Row("partnerships:create", ADMINISTRATOR, BOTH),
    row("project", INSIDE, GET),
    row("edit", KEEPERS, BOTH),
    row("cover", KEEPERS, BOTH),
    row("emblem", KEEPERS, BOTH),
    row("phase_add", KEEPERS, BOTH),
    row("phase", KEEPERS, BOTH, of_phase),
    row("semester_add", KEEPERS, BOTH),
    row("semester", KEEPERS, BOTH, of_semester),
    row("members", INSIDE, GET),
    row("member_add", KEEPERS, BOTH),
    row("member", KEEPERS, BOTH, of_member),
    row("instruments", INSIDE, GET),
    row("instrument_add", KEEPERS, BOTH),
    row("instrument", KEEPERS, BOTH, of_instrument),
    row("groups", INSIDE, GET),
    row("group_add", KEEPERS, BOTH),
    row("group", KEEPERS, BOTH, of_group),
    row("stages", INSIDE, GET),
    row("stage_add", KEEPERS, BOTH),
)
