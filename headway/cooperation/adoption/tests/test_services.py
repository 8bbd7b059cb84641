from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.cooperation.adoption import services
from headway.cooperation.adoption.facts import Decider, PlanAct
from headway.cooperation.adoption.models import Adoption
from headway.cooperation.adoption.states import AdoptionState
from headway.cooperation.adoption.tests.factories import (
    AT,
    BY,
    LETTER,
    adopted,
    again,
    asked,
    text,
    world,
)
from headway.cooperation.plans import services as plans
from headway.cooperation.plans.states import PlanState
from headway.cooperation.plans.tests.factories import editions, fresh
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.meetings.services import begin_meeting, plan_meeting
from headway.monitoring.meetings.tests.factories import PLAN
from headway.monitoring.meetings.tests.factories import world as other_body

pytestmark = pytest.mark.django_db


def test_who_decides_gets_a_frozen_edition() -> None:
    of = world()
    one = asked(of)
    newest = editions(of.plan)[-1]
    assert (one.edition, newest.reason) == (newest, "adoption")
    assert fresh(of.plan).state == PlanState.FOR_ADOPTION
    assert str(one.decider) == str(of.body.name)


@pytest.mark.parametrize(
    ("decider", "field"),
    [
        (Decider(), "body"),
        (Decider(body_id=10**6), "body"),
        (Decider(organisation_id=10**6), "organisation"),
        (Decider(organisation_id=1, words=text("City council")), "body"),
    ],
)
def test_who_decides_is_said_in_one_way(decider: Decider, field: str) -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        services.ask_adoption(plan_id=of.plan.pk, decider=decider, by=BY, at=AT)
    assert list(refused.value.problems) == [field]
    assert fresh(of.plan).state == PlanState.REVISED


def test_a_body_of_another_strategy_is_not_asked() -> None:
    of, other = world(), other_body(is_public=True)
    with pytest.raises(BadInput, match="listed"):
        asked(of, body_id=other.body.pk)


def test_a_plan_is_before_one_at_a_time() -> None:
    of = world()
    asked(of)
    with pytest.raises(BadInput, match="Take it back first"):
        asked(of)


def test_a_plan_that_was_asked_for_without_saying_before_whom_goes_as_it_was_frozen() -> None:
    of = world()
    edition = plans.ask_for_adoption(plan_id=of.plan.pk, by=BY, at=AT)
    assert asked(of).edition == edition


def test_a_plan_that_is_taken_back_can_be_put_before_somebody_again() -> None:
    of = world()
    first = asked(of)
    services.take_back_adoption(adoption_id=first.pk, words="a word is wrong", by=BY, at=AT)
    second = asked(of)
    assert again(first).state == AdoptionState.TAKEN_BACK
    assert (second.state, second.edition.number) == ("asked", first.edition.number + 1)


def test_a_plan_that_is_asked_for_is_adopted_by_its_act_alone() -> None:
    of = world()
    one, other = asked(of), adopted(world())
    for key in (one.key, other.key, "no-such-act"):
        for by in (of.of.author, of.of.second, of.of.lead, of.coordinator, BY):
            with pytest.raises(WrongState, match="Record that decision"):
                plans.adopt_plan(plan_id=of.plan.pk, decision_key=key, by=by, at=AT)
            with pytest.raises(WrongState, match="Record that decision"):
                plans.hand_back_plan(plan_id=of.plan.pk, decision_key=key, reason="x", by=by, at=AT)
    assert fresh(of.plan).state == PlanState.FOR_ADOPTION
    services.record_adoption(adoption_id=one.pk, act=LETTER, by=BY, at=AT)
    assert fresh(of.plan).state == PlanState.ADOPTED


def test_an_act_on_an_earlier_edition_adopts_nothing_later() -> None:
    of = world()
    first = adopted(of)
    plans.revise_plan(plan_id=of.plan.pk, reason="more", by=BY, at=AT)
    plans.ask_for_adoption(plan_id=of.plan.pk, by=BY, at=AT)
    with pytest.raises(WrongState, match="Record that decision"):
        plans.adopt_plan(plan_id=of.plan.pk, decision_key=first.key, by=BY, at=AT)


