"""A coordinator at work: a strategy with an edition in force, a draft, and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.monitoring.indicators.tests.factories import define
from headway.monitoring.strategy.services import appoint_coordinator, open_draft
from headway.monitoring.strategy.tests.factories import AT, BY, EditionFactory, add, adopt

if TYPE_CHECKING:
    from django.test import Client

    from headway.foundation.accounts.models import User
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.strategy.models import Edition, Node, Strategy


@dataclass(frozen=True, slots=True)
class Work:
    """`indicator` counts jobs at the first of two measures."""

    strategy: Strategy
    draft: Edition
    nodes: tuple[Node, ...]
    indicator: Indicator
    keeper: User

    @property
    def slug(self) -> str:
        return self.strategy.slug

    def address(self, name: str, *args: object) -> str:
        return reverse(f"indicators:{name}", args=[self.slug, *args])

    def of(self, name: str, *args: object) -> str:
        return self.address(name, self.indicator.key, *args)


def make(*, is_kept_by: User | None = None, **said: Any) -> Work:  # noqa: ANN401 -- any part of a definition
    first = EditionFactory.create()
    top = add(first, "Objective", code="1")
    nodes = tuple(add(first, f"Measure {n}", top, code=f"1.{n}").node for n in (1, 2))
    indicator = define(first, nodes[0], **said)
    adopt(first)
    keeper = is_kept_by or with_second_factor(UserFactory.create())
    appoint_coordinator(strategy_id=first.strategy_id, user=keeper, by=BY, at=AT)
    draft = open_draft(strategy_id=first.strategy_id, by=BY, at=AT)
    return Work(first.strategy, draft, nodes, indicator, keeper)


def signed_in(client: Client, work: Work) -> Work:
    client.force_login(work.keeper)
    return work
