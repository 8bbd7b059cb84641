"""The open table has what was published, and nothing that is being written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from headway.cooperation.plans import services
from headway.cooperation.plans.tables import planned_action_rows
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    complete,
    plan,
    published,
    text,
    world,
)
from headway.foundation.core.errors import BadInput

pytestmark = pytest.mark.django_db
CANARY = "Canary of a draft"


def test_planned_actions_of_published_plans_alone() -> None:
    of, other = world(), world()
    one = published(of, actions=2)
    complete(other, plan(other, title=text(CANARY)))
    services.revise_plan(plan_id=one.pk, reason="x", by=BY, at=AT)
    services.add_action(plan_id=one.pk, title=text(CANARY), by=BY, at=AT)
    rows = list(planned_action_rows({}))
    assert [row["key"] for row in rows] == [each.key for each in actions(one)[:2]]
    assert CANARY not in str(rows)
    first = rows[0]
    assert (first["number"], first["first_month"], first["last_month"]) == (1, "2022-02", "2022-06")
    assert (first["cost_state"], first["cost"], first["currency"]) == (
        "known",
        Decimal(48000),
        "EUR",
    )
    assert first["players"] == of.member.organisation.slug


def test_one_project_is_asked_for_by_its_address() -> None:
    of, other = world(), world()
    published(of)
    assert len(list(planned_action_rows({"project": of.project.slug}))) == 1
    assert list(planned_action_rows({"project": other.project.slug})) == []
    with pytest.raises(BadInput, match="There is no project “nowhere”"):
        list(planned_action_rows({"project": "nowhere"}))
