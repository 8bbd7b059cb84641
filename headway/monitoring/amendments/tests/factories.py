from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.indicators.tests.factories import define
from headway.monitoring.strategy.services import add_partner
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.factories import (
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    coordinator_of,
    text,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Edition, Strategy

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("test")
REASON = "test"
COUNCIL = text("City council")


@dataclass
class World:
    """A public strategy in force since 2018: objectives 1 and 2, measures 1.1, 1.2 and 2.1.

    The key of a node is its code with dashes; `jobs` is an indicator at 1.1. Two partners.
    """

    edition: Edition
    strategy: Strategy
    coordinator: User
    partners: list[Organisation]
    members: list[User]


def world(*, asks_agreement: bool = False, is_public: bool = True) -> World:
    strategy = StrategyFactory.create(asks_agreement=asks_agreement, is_public=is_public)
    draft = EditionFactory.create(strategy=strategy)
    tops = [add(draft, f"Objective {n}", code=f"{n}", key=f"n-{n}") for n in (1, 2)]
    first = add(draft, "Quay", tops[0], code="1.1", key="n-1-1")
    add(draft, "Ships", tops[0], code="1.2", key="n-1-2")
    add(draft, "Road", tops[1], code="2.1", key="n-2-1")
    define(draft, first.node, key="jobs")
    partners = [OrganisationFactory.create() for _ in range(2)]
    for each in partners:
        add_partner(strategy_id=strategy.pk, organisation=each, role="partner", by=BY, at=AT)
    members = [
        MembershipFactory.create(organisation=each, role=Role.REPORTER).user for each in partners
    ]
    return World(adopt(draft), strategy, coordinator_of(strategy), partners, members)


def amendment(strategy: Strategy, title: str = "Amendment", **said: Any) -> Amendment:  # noqa: ANN401
    given: dict[str, Any] = {"by": BY, "at": AT} | said
    return services.create_amendment(strategy_id=strategy.pk, title=text(title), **given)


def operation(of: Amendment, kind: str, thing: str = "", /, **said: Any) -> Operation:  # noqa: ANN401
    """Add an operation; texts and plain values as keywords, `rationale` as the reason."""
    rationale = said.pop("rationale", EMPTY)
    key = said.pop("key", "")
    plain = {
        part: value.as_json() if isinstance(value, TranslatedText) else value
        for part, value in said.items()
    }
    return services.add_operation(
        amendment_id=of.pk, kind=kind, thing=thing, said=plain, rationale=rationale, key=key,
        by=BY, at=AT,
    )  # fmt: skip


def reworded(of: World, title: str, thing: str = "n-1-1") -> Amendment:
    """Return a draft amendment that gives a node another title."""
    one = amendment(of.strategy, f"Reword {thing}")
    operation(one, "reword_node", thing, title=text(title))
    return one


def proposed(one: Amendment) -> Amendment:
    return services.propose_amendment(amendment_id=one.pk, by=BY, at=AT)


def consulted(one: Amendment, **how: Any) -> Amendment:  # noqa: ANN401
    proposed(one)
    return services.consult_on_amendment(amendment_id=one.pk, by=BY, at=AT, **how)


def act(on: str = "2025", **said: Any) -> Act:  # noqa: ANN401
    known: dict[str, Any] = {"body": COUNCIL, "verb": "adopt", "number": "T2-1"}
    return Act(PartialDate.parse(on), **(known | said))


def decided(one: Amendment, on: str = "2025", **how: Any) -> Edition:  # noqa: ANN401
    """Adopt an amendment that waits for a decision."""
    given: dict[str, Any] = {"act": act(on), "outcomes": {}, "by": BY, "at": AT} | how
    return services.adopt_amendment(amendment_id=one.pk, **given)


def adopted(one: Amendment, on: str = "2025", **how: Any) -> Edition:  # noqa: ANN401
    proposed(one)
    return decided(one, on, **how)


def agreements(one: Amendment) -> list[Agreement]:
    rows = Agreement.objects.unrestricted(reason=REASON).filter(amendment=one)
    return list(rows.order_by("organisation__slug"))


def fresh(one: Amendment) -> Amendment:
    rows = Amendment.objects.unrestricted(reason=REASON).select_related("strategy")
    return rows.get(pk=one.pk)


def rows(one: Amendment) -> list[Operation]:
    return list(
        Operation.objects.unrestricted(reason=REASON).filter(amendment=one).order_by("place")
    )
