"""Plans before a body, adopted and published, in few calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headway.cooperation.adoption import services
from headway.cooperation.adoption.facts import Decider, PlanAct
from headway.cooperation.adoption.models import ActionAmendment, Adoption
from headway.cooperation.plans import services as plans
from headway.cooperation.plans.tests.factories import (
    BY,
    actions,
    complete,
    fresh,
    plan,
    text,
)
from headway.cooperation.plans.tests.factories import world as plan_world
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.meetings.tests.factories import world as body_world
from headway.monitoring.strategy.tests.factories import coordinator_of

if TYPE_CHECKING:
    from headway.cooperation.plans.models import Plan, PlannedAction
    from headway.cooperation.plans.tests.factories import World as PlanWorld
    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import Body
    from headway.monitoring.meetings.tests.factories import World as BodyWorld
    from headway.monitoring.strategy.models import Strategy

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
REASON = "a test looks at everything"
LETTER = PlanAct(way="letter", verb="adopt", number="T2-114", date=PartialDate(2026, 11, 19))


@dataclass
class World:
    """A plan that is ready to be asked for, the body of its strategy, and who keeps that."""

    of: PlanWorld
    plan: Plan
    meets: BodyWorld

    @property
    def body(self) -> Body:
        return self.meets.body

    @property
    def strategy(self) -> Strategy:
        return self.meets.body.strategy

    @property
    def coordinator(self) -> User:
        return self.meets.coordinator

    @property
    def action(self) -> PlannedAction:
        return actions(self.plan)[0]


def world(*, actions: int = 1, organisation: Any = None, **said: Any) -> World:  # noqa: ANN401
    of = plan_world(*([organisation] if organisation else []))
    strategy = of.instrument.strategy
    meets = body_world(strategy=strategy, is_public=True)
    one = complete(of, plan(of), actions=actions, **said)
    for step in ("send_to_review", "finish_revision"):
        getattr(plans, step)(plan_id=one.pk, by=BY, at=AT)
    return World(of, fresh(one), meets)


def asked(of: World, **decider: Any) -> Adoption:  # noqa: ANN401
    """Put the plan before the body of its strategy, or whom one says."""
    who = Decider(**decider) if decider else Decider(body_id=of.body.pk)
    return services.ask_adoption(plan_id=of.plan.pk, decider=who, by=BY, at=AT)


def adopted(of: World, **act: Any) -> Adoption:  # noqa: ANN401
    one = asked(of)
    return services.record_adoption(adoption_id=one.pk, act=replace(LETTER, **act), by=BY, at=AT)


def published(of: World) -> Plan:
    adopted(of)
    plans.publish_plan(plan_id=of.plan.pk, by=BY, at=AT)
    return fresh(of.plan)


def proposed(of: World) -> services.Proposed:
    return services.propose_amendment(
        plan_id=of.plan.pk,
        action_key=of.action.key,
        strategy_slug=of.strategy.slug,
        by=of.coordinator,
        at=AT,
    )


def again(one: Adoption) -> Adoption:
    rows = Adoption.objects.unrestricted(reason=REASON)
    return rows.select_related("plan", "body", "edition").get(pk=one.pk)


def links(of: World) -> list[ActionAmendment]:
    rows = ActionAmendment.objects.unrestricted(reason=REASON).filter(plan=of.plan)
    return list(rows.select_related("amendment").order_by("pk"))


__all__ = [
    "AT", "BY", "LETTER", "World", "adopted", "again", "asked", "coordinator_of", "links",
    "proposed", "published", "text", "world",
]  # fmt: skip
