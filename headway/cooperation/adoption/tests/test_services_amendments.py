from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.adoption import services
from headway.cooperation.adoption.facts import Decider
from headway.cooperation.adoption.services.wordings import period_of
from headway.cooperation.adoption.tests.factories import (
    AT,
    BY,
    LETTER,
    adopted,
    links,
    proposed,
    published,
    text,
    world,
)
from headway.cooperation.plans import services as plans
from headway.cooperation.plans.facts import Measured
from headway.cooperation.plans.tests.factories import REASON, described
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.amendments.services import propose_amendment, withdraw_amendment
from headway.monitoring.amendments.tests.factories import amendment, rows
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.tests.factories import coordinator_of

if TYPE_CHECKING:
    from pytest_django import Settings

    from headway.cooperation.adoption.tests.factories import World
    from headway.monitoring.amendments.models import Amendment, Operation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"


def said_in(one: Operation, part: str) -> str:
    return TranslatedText.from_json(one.said[part]).words("en")


def linked(of: World, one: Amendment, *, by: object = BY) -> None:
    services.link_amendment(
        plan_id=of.plan.pk,
        action_key=of.action.key,
        amendment_id=one.pk,
        by=by,  # type: ignore[arg-type]  # a person or a command
        at=AT,
    )


def test_an_adopted_action_becomes_one_draft_that_a_person_edits() -> None:
    of = world()
    adopted(of)
    made = proposed(of)
    one = made.amendment
    assert (one.state, one.strategy) == ("draft", of.strategy)
    assert made.left_out == (
        "“Products launched”: the plan’s baseline is 3; say of which period it is.",
    )
    assert (one.origin_kind, one.origin_key) == ("planned_action", of.action.key)
    indicator, node = rows(one)
    assert indicator.kind == "add_indicator"
    assert said_in(indicator, "title") == "Products launched"
    assert [target["period"] for target in indicator.said["targets"]] == ["2026"]
    assert indicator.said["places"] == [of.strategy.nodes.get().key]
    assert not indicator.rationale, "what waits for a person is no reason for anybody else"
    assert node.kind == "reword_node"
    assert "blue economy" in said_in(node, "description")
    [link] = links(of)
    assert (link.amendment, link.how, link.action_key) == (one, "made", of.action.key)
    propose_amendment(amendment_id=one.pk, by=of.coordinator, at=AT)


def test_nothing_is_made_twice() -> None:
    of = world()
    adopted(of)
    first = proposed(of).amendment
    with pytest.raises(BadInput, match="follows this planned action already"):
        proposed(of)
    withdraw_amendment(amendment_id=first.pk, reason="x", by=of.coordinator, at=AT)
    assert proposed(of).amendment != first


def test_an_amendment_that_names_the_action_as_its_origin_is_offered() -> None:
    of = world()
    adopted(of)
    one = proposed(of).amendment
    links(of)[0].delete()
    with pytest.raises(BadInput, match="follows this planned action already"):
        proposed(of)
    linked(of, one, by=of.coordinator)
    assert [each.how for each in links(of)] == ["by_hand"]


def test_only_the_coordinator_of_the_strategy_makes_and_links_amendments() -> None:
    of = world()
    published(of)
    one = amendment(of.strategy)
    for person in (of.of.author, of.of.second, of.of.lead, coordinator_of(world().strategy)):
        with pytest.raises(NotAllowed, match="Only the coordinator"):
            services.propose_amendment(
                plan_id=of.plan.pk,
                action_key=of.action.key,
                strategy_slug=of.strategy.slug,
                by=person,
                at=AT,
            )
        with pytest.raises((NotAllowed, BadInput)):
            linked(of, one, by=person)
    assert links(of) == []


def test_a_coordinator_who_was_not_asked_makes_nothing_of_words_that_are_not_public() -> None:
    """Who decided is no body of the strategy, so its coordinator waits for the publication."""
    of = world()
    services.record_adoption(
        adoption_id=services.ask_adoption(
            plan_id=of.plan.pk, decider=Decider(words=text("Ministry")), by=BY, at=AT
        ).pk,
        act=LETTER,
        by=BY,
        at=AT,
    )
    with pytest.raises(NotAllowed, match="not published yet"):
        proposed(of)
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT)
    assert proposed(of).amendment.state == "draft"