def test_an_act_by_letter_is_recorded_with_what_is_known_of_it() -> None:
    of = world()
    one = adopted(of, date=None, number="")
    assert fresh(of.plan).state == PlanState.ADOPTED
    assert (one.state, one.way, one.act_date, one.act_number) == ("adopted", "letter", None, "")


def test_an_act_at_a_meeting_has_its_day() -> None:
    of = world()
    meeting = plan_meeting(body_id=of.body.pk, plan=PLAN, by=of.coordinator, at=AT)
    begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=PLAN.starts_at)
    one = services.record_adoption(
        adoption_id=asked(of).pk,
        act=replace(LETTER, way="meeting", meeting_id=meeting.pk, date=None),
        by=of.coordinator,
        at=PLAN.ends_at,
    )
    assert (one.meeting, one.act_date) == (meeting, PartialDate(2026, 12, 8))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"way": ""}, "way"),
        ({"verb": "loved"}, "verb"),
        ({"number": "1" * 61}, "number"),
        ({"date": PartialDate(2027)}, "date"),
        ({"file_id": 10**6}, "act_file"),
        ({"way": "meeting"}, "meeting"),
        ({"way": "meeting", "meeting_id": 10**6}, "meeting"),
    ],
)
def test_an_act_that_cannot_be_gets_a_sentence(said: dict[str, object], field: str) -> None:
    of = world()
    with pytest.raises(BadInput) as refused:
        adopted(of, **said)
    assert list(refused.value.problems) == [field]
    assert fresh(of.plan).state == PlanState.FOR_ADOPTION


def test_a_meeting_that_is_still_to_come_has_decided_nothing() -> None:
    of = world()
    meeting = plan_meeting(body_id=of.body.pk, plan=PLAN, by=of.coordinator, at=AT)
    with pytest.raises(BadInput, match="still to come"):
        adopted(of, way="meeting", meeting_id=meeting.pk)


def test_a_meeting_of_another_body_has_decided_nothing() -> None:
    of, other = world(), other_body()
    meeting = plan_meeting(body_id=other.body.pk, plan=PLAN, by=other.coordinator, at=AT)
    one = asked(of)
    act = replace(LETTER, way="meeting", meeting_id=meeting.pk)
    with pytest.raises(BadInput, match="Choose the meeting"):
        services.record_adoption(adoption_id=one.pk, act=act, by=BY, at=PLAN.ends_at)


def test_who_is_no_body_here_decides_by_letter() -> None:
    of = world()
    one = asked(of, words=text("City council"))
    with pytest.raises(BadInput, match="by letter"):
        services.record_adoption(
            adoption_id=one.pk, act=replace(LETTER, way="meeting"), by=BY, at=AT
        )


def test_a_refused_plan_goes_back_to_its_authors_with_words() -> None:
    of = world()
    one = asked(of)
    with pytest.raises(BadInput, match="Say why"):
        services.refuse_adoption(adoption_id=one.pk, words=" ", by=BY, at=AT)
    services.refuse_adoption(adoption_id=one.pk, words="Too dear.", by=BY, at=AT)
    assert (again(one).state, again(one).words) == ("refused", "Too dear.")
    assert fresh(of.plan).state == PlanState.REVISED
    assert asked(of).edition.number == one.edition.number + 1


def test_a_plan_is_taken_back_with_words_before_anything_is_decided() -> None:
    of = world()
    one = asked(of)
    services.take_back_adoption(adoption_id=one.pk, words="Not ready", by=of.of.author, at=AT)
    assert (again(one).state, fresh(of.plan).state) == ("taken_back", "revised")


