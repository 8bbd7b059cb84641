"""Services of events and good practices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from headway.cooperation.exchange import services as exchange
from headway.cooperation.exchange.facts import MaterialPlan, PointPlan, TookPart
from headway.cooperation.exchange.tests.factories import (
    AT,
    LATER,
    PLAN,
    TOLD,
    VISITOR,
    World,
    announced,
    asked,
    begun,
    coming,
    planned,
    published,
    submitted,
    text,
    world,
)
from headway.foundation.attachments.services import keep_picture
from tests.scenarios.table import writes

if TYPE_CHECKING:
    from headway.foundation.attachments.models import Picture

Act = Callable[[], object]
PUBLIC = ["partnership"]

# -- events --------------------------------------------------------------------------------------


@writes("exchange.services.events.create_event", "event_created")
def _() -> Act:
    of = world()
    return lambda: planned(of)


@writes("exchange.services.events.change_event", "event_changed", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    plan = replace(PLAN, host_ids=(of.host.pk,), title=text("Another"))
    return lambda: exchange.change_event(
        event_id=event.pk, plan=plan, version=event.version, by=of.keeper, at=AT
    )


@writes("exchange.services.events.set_programme", "programme_set", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    return lambda: exchange.set_programme(
        event_id=event.pk,
        points=[PointPlan(text("Tour"))],
        version=event.version,
        by=of.keeper,
        at=AT,
    )


@writes("exchange.services.events.note_outcome", "event_outcome_noted", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    return lambda: exchange.note_outcome(
        event_id=event.pk,
        learnt=text("Mentors help"),
        took_part=[TookPart(of.lead.pk, people=2)],
        version=event.version,
        by=of.keeper,
        at=AT,
    )


@writes("exchange.services.events.announce_event", "event_announced", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = planned(of)
    return lambda: exchange.announce_event(event_id=event.pk, by=of.keeper, at=AT)


@writes("exchange.services.events.hold_event", "event_held", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    return lambda: exchange.hold_event(event_id=event.pk, by=of.keeper, at=LATER)


@writes("exchange.services.events.cancel_event", "event_cancelled", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    coming(event)
    return lambda: exchange.cancel_event(event_id=event.pk, reason="Storm", by=of.keeper, at=AT)


@writes("exchange.services.material.add_material", "event_material_added", scopes=PUBLIC)
def _() -> Act:
    of = world()
    event = announced(of)
    plan = MaterialPlan(text("Film"), "video", link="https://video.example.org/1")
    return lambda: exchange.add_material(event_id=event.pk, plan=plan, by=of.keeper, at=AT)


@writes("exchange.services.material.remove_material", "event_material_removed", scopes=PUBLIC)
def _() -> Act:
    of = world()
    plan = MaterialPlan(text("Film"), "video", link="https://video.example.org/1")
    made = exchange.add_material(event_id=announced(of).pk, plan=plan, by=of.keeper, at=AT)
    return lambda: exchange.remove_material(material_id=made.pk, by=of.keeper, at=AT)


# -- registrations -------------------------------------------------------------------------------


@writes("exchange.services.registrations.ask_for_place", "registration_asked")
def _() -> Act:
    event = announced(world())
    return lambda: asked(event)


@writes("exchange.services.registrations.confirm_place", "registration_confirmed")
def _() -> Act:
    one = asked(announced(world()))
    return lambda: exchange.confirm_place(registration_id=one.pk, by=VISITOR, at=AT)


@writes("exchange.services.registrations.withdraw_place", "registration_withdrawn")
def _() -> Act:
    one = coming(announced(world()))
    return lambda: exchange.withdraw_place(registration_id=one.pk, by=VISITOR, at=AT)


@writes("exchange.services.registrations.forget_visitors", "registrations_forgotten")
def _() -> Act:
    coming(announced(world()))
    return lambda: exchange.forget_visitors(by=VISITOR, at=LATER + timedelta(days=91))


# -- good practices ------------------------------------------------------------------------------


@writes("exchange.services.practices.create_practice", "practice_created")
def _() -> Act:
    of = world()
    return lambda: begun(of)


@writes("exchange.services.practices.change_practice", "practice_changed")
def _() -> Act:
    of = world()
    one = begun(of)
    return lambda: exchange.change_practice(
        practice_id=one.pk, plan=TOLD, version=1, by=of.keeper, at=AT
    )


def shot(of: World) -> Picture:
    file = BytesIO()
    Image.new("RGB", (600, 300), "navy").save(file, "JPEG")
    return keep_picture(
        content=[file.getvalue()], name="a.jpg", alternative=text("A port"), credit="Port",
        licence="CC BY 4.0", by=of.keeper, at=AT,
    )  # fmt: skip


@writes("exchange.services.pictures.add_picture", "practice_picture_added")
def _() -> Act:
    of = world()
    one, picture = begun(of), shot(of)
    return lambda: exchange.add_picture(practice_id=one.pk, picture=picture, by=of.keeper, at=AT)


@writes("exchange.services.pictures.remove_picture", "practice_picture_removed")
def _() -> Act:
    of = world()
    row = exchange.add_picture(practice_id=begun(of).pk, picture=shot(of), by=of.keeper, at=AT)
    return lambda: exchange.remove_picture(row_id=row.pk, by=of.keeper, at=AT)


@writes("exchange.services.practices.submit_practice", "practice_submitted")
def _() -> Act:
    of = world()
    one = begun(of)
    return lambda: exchange.submit_practice(practice_id=one.pk, by=of.keeper, at=AT)


@writes("exchange.services.practices.ask_about_practice", "practice_asked")
def _() -> Act:
    of = world()
    one = submitted(of)
    return lambda: exchange.ask_about_practice(
        practice_id=one.pk, words="How many firms?", by=of.leader, at=AT
    )


@writes("exchange.services.practices.decline_practice", "practice_declined")
def _() -> Act:
    of = world()
    one = submitted(of)
    return lambda: exchange.decline_practice(
        practice_id=one.pk, words="Not about firms.", by=of.leader, at=AT
    )


@writes("exchange.services.practices.publish_practice", "practice_published", scopes=PUBLIC)
def _() -> Act:
    of = world()
    one = submitted(of)
    return lambda: exchange.publish_practice(practice_id=one.pk, by=of.leader, at=AT)


@writes("exchange.services.practices.reopen_practice", "practice_reopened", scopes=PUBLIC)
def _() -> Act:
    of = world()
    one = published(of)
    return lambda: exchange.reopen_practice(practice_id=one.pk, by=of.keeper, at=AT)
