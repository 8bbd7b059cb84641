"""What a keeper works on, made in an installation that is empty: needs Django set up."""

from __future__ import annotations

from django.utils import timezone

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.monitoring.amendments.tests import factories as amendments
from headway.monitoring.meetings.tests import factories as meetings
from headway.monitoring.strategy.tests.factories import (
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    text,
)
from tests.access.crawled import leave_session
from tests.crashes.keepers import MEMBERS, SESSION, STRATEGY


def convene(count: int) -> None:
    """Propose so many amendments of one measure each; plan as many meetings of one point each."""
    strategy = StrategyFactory.create(slug=STRATEGY)
    draft = EditionFactory.create(strategy=strategy)
    top = add(draft, "Objective", code="1", key="n-1")
    for number in range(count):
        add(draft, f"Old {number}", top, code=f"1.{number}", key=f"n-1-{number}")
    adopt(draft)
    for number in range(count):
        one = amendments.amendment(strategy, f"Amendment {number}")
        amendments.operation(one, "reword_node", f"n-1-{number}", title=text(f"New {number}"))
        amendments.proposed(one)
    of = meetings.world(members=MEMBERS - 2, strategy=strategy)  # besides: a chair, a secretary
    now = timezone.now()
    for _number in range(count):
        begin = now + (meetings.PLAN.ends_at - meetings.PLAN.starts_at)
        end = begin + (meetings.PLAN.ends_at - meetings.PLAN.starts_at)
        held = meetings.planned(of, at=now, starts_at=begin, ends_at=end)
        meetings.point(held, of)
    person = with_second_factor(of.coordinator)
    leave_session(person, SESSION)
