"""Services of adoptions and of the amendments that follow planned actions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from headway.cooperation.adoption import services
from headway.cooperation.adoption.tests.factories import (
    LETTER,
    adopted,
    asked,
    links,
    proposed,
    world,
)
from headway.monitoring.amendments.tests.factories import amendment
from tests.scenarios.table import AT, BY, writes

if TYPE_CHECKING:
    from collections.abc import Callable

PARTNERSHIP = ["partnership"]


@writes("adoption.services.adoptions.ask_adoption", "plan_adoption_asked", "adoption_put_before")
def _() -> Callable[[], object]:
    of = world()
    return lambda: asked(of)


@writes(
    "adoption.services.adoptions.record_adoption",
    "plan_adopted",
    "adoption_act_recorded",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    one = asked(world())
    return lambda: services.record_adoption(adoption_id=one.pk, act=LETTER, by=BY, at=one.asked_at)


@writes(
    "adoption.services.adoptions.correct_adoption", "adoption_act_corrected", scopes=PARTNERSHIP
)
def _() -> Callable[[], object]:
    one, act = adopted(world()), replace(LETTER, number="T2-115")
    return lambda: services.correct_adoption(
        adoption_id=one.pk, act=act, reason="x", seen=0, by=BY, at=one.state_since
    )


@writes(
    "adoption.services.adoptions.refuse_adoption",
    "plan_handed_back",
    "adoption_refused",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    one = asked(world())
    return lambda: services.refuse_adoption(adoption_id=one.pk, words="x", by=BY, at=AT)


@writes(
    "adoption.services.adoptions.take_back_adoption",
    "plan_handed_back",
    "adoption_taken_back",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    one = asked(world())
    return lambda: services.take_back_adoption(adoption_id=one.pk, words="x", by=BY, at=AT)


@writes(
    "adoption.services.amendments.propose_amendment",
    "amendment_created",
    "operation_added",
    "operation_added",
    "adoption_action_proposed",
)
def _() -> Callable[[], object]:
    of = world()
    adopted(of)
    return lambda: proposed(of)


@writes("adoption.services.amendments.link_amendment", "adoption_action_linked", scopes=PARTNERSHIP)
def _() -> Callable[[], object]:
    of = world()
    adopted(of)
    one = amendment(of.strategy)
    return lambda: services.link_amendment(
        plan_id=of.plan.pk, action_key=of.action.key, amendment_id=one.pk, by=BY, at=AT
    )


@writes(
    "adoption.services.amendments.unlink_amendment",
    "adoption_action_unlinked",
    scopes=PARTNERSHIP,
)
def _() -> Callable[[], object]:
    of = world()
    adopted(of)
    services.link_amendment(
        plan_id=of.plan.pk, action_key=of.action.key, amendment_id=amendment(of.strategy).pk,
        by=BY, at=AT,
    )  # fmt: skip
    link = links(of)[0]
    return lambda: services.unlink_amendment(link_id=link.pk, by=BY, at=AT)