def test_what_is_decided_is_not_decided_again() -> None:
    of = world()
    one = adopted(of)
    with pytest.raises(WrongState):
        services.refuse_adoption(adoption_id=one.pk, words="x", by=BY, at=AT)
    with pytest.raises(WrongState):
        services.record_adoption(adoption_id=one.pk, act=LETTER, by=BY, at=AT)


def test_who_may_record_what_was_decided() -> None:
    of = world()
    one = asked(of)
    for person in (of.of.author, of.of.reader, of.of.stranger, of.of.lead):
        with pytest.raises(NotAllowed, match="approves for an author"):
            services.record_adoption(adoption_id=one.pk, act=LETTER, by=person, at=AT)
    services.record_adoption(adoption_id=one.pk, act=LETTER, by=of.of.second, at=AT)


def test_who_convenes_the_body_records_what_it_decided() -> None:
    of = world()
    services.record_adoption(adoption_id=asked(of).pk, act=LETTER, by=of.meets.leader, at=AT)
    assert fresh(of.plan).state == PlanState.ADOPTED


def test_only_authors_ask_and_take_back() -> None:
    of = world()
    who = Decider(words=text("City council"))
    for person in (of.of.reader, of.of.stranger, of.of.lead, of.coordinator):
        with pytest.raises(NotAllowed):
            services.ask_adoption(plan_id=of.plan.pk, decider=who, by=person, at=AT)
    one = services.ask_adoption(plan_id=of.plan.pk, decider=who, by=of.of.author, at=AT)
    for person in (of.of.reader, of.of.stranger, of.of.lead, of.coordinator):
        with pytest.raises(NotAllowed):
            services.take_back_adoption(adoption_id=one.pk, words="x", by=person, at=AT)


def test_an_act_is_public_only_with_the_words_that_it_adopted() -> None:
    of = world()
    one = adopted(of)
    nobody = AnonymousUser()
    seen = Adoption.objects.visible_to
    assert not seen(nobody).exists()
    assert not seen(of.of.stranger).exists()
    assert [each.pk for each in seen(of.of.lead)] == [one.pk]
    assert [each.pk for each in seen(of.of.reader)] == [one.pk]
    assert [each.pk for each in seen(of.meets.chair.user)] == [one.pk]
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT + timedelta(hours=1))
    assert [each.pk for each in seen(nobody)] == [one.pk]
    plans.revise_plan(plan_id=of.plan.pk, reason="x", by=BY, at=AT)
    second = adopted(of)
    assert [each.pk for each in seen(nobody)] == [one.pk]
    assert second.pk in {each.pk for each in seen(of.of.author)}


def test_a_recorded_act_is_corrected_and_says_what_it_said() -> None:
    of = world()
    one = adopted(of)
    right = replace(LETTER, number="T2-115", date=PartialDate(2026, 11, 18))
    with pytest.raises(NotAllowed):
        correct(one, right, by=of.of.author)  # reports, and so records no act
    with pytest.raises(BadInput, match="Say why it is corrected"):
        correct(one, right, reason=" ")
    with pytest.raises(BadInput, match="Nothing is different"):
        correct(one, LETTER)
    correct(one, right, by=of.of.second)
    with pytest.raises(BadInput, match="Somebody else corrected"):
        correct(one, LETTER)
    after = again(one)
    assert (after.act_number, str(after.act_date)) == ("T2-115", "2026-11-18")
    assert after.state == AdoptionState.ADOPTED
    (correction,) = after.corrections
    assert (correction.by, correction.why) == (str(of.of.second), "a slip of the pen")
    assert (correction.was.number, correction.at) == ("T2-114", AT)
    assert correct(one, replace(right, verb="endorse"), seen=1).act_verb == "endorse"
    open_one = asked(world())
    with pytest.raises(WrongState, match="none to correct"):
        correct(open_one, right)


def correct(one: Adoption, act: PlanAct, **said: Any) -> Adoption:  # noqa: ANN401
    given: dict[str, Any] = {"reason": "a slip of the pen", "seen": 0, "by": BY, "at": AT}
    return services.correct_adoption(adoption_id=one.pk, act=act, **(given | said))
