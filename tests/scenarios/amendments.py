"""Services of amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments import services
from headway.monitoring.amendments.services.amendments import NO_ORIGIN
from headway.monitoring.amendments.tests.factories import (
    act,
    adopted,
    agreements,
    amendment,
    consulted,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.strategy.tests.factories import text
from tests.scenarios.table import AT, BY, STRATEGY, writes

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.monitoring.amendments.models import Amendment, Operation

MADE = ("draft_opened", "node_changed", "edition_put_in_force")


def draft() -> Amendment:
    return reworded(world(), "New quay")


def only(one: Amendment) -> Operation:
    return rows(one)[0]


@writes("amendments.services.amendments.create_amendment", "amendment_created")
def _() -> Callable[[], object]:
    of = world()
    return lambda: services.create_amendment(
        strategy_id=of.strategy.pk, title=text("X"), by=BY, at=AT
    )


@writes("amendments.services.amendments.change_amendment", "amendment_changed")
def _() -> Callable[[], object]:
    one = amendment(world().strategy)
    return lambda: services.change_amendment(
        amendment_id=one.pk, title=text("X"), rationale=EMPTY, origin=NO_ORIGIN, version=1,
        by=BY, at=AT,
    )  # fmt: skip


@writes("amendments.services.amendments.propose_amendment", "amendment_proposed")
def _() -> Callable[[], object]:
    one = draft()
    return lambda: services.propose_amendment(amendment_id=one.pk, by=BY, at=AT)


@writes("amendments.services.amendments.revise_amendment", "amendment_revised")
def _() -> Callable[[], object]:
    one = proposed(draft())
    return lambda: services.revise_amendment(amendment_id=one.pk, reason="x", by=BY, at=AT)


@writes("amendments.services.amendments.withdraw_amendment", "amendment_withdrawn")
def _() -> Callable[[], object]:
    one = draft()
    return lambda: services.withdraw_amendment(amendment_id=one.pk, reason="x", by=BY, at=AT)


@writes("amendments.services.operations.add_operation", "operation_added")
def _() -> Callable[[], object]:
    one = draft()
    return lambda: services.add_operation(
        amendment_id=one.pk, kind="end_node", thing="n-2-1", said={}, by=BY, at=AT
    )


@writes("amendments.services.operations.change_operation", "operation_changed")
def _() -> Callable[[], object]:
    each = only(draft())
    return lambda: services.change_operation(
        operation_id=each.pk, said={"code": "9"}, rationale=EMPTY, origin=NO_ORIGIN, version=1,
        by=BY, at=AT,
    )  # fmt: skip


@writes("amendments.services.operations.remove_operation", "operation_removed")
def _() -> Callable[[], object]:
    each = only(draft())
    return lambda: services.remove_operation(operation_id=each.pk, version=1, by=BY, at=AT)


@writes("amendments.services.operations.place_operation", "operation_placed")
def _() -> Callable[[], object]:
    one = draft()
    each = operation(one, "end_node", "n-2-1")
    return lambda: services.place_operation(operation_id=each.pk, place=1, by=BY, at=AT)


def overtaken() -> Operation:
    """Return an operation on a text that another amendment changed meanwhile."""
    of = world()
    one, two = reworded(of, "A"), reworded(of, "B")
    adopted(one)
    return only(two)


@writes("amendments.services.operations.settle_operation", "operation_settled")
def _() -> Callable[[], object]:
    each = overtaken()
    return lambda: services.settle_operation(
        operation_id=each.pk, how="keep", version=1, by=BY, at=AT
    )


@writes("amendments.services.operations.settle_operation left out", "operation_removed")
def _() -> Callable[[], object]:
    each = overtaken()
    return lambda: services.settle_operation(
        operation_id=each.pk, how="drop", version=1, by=BY, at=AT
    )


@writes("amendments.services.comments.comment_on_words", "commented")
def _() -> Callable[[], object]:
    each = only(draft())
    return lambda: services.comment_on_words(
        operation_id=each.pk, where="title.en", quote="New quay", text="Which one?",
        request_key="1", by=BY, at=AT,
    )  # fmt: skip


@writes("amendments.services.consulting.consult_on_amendment", "amendment_consulted")
def _() -> Callable[[], object]:
    one = proposed(reworded(world(asks_agreement=True), "New quay"))
    return lambda: services.consult_on_amendment(amendment_id=one.pk, by=BY, at=AT)


@writes("amendments.services.consulting.answer_agreement", "agreement_recorded")
def _() -> Callable[[], object]:
    one = agreements(consulted(reworded(world(asks_agreement=True), "New quay")))[0]
    return lambda: services.answer_agreement(
        agreement_id=one.pk, stance="agrees", words="", version=1, by=BY, at=AT
    )


@writes("amendments.services.consulting.answer_agreement of a partner", "agreement_given")
def _() -> Callable[[], object]:
    of = world(asks_agreement=True)
    mine = {of.partners[0].pk: of.members[0], of.partners[1].pk: of.members[1]}
    one = agreements(consulted(reworded(of, "New quay")))[0]
    person = mine[one.organisation_id]
    return lambda: services.answer_agreement(
        agreement_id=one.pk, stance="agrees", words="", version=1, by=person, at=AT
    )


@writes("amendments.services.deciding.adopt_amendment", *MADE, "amendment_adopted", scopes=STRATEGY)
def _() -> Callable[[], object]:
    one = proposed(draft())
    return lambda: services.adopt_amendment(
        amendment_id=one.pk, act=act(), outcomes={}, by=BY, at=AT
    )


@writes(
    "amendments.services.deciding.adopt_amendment before another",
    "edition_taken_back",
    *MADE,
    "node_changed",
    "edition_put_in_force",
    "edition_made_again",
    "amendment_adopted",
    scopes=STRATEGY,
)
def _() -> Callable[[], object]:
    of = world()
    adopted(reworded(of, "Road of 2030", "n-2-1"), "2030")
    one = proposed(reworded(of, "New quay"))
    return lambda: services.adopt_amendment(
        amendment_id=one.pk, act=act(), outcomes={}, by=BY, at=AT
    )


@writes("amendments.services.deciding.refuse_amendment", "amendment_refused")
def _() -> Callable[[], object]:
    one = proposed(draft())
    return lambda: services.refuse_amendment(amendment_id=one.pk, words="x", by=BY, at=AT)
