"""Who reads what of an amendment, in how many queries; nothing of a draft reaches anybody else."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.amendments.queries.amendments import (
    amendments_of,
    decided_of,
    find_amendment,
    operations_on,
    points_for,
    reading_of,
    waiting_for,
)
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    World,
    adopted,
    agreements,
    amendment,
    consulted,
    decided,
    fresh,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.strategy.tests.factories import CoordinatorFactory, text

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
CANARY = "Kanarėlė"


def counted(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read()
    return len(queries)


def people(of: World) -> dict[str, Any]:
    """Return one of each circle, and some who belong to none."""
    return {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory.create(),
        "coordinator of another": CoordinatorFactory.create().user,
        "member of a stranger": MembershipFactory.create(role=Role.REPORTER).user,
        "asked": of.members[0],
        "coordinator": of.coordinator,
        "administrator": AdministratorFactory.create(),
    }


def seen_by(of: World) -> dict[str, set[str]]:
    """Return who sees which of the strategy's amendments, by their states."""
    return {
        name: {each.state for each in amendments_of(of.strategy, user=user)}
        for name, user in people(of).items()
    }


def in_every_state(of: World) -> dict[str, Amendment]:
    """Return an amendment in each state; those after the draft were consulted on, if they can."""
    draft = reworded(of, CANARY, "n-1-1")
    waiting = proposed(reworded(of, CANARY, "n-1-2"))
    consulting = consulted(reworded(of, CANARY, "n-2-1"))
    refused = consulted(reworded(of, CANARY, "n-2"))
    services.refuse_amendment(amendment_id=refused.pk, words="No.", by=BY, at=AT)
    withdrawn = consulted(reworded(of, CANARY, "n-1"))
    services.withdraw_amendment(amendment_id=withdrawn.pk, reason="No.", by=BY, at=AT)
    made = amendment(of.strategy, "Made")
    first = operation(made, "set_dates", "n-2-1", due="2030")
    operation(made, "set_dates", "n-1-2", due="2031")
    consulted(made)
    decided(made, outcomes={first.key: "refused"}, words="All the same.")
    found = [draft, waiting, consulting, refused, withdrawn, made]
    return {
        each.state: each
        for each in amendments_of(of.strategy, user=of.coordinator)
        if each in found
    }


def test_nobody_sees_more_of_amendments_than_concerns_them() -> None:
    of = world(asks_agreement=True)
    everything = set(in_every_state(of))
    asked = {"in_consultation", "refused", "withdrawn", "partly_adopted"}
    assert len(everything) == 6
    assert seen_by(of) == {
        "anonymous": {"partly_adopted"},
        "stranger": {"partly_adopted"},
        "coordinator of another": {"partly_adopted"},
        "member of a stranger": {"partly_adopted"},
        "asked": asked,
        "coordinator": everything,
        "administrator": everything,
    }


def test_nothing_of_a_strategy_that_is_not_public_is_public() -> None:
    of = world(asks_agreement=True, is_public=False)
    in_every_state(of)
    assert seen_by(of)["anonymous"] == seen_by(of)["stranger"] == set()
    assert list(Operation.objects.visible_to(AnonymousUser())) == []


def test_readers_see_of_an_amendment_only_what_was_adopted() -> None:
    of = world(asks_agreement=True)
    made = in_every_state(of)["partly_adopted"]
    everybody = people(of)
    dues = {
        name: [each.said["due"] for each in reading_of(made, user=user).operations]
        for name, user in everybody.items()
    }
    whole, public = ["2030", "2031"], ["2031"]
    assert dues == {
        "anonymous": public,
        "stranger": public,
        "coordinator of another": public,
        "member of a stranger": public,
        "asked": whole,
        "coordinator": whole,
        "administrator": whole,
    }


def test_no_canary_of_what_is_not_decided_is_in_what_strangers_read() -> None:
    of = world(asks_agreement=True)
    in_every_state(of)
    keys = ["n-1", "n-1-1", "n-1-2", "n-2", "n-2-1"]
    for name, user in people(of).items():
        found = [str(each.said) for each in operations_on(keys, user=user)]
        found += [str(each.said) for each in Operation.objects.visible_to(user)]
        told = decided_of(of.strategy, user=user)
        found += [str(op.said) for each in told for op in each.told]  # type: ignore[attr-defined]
        assert (CANARY in "".join(found)) == (name in {"asked", "coordinator", "administrator"})


