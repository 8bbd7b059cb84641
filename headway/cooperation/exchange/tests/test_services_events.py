from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from headway.cooperation.exchange.facts import MaterialPlan, PointPlan, TookPart
from headway.cooperation.exchange.models import Event, Material
from headway.cooperation.exchange.queries.events import shown
from headway.cooperation.exchange.services import (
    add_material,
    announce_event,
    cancel_event,
    change_event,
    create_event,
    hold_event,
    note_outcome,
    remove_material,
    set_programme,
)
from headway.cooperation.exchange.states import EventState, Mode
from headway.cooperation.exchange.tests.factories import (
    AT,
    LATER,
    PLAN,
    REASON,
    START,
    World,
    again,
    announced,
    planned,
    reader_of,
    text,
    world,
)
from headway.cooperation.exchange.wording import when_of
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.exchange.facts import EventPlan
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def plan_of(of: World, **said: Any) -> EventPlan:  # noqa: ANN401
    return replace(PLAN, **{"host_ids": (of.host.pk,), **said})


def test_a_host_plans_an_event_and_its_exact_times_are_moments() -> None:
    event = planned(world())
    assert event.state == EventState.DRAFT
    assert (event.starts_at, event.time_zone) == (START, "Europe/Vilnius")
    assert when_of(event) == "8 December 2026, 10:00–12:00, Lithuanian time"


def test_what_is_known_in_part_stays_in_part() -> None:
    of = world()
    said: dict[str, Any] = {"begins": None, "finishes": None, "takes_registrations": False}
    event = planned(of, start=PartialDate(2022, 5), **said)
    assert (event.starts_at, str(event.start), when_of(event)) == (None, "2022-05", "May 2022")
    days = planned(of, start=PartialDate(2019, 10, 1), end=PartialDate(2019, 10, 2), **said)
    assert when_of(days) == "1–2 October 2019"
    with override("lt"):
        assert when_of(days) == "2019 m. spalio 1–2 d."
    unknown = planned(of, start=None, **said)
    assert when_of(unknown) == "day not known"


def test_who_writes_for_no_partner_or_only_reads_plans_nothing() -> None:
    of = world()
    for by in (world().keeper, reader_of(of.host)):
        with pytest.raises(NotAllowed, match="write for a partner"):
            create_event(project_id=of.project.pk, plan=plan_of(of), by=by, at=AT)


def test_a_partner_plans_only_what_it_hosts_and_the_lead_partner_anything() -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        create_event(project_id=of.project.pk, plan=plan_of(of), by=of.stranger, at=AT)
    assert "your own organisation" in refused.value.problems["hosts"]
    made = create_event(project_id=of.project.pk, plan=plan_of(of), by=of.leader, at=AT)
    assert made.pk


BAD: dict[str, dict[str, Any]] = {
    "title": {"title": text("")},
    "kind": {"kind": "party"},
    "mode": {"mode": "dream"},
    "end": {"end": PartialDate(2026, 12, 7)},
    "finishes": {"finishes": time(9)},
    "begins": {"begins": None},
    "start": {"start": PartialDate(2026, 12)},
    "time_zone": {"time_zone": "Mars/Olympus"},
    "online_link": {"online_link": "javascript:alert(1)"},
    "places": {"places": 0},
    "takes_registrations": {"is_public": False},
    "hosts": {"host_ids": (999_999,)},
}


@pytest.mark.parametrize("field", BAD)
def test_what_cannot_be_gets_a_sentence_at_its_field(field: str) -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        create_event(project_id=of.project.pk, plan=plan_of(of, **BAD[field]), by=of.keeper, at=AT)
    assert field in refused.value.problems
    assert not Event.objects.unrestricted(reason=REASON).exists()


def test_a_time_that_no_clock_shows_is_refused() -> None:
    of = world()
    night = plan_of(of, start=PartialDate(2027, 3, 28), begins=time(3, 30), finishes=time(5))
    with pytest.raises(BadInput, match="never show this time"):
        create_event(project_id=of.project.pk, plan=night, by=of.keeper, at=AT)


def test_of_two_who_change_the_same_event_the_second_sees_both() -> None:
    of = world()
    event = planned(of)
    change_event(
        event_id=event.pk, plan=plan_of(of, title=text("One")), version=1, by=of.keeper, at=AT
    )
    with pytest.raises(Conflict) as refused:
        change_event(
            event_id=event.pk,
            plan=plan_of(of, title=text("Two"), mode=Mode.ONLINE),
            version=1,
            by=of.leader,
            at=AT,
        )
    clashes = {each.field: (each.theirs, each.mine) for each in refused.value.clashes}
    assert clashes == {"title.en": ("One", "Two"), "mode": ("on site and online", "online")}


