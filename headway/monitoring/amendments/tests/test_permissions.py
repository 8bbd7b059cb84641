"""Nobody does with an amendment what is not theirs to do: each service, each person, each state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.amendments import services
from headway.monitoring.amendments.services.amendments import NO_ORIGIN
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    World,
    act,
    agreements,
    amendment,
    consulted,
    decided,
    fresh,
    operation,
    proposed,
    rows,
    world,
)
from headway.monitoring.strategy.tests.factories import StrategyFactory, coordinator_of, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User
    from headway.monitoring.amendments.models import Amendment

pytestmark = pytest.mark.django_db
DRAFT, PROPOSED, CONSULTED = "draft", "proposed", "consulted"


@dataclass
class Case:
    of: World
    one: Amendment

    @property
    def operation(self) -> int:
        return rows(self.one)[0].pk

    def version(self) -> int:
        return fresh(self.one).version


def case(state: str) -> Case:
    of = world(asks_agreement=True)
    one = amendment(of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("New quay"))
    operation(one, "reword_node", "n-1-2", title=text("New ships"))
    if state == PROPOSED:
        proposed(one)
    if state == CONSULTED:
        consulted(one)
    return Case(of, fresh(one))


def who(of: World, name: str) -> User:
    """Return a person: of the strategy, of a partner that was asked, or of neither."""
    people: dict[str, Callable[[], User]] = {
        "coordinator": lambda: of.coordinator,
        "administrator": AdministratorFactory.create,
        "partner": lambda: of.members[0],
        "reader": lambda: (
            MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
        ),
        "coordinator of another": lambda: coordinator_of(StrategyFactory.create()),
        "stranger": UserFactory.create,
    }
    return people[name]()


KEEPERS = ("coordinator", "administrator")
OTHERS = ("partner", "reader", "coordinator of another", "stranger")


def change(case: Case, by: Any) -> object:  # noqa: ANN401
    return services.change_amendment(
        amendment_id=case.one.pk, title=text("Other"), rationale=EMPTY, origin=NO_ORIGIN,
        version=case.version(), by=by, at=AT,
    )  # fmt: skip


def add(case: Case, by: Any) -> object:  # noqa: ANN401
    return services.add_operation(
        amendment_id=case.one.pk, kind="end_node", thing="n-2-1", said={}, by=by, at=AT
    )


def rewrite(case: Case, by: Any) -> object:  # noqa: ANN401
    return services.change_operation(
        operation_id=case.operation, said={"code": "9"}, rationale=EMPTY, origin=NO_ORIGIN,
        version=1, by=by, at=AT,
    )  # fmt: skip


def step(name: str, **said: Any) -> Callable[[Case, Any], object]:  # noqa: ANN401
    def take(case: Case, by: Any) -> object:  # noqa: ANN401
        return getattr(services, name)(amendment_id=case.one.pk, by=by, at=AT, **said)

    return take


def on_operation(name: str, **said: Any) -> Callable[[Case, Any], object]:  # noqa: ANN401
    def take(case: Case, by: Any) -> object:  # noqa: ANN401
        return getattr(services, name)(operation_id=case.operation, by=by, at=AT, **said)

    return take


def say(case: Case, by: Any) -> object:  # noqa: ANN401
    return services.comment_on_words(
        operation_id=case.operation, where="title.en", quote="New quay", text="Why?",
        request_key="k", by=by, at=AT,
    )  # fmt: skip


def answer(case: Case, by: Any) -> object:  # noqa: ANN401
    one = next(each for each in agreements(case.one) if each.organisation == case.of.partners[0])
    return services.answer_agreement(
        agreement_id=one.pk, stance="agrees", words="", version=one.version, by=by, at=AT
    )


def create(case: Case, by: Any) -> object:  # noqa: ANN401
    return services.create_amendment(
        strategy_id=case.of.strategy.pk, title=text("Mine"), by=by, at=AT
    )


SERVICES: dict[str, tuple[str, Callable[[Case, Any], object]]] = {
    "create_amendment": (DRAFT, create),
    "change_amendment": (DRAFT, change),
    "add_operation": (DRAFT, add),
    "change_operation": (DRAFT, rewrite),
    "remove_operation": (DRAFT, on_operation("remove_operation", version=1)),
    "place_operation": (DRAFT, on_operation("place_operation", place=2)),
    "propose_amendment": (DRAFT, step("propose_amendment")),
    "revise_amendment": (PROPOSED, step("revise_amendment", reason="x")),
    "withdraw_amendment": (PROPOSED, step("withdraw_amendment", reason="x")),
    "consult_on_amendment": (PROPOSED, step("consult_on_amendment")),
    "adopt_amendment": (CONSULTED, step("adopt_amendment", act=act(), outcomes={}, words="x")),
    "refuse_amendment": (CONSULTED, step("refuse_amendment", words="x")),
}


def test_every_service_has_its_row() -> None:
    elsewhere = {"answer_agreement", "comment_on_words", "settle_operation"}
    assert set(SERVICES) | elsewhere == set(services.__all__)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("person", OTHERS)
def test_only_who_keeps_the_strategy_does_it(name: str, person: str) -> None:
    state, do = SERVICES[name]
    found = case(state)
    with pytest.raises(NotAllowed):
        do(found, who(found.of, person))


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("person", KEEPERS)
def test_who_keeps_the_strategy_does_it(name: str, person: str) -> None:
    state, do = SERVICES[name]
    found = case(state)
    do(found, who(found.of, person))


@pytest.mark.parametrize("person", OTHERS)
def test_only_who_keeps_the_strategy_settles_what_no_longer_fits(person: str) -> None:
    found = misfitting()
    settle = on_operation("settle_operation", how="keep", version=1)
    with pytest.raises(NotAllowed):
        settle(found, who(found.of, person))
    settle(found, found.of.coordinator)


def misfitting() -> Case:
    found = case(DRAFT)
    other = amendment(found.of.strategy, "Earlier")
    operation(other, "reword_node", "n-1-1", title=text("Earlier quay"))
    decided(consulted(other), words="x")
    return found


def test_nothing_is_settled_once_it_is_decided() -> None:
    found = misfitting()
    services.withdraw_amendment(amendment_id=found.one.pk, reason="x", by=BY, at=AT)
    with pytest.raises(WrongState, match="is decided"):
        on_operation("settle_operation", how="keep", version=1)(found, found.of.coordinator)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("coordinator", True), ("administrator", True), ("partner", True),
        ("reader", False), ("coordinator of another", False), ("stranger", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("do", [answer, say], ids=["answers", "comments"])
def test_who_was_asked_answers_and_comments_and_who_keeps_the_strategy(
    do: Callable[[Case, Any], object], person: str, may: bool
) -> None:
    found = case(CONSULTED)
    by = who(found.of, person)
    if may:
        do(found, by)
    else:
        with pytest.raises(NotAllowed):
            do(found, by)


def test_nobody_comments_on_what_is_decided() -> None:
    found = case(CONSULTED)
    services.refuse_amendment(amendment_id=found.one.pk, words="x", by=BY, at=AT)
    for by in (found.of.coordinator, found.of.members[0]):
        with pytest.raises(NotAllowed, match="is decided"):
            say(found, by)