def test_what_a_partner_says_is_read_by_its_own_people_and_the_coordinators() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    own = next(each for each in agreements(one) if each.organisation == of.partners[0])
    reading = {name: reading_of(one, user=user) for name, user in people(of).items()}
    assert [each.pk for each in reading["asked"].agreements] == [own.pk]
    assert len(reading["coordinator"].agreements) == 2
    assert [len(reading[name].agreements) for name in ("anonymous", "stranger")] == [0, 0]
    services.revise_amendment(amendment_id=one.pk, reason="x", by=BY, at=AT)
    assert list(Agreement.objects.visible_to(of.members[0])) == []


def test_an_amendment_is_found_by_its_key_by_who_may_see_it() -> None:
    of = world()
    one = reworded(of, "New quay")
    assert find_amendment(one.key, user=of.coordinator) == one
    assert find_amendment(one.key, user=of.members[0]) is None
    assert find_amendment("another", user=of.coordinator) is None


def test_a_list_takes_one_query_whatever_its_length() -> None:
    of = world()
    reworded(of, "A")
    one = counted(lambda: amendments_of(of.strategy, user=of.coordinator))
    for title in "BCD":
        reworded(of, title)
    assert one == counted(lambda: amendments_of(of.strategy, user=of.coordinator)) == 1
    listed = amendments_of(of.strategy, user=of.coordinator)
    assert [(each.number, each.count_operations) for each in listed] == [  # type: ignore[attr-defined]
        (4, 1), (3, 1), (2, 1), (1, 1),
    ]  # fmt: skip


def test_a_reading_takes_as_many_queries_for_one_operation_as_for_three() -> None:
    of = world()
    small, large = amendment(of.strategy), amendment(of.strategy)
    for one, things in ((small, ["n-1-1"]), (large, ["n-1-1", "n-1-2", "n-2-1"])):
        for thing in things:
            slug = of.partners[0].slug
            operation(one, "set_duties", thing, duties=[[slug, "lead", "", ""]])
    operation(small, "set_targets", "jobs", targets=[], rationale=text("Why"))
    operation(large, "set_targets", "jobs", targets=[], rationale=text("Why"))
    read = partial(reading_of, user=of.coordinator)
    assert [counted(partial(read, one)) for one in (small, large)] == [5, 5]


def test_a_reading_says_what_no_longer_fits_until_it_is_decided() -> None:
    of = world()
    one, two = reworded(of, "A"), reworded(of, "B")
    assert reading_of(two, user=of.coordinator).fits
    adopted(one)
    key = rows(two)[0].key
    doubts = reading_of(two, user=of.coordinator).doubts
    assert {key: [each.misfit for each in found] for key, found in doubts.items()} == {
        key: ["changed"]
    }
    assert doubts[key][0].now == text("A").as_json()
    assert reading_of(fresh(one), user=of.coordinator).fits


def test_those_that_touch_a_measure_are_found_by_its_key() -> None:
    of = world()
    adopted(reworded(of, "A"))
    reworded(of, "B")
    everybody = {
        name: len(operations_on(["n-1-1"], user=user)) for name, user in people(of).items()
    }
    assert (everybody["anonymous"], everybody["coordinator"]) == (1, 2)


def test_a_body_gets_the_proposals_that_wait_for_its_decision() -> None:
    of = world()
    reworded(of, "A")
    one = proposed(reworded(of, "B"))
    two = consulted(reworded(of, "C", "n-1-2"))
    adopted(reworded(of, "D", "n-2-1"))
    body = SimpleNamespace(strategy_id=of.strategy.pk)
    assert [each.key for each in points_for(body, AT.date())] == [one.key, two.key]
    assert points_for(SimpleNamespace(strategy_id=None), AT.date()) == ()


def test_a_person_is_told_of_the_agreements_that_are_asked_of_them() -> None:
    of = world(asks_agreement=True)
    late = consulted(reworded(of, "A"))
    soon = consulted(reworded(of, "B", "n-1-2"), until=AT.date())
    reader = MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
    assert [each.amendment for each in waiting_for(of.members[0])] == [soon, late]
    assert waiting_for(reader) == waiting_for(of.coordinator) == ()
    mine = waiting_for(of.members[0])[0]
    services.answer_agreement(
        agreement_id=mine.pk, stance="agrees", words="", version=1, by=BY, at=AT
    )
    assert [each.amendment for each in waiting_for(of.members[0])] == [late]