def test_only_the_lead_and_the_hosts_write() -> None:
    of = world()
    event = announced(of)
    acts: list[Callable[[User], object]] = [
        lambda by: change_event(
            event_id=event.pk, plan=plan_of(of), version=event.version, by=by, at=AT
        ),
        lambda by: set_programme(event_id=event.pk, points=[], version=event.version, by=by, at=AT),
        lambda by: note_outcome(
            event_id=event.pk,
            learnt=text("x"),
            took_part=[],
            version=event.version,
            by=by,
            at=AT,
        ),
        lambda by: add_material(event_id=event.pk, plan=MaterialPlan(text("x")), by=by, at=AT),
        lambda by: hold_event(event_id=event.pk, by=by, at=LATER),
        lambda by: cancel_event(event_id=event.pk, reason="x", by=by, at=AT),
    ]
    for act in acts:
        for by in (of.stranger, reader_of(of.host), reader_of(of.lead)):
            with pytest.raises(NotAllowed, match="lead partner and the hosts"):
                act(by)


def test_a_programme_is_written_in_its_order_and_empty_rows_are_none() -> None:
    of = world()
    event = planned(of)
    points = [PointPlan(text("Tour"), time(10)), PointPlan(text("")), PointPlan(text("Talk"))]
    set_programme(event_id=event.pk, points=points, version=1, by=of.keeper, at=AT)
    kept = shown(event, of.keeper).programme
    assert [(one.place, str(one.title)) for one in kept] == [(1, "Tour"), (2, "Talk")]
    nameless = [PointPlan(text("")), PointPlan(text(""), time(11))]
    with pytest.raises(BadInput) as refused:
        set_programme(event_id=event.pk, points=nameless, version=2, by=of.keeper, at=AT)
    assert list(refused.value.problems) == ["title-1"]
    with pytest.raises(Conflict):
        set_programme(event_id=event.pk, points=[], version=1, by=of.keeper, at=AT)


def test_who_took_part_is_counted_and_never_named() -> None:
    of = world()
    event = announced(of)
    came = [TookPart(of.lead.pk, people=3), TookPart(of.other.pk), TookPart(None, text("Press"), 2)]
    note_outcome(
        event_id=event.pk,
        learnt=text("Mentors help."),
        took_part=came,
        version=event.version,
        by=of.keeper,
        at=LATER,
    )
    told = shown(again(event), of.keeper)
    assert (told.people, len(told.took_part), str(told.event.learnt)) == (5, 3, "Mentors help.")
    twice = [TookPart(of.lead.pk), TookPart(of.lead.pk)]
    with pytest.raises(BadInput):
        note_outcome(
            event_id=event.pk,
            learnt=text(""),
            took_part=twice,
            version=told.event.version,
            by=of.keeper,
            at=LATER,
        )


def test_material_is_a_file_or_a_link() -> None:
    of = world()
    event = planned(of)
    plan = MaterialPlan(text("Film"), "video", link="https://video.example.org/1")
    made = add_material(event_id=event.pk, plan=plan, by=of.keeper, at=AT)
    for bad in (replace(plan, link=""), replace(plan, link="javascript:alert(1)")):
        with pytest.raises(BadInput) as refused:
            add_material(event_id=event.pk, plan=bad, by=of.keeper, at=AT)
        assert "link" in refused.value.problems
    remove_material(material_id=made.pk, by=of.keeper, at=AT)
    assert not Material.objects.unrestricted(reason=REASON).exists()


def test_an_event_is_announced_held_or_cancelled_and_then_stays() -> None:
    of = world()
    event = announced(of)
    with pytest.raises(WrongState):
        announce_event(event_id=event.pk, by=of.keeper, at=AT)
    with pytest.raises(WrongState, match="lies ahead"):
        hold_event(event_id=event.pk, by=of.keeper, at=AT)
    with pytest.raises(BadInput, match="Say why"):
        cancel_event(event_id=event.pk, reason=" ", by=of.keeper, at=AT)
    assert hold_event(event_id=event.pk, by=of.leader, at=LATER).state == EventState.HELD
    with pytest.raises(WrongState):
        cancel_event(event_id=event.pk, reason="Storm", by=of.keeper, at=AT)
    gone = announced(of)
    cancel_event(event_id=gone.pk, reason="Storm", by=of.keeper, at=AT)
    with pytest.raises(WrongState, match="Plan a new one"):
        change_event(
            event_id=gone.pk, plan=plan_of(of), version=gone.version + 1, by=of.keeper, at=AT
        )


def test_the_last_day_to_register_stays_a_day() -> None:
    event = planned(world(), registers_until=date(2026, 12, 1), places=20)
    assert (again(event).registers_until, again(event).places) == (date(2026, 12, 1), 20)