def test_amendments_follow_once_a_plan_is_decided_on() -> None:
    of = world()
    with pytest.raises(WrongState, match="once it is adopted"):
        proposed(of)


def test_nothing_that_the_public_does_not_read_is_told_by_title_or_origin() -> None:
    of = world()
    canary = "Canary of the harbour"
    described(of.of, of.action, title=text(canary), lead=text(canary), background=text(canary))
    adopted(of)
    one = proposed(of).amendment
    told = f"{one.title.as_json()}{one.rationale.as_json()}{one.origin_title.as_json()}"
    assert canary not in told + one.origin_link
    assert of.of.instrument.title.words("en") in one.origin_title.words("en")
    assert one.origin_link == ""


def test_what_is_public_is_named_as_it_is() -> None:
    of = world()
    published(of)
    one = proposed(of).amendment
    assert one.origin_title == one.title == of.action.title


def test_what_cannot_be_taken_over_is_said_and_the_rest_is_made() -> None:
    of = world()
    wanted = (Measured(EMPTY), Measured(text("Without a day"), target=Decimal(7)))
    described(of.of, of.action, indicators=wanted)
    adopted(of)
    made = proposed(of)
    one, _node = rows(made.amendment)
    assert said_in(one, "title") == "Without a day"
    without, unsaid = made.left_out
    assert "title is missing" in without
    assert unsaid == "“Without a day”: the plan’s target is 7; say until when."


def test_a_part_that_ended_since_is_left_out() -> None:
    of = world()
    adopted(of)
    NodeText.objects.unrestricted(reason=REASON).filter(node__strategy=of.strategy).delete()
    made = proposed(of)
    assert any("Products launched" in each for each in made.left_out)
    assert rows(made.amendment) == []


def test_an_action_that_touches_nothing_here_makes_nothing() -> None:
    of = world()
    described(of.of, of.action, nodes=())
    adopted(of)
    with pytest.raises(BadInput, match="touches no part"):
        proposed(of)
    with pytest.raises(BadInput, match="no such planned action"):
        services.propose_amendment(
            plan_id=of.plan.pk, action_key="x", strategy_slug=of.strategy.slug, by=BY, at=AT
        )
    with pytest.raises(BadInput, match="listed"):
        services.propose_amendment(
            plan_id=of.plan.pk, action_key=of.action.key, strategy_slug="x", by=BY, at=AT
        )


def test_a_link_by_hand_is_made_once_and_taken_out() -> None:
    of = world()
    published(of)
    one = amendment(of.strategy)
    linked(of, one, by=of.coordinator)
    with pytest.raises(BadInput, match="linked already"):
        linked(of, one)
    with pytest.raises(NotAllowed):
        services.unlink_amendment(link_id=links(of)[0].pk, by=of.of.author, at=AT)
    services.unlink_amendment(link_id=links(of)[0].pk, by=of.coordinator, at=AT)
    assert links(of) == []


def test_an_amendment_that_was_made_from_the_plan_stays_linked() -> None:
    of = world()
    published(of)
    proposed(of)
    with pytest.raises(BadInput, match="Withdraw it"):
        services.unlink_amendment(link_id=links(of)[0].pk, by=of.coordinator, at=AT)


def test_an_amendment_of_a_strategy_that_one_does_not_see_is_not_there() -> None:
    of = world()
    published(of)
    foreign = amendment(world().strategy)
    with pytest.raises(BadInput, match="listed"):
        linked(of, foreign, by=of.coordinator)


@pytest.mark.parametrize(
    ("due", "period"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-15", "2026-03-15"),
        ("2026-spring", "2026"),
    ],
)
def test_a_day_as_far_as_it_is_known_is_a_period(due: str, period: str) -> None:
    assert str(period_of(PartialDate.parse(due))) == period


def test_the_plan_reopened_keeps_what_the_public_reads() -> None:
    """What an author writes after the publication makes no amendment."""
    of = world()
    published(of)
    plans.revise_plan(plan_id=of.plan.pk, reason="x", by=BY, at=AT)
    described(of.of, of.action, title=text("Canary that nobody published"))
    one = proposed(of).amendment
    assert "Canary" not in str(one.title.as_json())
