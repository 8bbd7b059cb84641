"""Sessions are planned, paired, swapped by hand, opened and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction

from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.facts import UnitPlan
from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewGroup
from headway.cooperation.peerreview.queries.sessions import met_in, session_shown
from headway.cooperation.peerreview.rules import clashes
from headway.cooperation.peerreview.states import Point, SessionState
from headway.cooperation.peerreview.tests.factories import (
    AT,
    REASON,
    START,
    World,
    added,
    again,
    frozen,
    opened,
    paired,
    pairing,
    planned,
    reviews_in,
    session_plan,
    text,
    units_in,
    world,
)
from headway.cooperation.plans.models import PlanEdition
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.foundation.notices.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world()


def groups_of(session: Any) -> list[list[tuple[str, ...]]]:  # noqa: ANN401
    shown = session_shown(session)
    names = shown.names
    return [[tuple(names[key] for key in keys) for keys in each.keys] for each in shown.rounds]


def swap(of: World, session: Any, first: str, second: str, reason: str = "") -> None:  # noqa: ANN401
    units = units_in(session)
    services.swap_units(
        session_id=session.pk,
        number=1,
        first=units[first].key,
        second=units[second].key,
        reason=reason,
        version=again(session).version,
        by=of.lead,
        at=AT,
    )


def test_only_the_lead_partner_keeps_sessions(of: World) -> None:
    with pytest.raises(NotAllowed, match="lead partner"):
        services.create_session(
            project_id=of.project.pk, plan=session_plan(), by=of.people["kid"], at=AT
        )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": EMPTY}, "title"),
        ({"title": text("x" * 301)}, "title.en"),
        ({"time_zone": "Atlantis"}, "time_zone"),
        ({"event_key": "nothing"}, "event"),
        ({"answers_until": date(2021, 6, 1)}, "answers_until"),
    ],
)
def test_a_session_that_cannot_be_is_refused_at_its_field(
    of: World, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        services.create_session(
            project_id=of.project.pk, plan=session_plan(**said), by=of.lead, at=AT
        )
    assert field in refused.value.problems


def test_two_who_change_a_session_both_keep_their_words(of: World) -> None:
    session = planned(of, units=0)
    services.change_session(
        session_id=session.pk, plan=session_plan(title=text("First")),
        version=session.version, by=of.lead, at=AT,
    )  # fmt: skip
    with pytest.raises(Conflict) as conflict:
        services.change_session(
            session_id=session.pk, plan=session_plan(title=text("Second")),
            version=session.version, by=of.lead, at=AT,
        )  # fmt: skip
    assert {(each.field, each.theirs, each.mine) for each in conflict.value.clashes} == {
        ("title.en", "First", "Second"),
        ("title.lt", "First lietuviškai", "Second lietuviškai"),
    }


def test_units_are_authors_of_a_plan_each_in_one_unit(of: World) -> None:
    session = planned(of, units=0)
    unit = added(of, session, "LT", "klamun", "kid")
    assert unit.name == "KLAMUN & KID"
    refusals = {
        ("PL", ("kid",)): "organisations",
        ("LT", ("kid",)): "organisations",
        ("LT", ()): "organisations",
    }
    for (country, names), field in refusals.items():
        with pytest.raises(BadInput) as refused:
            added(of, session, country, *names)
        assert field in refused.value.problems
    for plan, field in (
        (UnitPlan("nothing", of.slugs("acep")), "plan"),
        (UnitPlan(of.plans["PL"].key, of.slugs("acep"), "KLAMUN & KID"), "name"),
    ):
        with pytest.raises(BadInput) as refused:
            services.add_unit(session_id=session.pk, plan=plan, by=of.lead, at=AT)
        assert field in refused.value.problems


def test_pairs_of_other_units_are_taken_away(of: World) -> None:
    session = paired(of, units=5)
    added(of, session, "LT", "klamun", "kid")
    assert groups_of(session) == []


def test_a_unit_that_only_gets_another_name_stays_paired(of: World) -> None:
    session = paired(of)
    before = groups_of(session)
    plan = UnitPlan(of.plans["IT"].key, of.slugs("lomb"), "LOMB")
    services.change_unit(
        unit_id=units_in(session)["LOMB"].pk, plan=plan, version=session.version, by=of.lead, at=AT
    )
    assert groups_of(session) == before
    services.remove_unit(unit_id=units_in(session)["LOMB"].pk, by=of.lead, at=AT)
    assert (groups_of(session), "LOMB" in units_in(session)) == ([], False)


def test_all_units_meet_in_rooms_at_times(of: World) -> None:
    session = paired(of, rounds=2, rooms=("Blue", "Green"))
    shown = session_shown(session)
    assert [len(each.groups) for each in shown.rounds] == [3, 3]
    for round_ in shown.rounds:
        assert clashes(round_.keys, shown.facts, {}) == ()
    assert max(met_in(each.keys for each in shown.rounds).values()) == 1
    half = timedelta(minutes=30)
    assert [(g.group.room, g.group.starts_at) for r in shown.rounds for g in r.groups] == [
        ("Blue", START),
        ("Green", START),
        ("Blue", START + half),
        ("Blue", START + 2 * half),
        ("Green", START + 2 * half),
        ("Blue", START + 3 * half),
    ]


def test_a_unit_is_never_in_two_rooms_at_a_time(of: World) -> None:
    shown = session_shown(paired(of, rounds=4, rooms=("Blue", "Green")))
    busy: set[tuple[str, datetime | None]] = set()
    for round_ in shown.rounds:
        for group in round_.groups:
            for key in group.keys:
                assert (key, group.group.starts_at) not in busy
                busy.add((key, group.group.starts_at))
    assert len(busy) == 4 * 6


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rounds": 0}, "rounds"),
        ({"rounds": 11}, "rounds"),
        ({"minutes": 4}, "minutes"),
        ({"rooms": (" ",)}, "rooms"),
        ({"rooms": ("Blue", "Blue ")}, "rooms"),
        ({"rooms": ("x" * 201,)}, "rooms"),
    ],
)
def test_a_timetable_that_cannot_be_is_refused_at_its_field(
    of: World, said: dict[str, Any], field: str
) -> None:
    session = planned(of)
    with pytest.raises(BadInput) as refused:
        services.pair_units(
            session_id=session.pk, plan=pairing(**said), version=session.version, by=of.lead, at=AT
        )
    assert field in refused.value.problems


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ([], "no units yet"),
        ([("PL", "acep"), ("PL", "rrda")], "nobody whom ACEP and RRDA may meet"),
        (
            [("ES", "ceei"), ("ES", "sodebur"), ("LT", "kid")],
            "CEEI and SODEBUR write one plan and never meet, but there are only 1 others",
        ),
    ],
)
def test_units_that_cannot_be_paired_are_named(
    of: World, units: list[tuple[str, str]], sentence: str
) -> None:
    session = planned(of, units=0)
    for country, name in units:
        added(of, session, country, name)
    with pytest.raises(BadInput, match=sentence):
        services.pair_units(
            session_id=session.pk,
            plan=pairing(),
            version=again(session).version,
            by=of.lead,
            at=AT,
        )


def test_who_met_in_another_session_meets_others_now(of: World) -> None:
    first, second = paired(of), paired(of)
    met = [{frozenset(pair) for pair in groups_of(each)[0]} for each in (first, second)]
    assert not met[0] & met[1]


def test_two_of_one_country_are_never_swapped_together_whatever_the_reason(of: World) -> None:
    session = paired(of)
    acep = next(group for group in groups_of(session)[0] if "ACEP" in group)
    other = next(name for name in acep if name != "ACEP")
    before = groups_of(session)
    with pytest.raises(BadInput, match="They never meet") as refused:
        swap(of, session, other, "RRDA", reason="They asked for it.")
    assert "RRDA and ACEP: they write one plan." in refused.value.problems["second"]
    assert groups_of(session) == before


def test_two_that_meet_again_need_a_reason_which_stands_beside_them(of: World) -> None:
    session = paired(of, rounds=3)
    wanted = {}
    for one, other in combinations(units_in(session), 2):
        try:
            with transaction.atomic():
                swap(of, session, one, other)
                transaction.set_rollback(True)
        except BadInput as refused:
            wanted[one, other] = refused.problems
    (one, other), problems = next(each for each in wanted.items() if "reason" in each[1])
    assert "they have met before. Say why they should meet again." in problems["reason"]
    swap(of, session, one, other, reason="They asked for it.")
    groups = ReviewGroup.objects.unrestricted(reason=REASON).filter(round__session=session)
    reasons = set(groups.filter(round__number=1).values_list("reason", flat=True))
    assert reasons == {"", "They asked for it."}


def test_two_of_one_group_are_not_swapped(of: World) -> None:
    session = paired(of)
    one, other = groups_of(session)[0][0]
    with pytest.raises(BadInput, match="one group"):
        swap(of, session, one, other)


def test_a_swap_on_a_page_that_is_not_of_now_changes_nothing(of: World) -> None:
    session = paired(of)
    units = list(units_in(session).values())
    with pytest.raises(WrongState, match="Somebody else"):
        services.swap_units(
            session_id=session.pk, number=1, first=units[0].key, second=units[1].key,
            version=session.version - 1, by=of.lead, at=AT,
        )  # fmt: skip


def test_opening_gives_reviewers_the_newest_frozen_edition(of: World) -> None:
    newest = {country: frozen(plan, "SECOND") for country, plan in of.plans.items()}
    session = opened(of)
    assert session.state == SessionState.OPEN
    reviews = reviews_in(session)
    assert len(reviews) == 6
    for review in reviews:
        country = next(c for c, plan in of.plans.items() if plan.pk == review.reviewed.plan_id)
        assert review.edition == newest[country]
        assert review.reviewed.edition == newest[country]
    points = PointVerdict.objects.unrestricted(reason=REASON).filter(review__in=reviews)
    assert points.count() == 6 * len(Point)


def test_a_group_of_three_reviews_in_six_ways(of: World) -> None:
    session = opened(of, units=5)
    assert len(reviews_in(session)) == 2 + 6


def test_a_plan_without_a_frozen_edition_is_named(of: World) -> None:
    session = paired(of)
    lithuanian = of.plans["LT"]
    PlanEdition.objects.unrestricted(reason=REASON).filter(plan=lithuanian).delete()
    with pytest.raises(WrongState, match=r"plan for Instrument LT .* Its authors send it"):
        services.open_session(session_id=session.pk, by=of.lead, at=AT)
    assert Review.objects.unrestricted(reason=REASON).count() == 0


def test_units_that_are_not_paired_are_not_opened(of: World) -> None:
    session = planned(of)
    with pytest.raises(WrongState, match="not paired"):
        services.open_session(session_id=session.pk, by=of.lead, at=AT)


def test_who_meets_whom_stays_once_the_session_is_open(of: World) -> None:
    session = opened(of)
    units = units_in(session)
    acts: list[Callable[[], object]] = [
        lambda: added(of, session, "LT", "kid"),
        lambda: swap(of, session, "ACEP", "LOMB"),
        lambda: services.remove_unit(unit_id=units["ACEP"].pk, by=of.lead, at=AT),
        lambda: services.pair_units(
            session_id=session.pk, plan=pairing(), version=session.version, by=of.lead, at=AT
        ),
    ]
    for act in acts:
        with pytest.raises(WrongState, match="who meets whom stays"):
            act()


def test_everybody_who_writes_is_told_once_that_reviews_are_open(of: World) -> None:
    opened(of)
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="peerreview_opened")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(
        person.email for person in of.people.values()
    )
    text_of = {mail.recipient: mail.text for mail in mails}
    assert "KLAMUN & KID reviews" in text_of[of.people["kid"].email]
    assert "DRAFT" not in "".join(text_of.values())
    assert "EDITION" not in "".join(text_of.values())


def test_a_session_is_closed_and_opened_again(of: World) -> None:
    session = opened(of)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    assert again(session).state == SessionState.CLOSED
    with pytest.raises(WrongState):
        services.close_session(session_id=session.pk, by=of.lead, at=AT)
    services.reopen_session(session_id=session.pk, by=of.lead, at=AT)
    assert again(session).state == SessionState.OPEN


def test_the_lead_partner_speaks_to_all_of_an_open_session_only(of: World) -> None:
    session = paired(of)
    with pytest.raises(WrongState):
        services.say_to_all(
            session_id=session.pk, words=text("Well"), version=session.version, by=of.lead, at=AT
        )
    services.open_session(session_id=session.pk, by=of.lead, at=AT)
    version = again(session).version
    services.say_to_all(
        session_id=session.pk, words=text("Well done"), version=version, by=of.lead, at=AT
    )
    assert str(again(session).lead_words) == "Well done"
    with pytest.raises(Conflict):
        services.say_to_all(
            session_id=session.pk, words=text("Hm"), version=version, by=of.lead, at=AT
        )
