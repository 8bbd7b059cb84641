"""Routes of events and good practices: the world's organisation hosts what is its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from headway.cooperation.exchange.facts import MaterialPlan
from headway.cooperation.exchange.links import token_of
from headway.cooperation.exchange.models import PracticePicture
from headway.cooperation.exchange.services import (
    add_material,
    add_picture,
    publish_practice,
    submit_practice,
)
from headway.cooperation.exchange.tests.factories import (
    AT,
    again,
    announced,
    asked,
    begun,
    planned,
    published,
    submitted,
    text,
)
from headway.cooperation.exchange.tests.factories import world as project_of
from headway.cooperation.partnerships.models import Member
from headway.foundation.attachments.models import Picture, StoredFile
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from tests.access.row import PUBLIC, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.exchange.models import Event, GoodPractice
    from headway.cooperation.exchange.tests.factories import World as Shared
    from tests.access.row import Arguments
    from tests.access.world import World

KEEPERS = frozenset({"administrator", "reporter", "approver"})
INSIDE = KEEPERS | {"reader", "auditor"}
OUTSIDE = frozenset({"coordinator"})
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
NOT_NOW = frozenset({409})
"""No version was sent; a page says so."""
UNREADABLE = frozenset({400})
"""The file of these tests is on no disk."""

LOADER = SystemActor("Tester")


def share(world: World, *, is_own: bool) -> Shared:
    """Return a project that the world's organisation hosts, or one of which nobody here knows."""
    of = project_of()
    if is_own:
        Member.objects.filter(project=of.project, organisation=of.host).update(
            organisation=world.organisation
        )
        of.host, of.keeper = world.organisation, world.people["reporter"]
    return of


def at_event(event: Event) -> dict[str, Any]:
    return {"slug": event.project.slug, "key": event.key}


def of_project(of: Shared) -> dict[str, Any]:
    return {"slug": of.project.slug}


def of_event(of: Shared) -> dict[str, Any]:
    return at_event(announced(of, registers_until=None))


def of_step(of: Shared) -> dict[str, Any]:
    return {**at_event(planned(of)), "step": "announce"}


def of_material(of: Shared) -> dict[str, Any]:
    event = announced(of)
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, uploaded_at=AT)
    plan = MaterialPlan(text("Slides"), "slides", file)
    made = add_material(event_id=event.pk, plan=plan, by=LOADER, at=AT)
    return {**at_event(again(event)), "material": made.key}


def at_practice(practice: GoodPractice) -> dict[str, Any]:
    return {"slug": practice.project.slug, "key": practice.key}


def of_draft(of: Shared) -> dict[str, Any]:
    return at_practice(begun(of))


def of_submitted(of: Shared) -> dict[str, Any]:
    return at_practice(submitted(of))


def of_published(of: Shared) -> dict[str, Any]:
    return at_practice(published(of))


def of_picture(of: Shared, *, is_published: bool = False) -> dict[str, Any]:
    """Return the smallest copy of a picture, as its page names it."""
    one = begun(of)
    picture = Picture.objects.create(
        key=new_key(),
        original=StoredFile.objects.create(sha256="0" * 64, name="a.jpg", size=1, uploaded_at=AT),
        width=480,
        height=240,
        alternative=text("A port"),
        copies={"480": {"image/jpeg": "0" * 64}},
    )
    add_picture(practice_id=one.pk, picture=picture, by=LOADER, at=AT)
    if is_published:
        submit_practice(practice_id=one.pk, by=LOADER, at=AT)
        publish_practice(practice_id=one.pk, by=LOADER, at=AT)
    return {**at_practice(one), "picture": picture.key, "width": 480, "ending": "jpg"}


def of_public_picture(of: Shared) -> dict[str, Any]:
    return of_picture(of, is_published=True)


def of_picture_row(of: Shared) -> dict[str, Any]:
    found = of_picture(of)
    row = PracticePicture.objects.get(picture__key=found["picture"])
    return {"slug": found["slug"], "key": found["key"], "pk": row.pk}


def of_submitting(of: Shared) -> dict[str, Any]:
    return {**of_draft(of), "step": "submit"}


def by_link(of: Shared) -> dict[str, Any]:
    return {"token": token_of(asked(announced(of)))}


def made(world: World, make: Callable[[Shared], dict[str, Any]], *, is_own: bool) -> Any:  # noqa: ANN401
    return make(share(world, is_own=is_own))


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: Callable[[Shared], dict[str, Any]],
    also: frozenset[int] = frozenset(),
) -> Row:
    """Return the row of a thing of the workspace: for outsiders it does not exist."""
    own: Arguments = partial(made, make=make, is_own=True)
    foreign: Arguments = partial(made, make=make, is_own=False)
    return Row(name, who, methods, own, foreign, unseen=OUTSIDE, also=also)


def of_all(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: Callable[[Shared], dict[str, Any]],
    also: frozenset[int] = frozenset(),
) -> Row:
    """Return the row of a page of the whole project, which everybody knows to exist."""
    return Row(name, who, methods, partial(made, make=make, is_own=True), also=also)


ROWS = (
    of_all("exchange:events", PUBLIC, GET, of_project),
    of_all("exchange:calendar", PUBLIC, GET, of_project),
    of_all("exchange:event", PUBLIC, GET, of_event),
    of_all("exchange:event_calendar", PUBLIC, GET, of_event),
    of_all("exchange:material", PUBLIC, GET, of_material, UNREADABLE),
    of_all("exchange:register", PUBLIC, BOTH, of_event, NOT_NOW),
    of_all("exchange:registration", PUBLIC, BOTH, by_link),
    of_all("exchange:events_kept", INSIDE, GET, of_project),
    of_all("exchange:event_add", KEEPERS, BOTH, of_project),
    row("exchange:event_kept", INSIDE, GET, of_event),
    row("exchange:event_edit", KEEPERS, BOTH, of_event, NOT_NOW),
    row("exchange:programme", KEEPERS, BOTH, of_event, NOT_NOW),
    row("exchange:outcome", KEEPERS, BOTH, of_event, NOT_NOW),
    row("exchange:event_step", KEEPERS, POST, of_step),
    row("exchange:event_cancel", KEEPERS, BOTH, of_event),
    row("exchange:material_add", KEEPERS, BOTH, of_event),
    row("exchange:material_kept", INSIDE, GET, of_material, UNREADABLE),
    row("exchange:material_remove", KEEPERS, POST, of_material),
    row("exchange:visitors", KEEPERS, GET, of_event),
    row("exchange:visitors_workbook", KEEPERS, GET, of_event),
    of_all("exchange:practices", PUBLIC, GET, of_project),
    of_all("exchange:practice", PUBLIC, GET, of_published),
    of_all("exchange:practices_kept", INSIDE, GET, of_project),
    of_all("exchange:practice_add", KEEPERS, BOTH, of_project),
    of_all("exchange:practice_kept", INSIDE, GET, of_draft),
    of_all("exchange:practice_edit", KEEPERS, BOTH, of_draft, NOT_NOW),
    of_all("exchange:practice_step", KEEPERS, POST, of_submitting),
    of_all("exchange:practice_decide", frozenset({"administrator"}), BOTH, of_submitted),
    of_all("exchange:picture", PUBLIC, GET, of_public_picture, UNREADABLE),
    of_all("exchange:picture_kept", INSIDE, GET, of_picture, UNREADABLE),
    of_all("exchange:picture_add", KEEPERS, BOTH, of_draft),
    of_all("exchange:picture_remove", KEEPERS, POST, of_picture_row),
    of_all("exchange:practice_say", KEEPERS, POST, of_draft),
)
